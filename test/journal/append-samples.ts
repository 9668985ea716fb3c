import { randomUUID } from 'node:crypto';
import { openSampleRecord } from '../../src/journal/sample-record.ts';
import type { Sample } from '../../src/model/sample.ts';
import { instant } from '../../src/model/time.ts';

// Run by itself: appends samples that pack badly, so many times, or until it is killed; says after each how many there are, and how the close went.
const [, , file = '', times = 'Infinity'] = process.argv;
const record = openSampleRecord(file);
const samples = (at: number): readonly Sample[] =>
  Array.from({ length: 50 }, () => ({ kind: 'gauge', series: randomUUID(), labels: {}, at: instant(at), value: at }));

const appendFrom = (count: number): void => {
  if (count === Number(times)) {
    record.close().then(
      () => process.stdout.write('closed'),
      (error: unknown) => process.stdout.write(String(error)),
    );
    return;
  }
  record.append({ at: instant(count), samples: samples(count) });
  process.send?.(count);
  setImmediate(appendFrom, count + 1);
};
appendFrom(0);

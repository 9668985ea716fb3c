import { describe, expect, it } from 'vitest';
import { ReadingQueue } from '../../../src/collect/sources/reading-queue.ts';
import type { SourceReading } from '../../../src/model/source.ts';
import { gauge, second } from '../samples.ts';

const samples = (count: number): SourceReading => ({
  kind: 'samples',
  at: second(1),
  samples: Array.from({ length: count }, () => gauge('a', 1, 1)),
});
const failure: SourceReading = { kind: 'failure', at: second(1), why: 'it failed' };

const queueOf = (most: number): ReadingQueue => new ReadingQueue(() => second(9), most);

/** All that waits, in short: how many samples each reading brings, or why it brings none. */
async function waiting(queue: ReadingQueue): Promise<(number | string)[]> {
  const all: (number | string)[] = [];
  for await (const reading of queue.readings(AbortSignal.abort())) {
    all.push(reading.kind === 'samples' ? reading.samples.length : reading.why);
  }
  return all;
}

const dropped = (count: number): string => `${count} samples came faster than they were read, and were dropped`;

describe('a reading queue', () => {
  it('gives readings in the order in which they came', async () => {
    const queue = queueOf(100);
    for (const reading of [samples(2), failure, samples(3)]) queue.push(reading);
    expect(await waiting(queue)).toEqual([2, 'it failed', 3]);
    expect(await waiting(queue)).toEqual([]);
  });

  it('drops what is too much, counts it, and tells it once', async () => {
    const queue = queueOf(10);
    for (const reading of [samples(6), samples(4), samples(5), samples(2)]) queue.push(reading);
    expect(await waiting(queue)).toEqual([6, 2, dropped(9)]);
    queue.push(samples(9));
    expect(await waiting(queue)).toEqual([9]);
  });

  it('does not grow by readings without samples', async () => {
    const queue = queueOf(3);
    for (let push = 0; push < 10; push += 1) queue.push(samples(0));
    for (let push = 0; push < 10; push += 1) queue.push(failure);
    expect(await waiting(queue)).toEqual([0, 0, 0]);
  });

  it('tells at what time it noticed that something was dropped', async () => {
    const queue = queueOf(1);
    queue.push(samples(1));
    const first = await queue.readings(new AbortController().signal).next();
    expect(first.value).toEqual({ kind: 'failure', at: second(9), why: dropped(1) });
  });

  it('tells what was dropped while its reader was busy, though nothing else comes', async () => {
    const queue = queueOf(10);
    const readings = queue.readings(new AbortController().signal);
    queue.push(samples(1));
    await readings.next();
    queue.push(samples(11));
    expect((await readings.next()).value).toMatchObject({ why: dropped(11) });
  });

  it('wakes a reader that waits', async () => {
    const queue = queueOf(10);
    const next = queue.readings(new AbortController().signal).next();
    queue.push(samples(1));
    expect((await next).value).toEqual(samples(1));
  });

  it('ends while its reader waits', async () => {
    const stop = new AbortController();
    const next = queueOf(10).readings(stop.signal).next();
    stop.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});

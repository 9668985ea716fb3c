import { openJournal } from '../../src/journal/journal.ts';
import { instant } from '../../src/model/time.ts';

// Run by itself, until it is killed: appends facts, and says after each how many there are.
const journal = openJournal(process.argv[2] ?? '', { secrets: [], names: [] });
const appendFrom = (count: number): void => {
  journal.append({ at: instant(count), fact: 'noted', about: 'target', message: 'x'.repeat(count % 5000) });
  process.send?.(count);
  setImmediate(appendFrom, count + 1);
};
appendFrom(1);

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { SeriesHeard, type MissingSeries } from '../../src/collect/series-heard.ts';
import { loadSeries } from '../../src/model/load-series.ts';
import type { Sample } from '../../src/model/sample.ts';
import { measureOf, writtenMeasureSchema, type SignalDefinition } from '../../src/model/signal.ts';
import { duration } from '../../src/model/time.ts';
import { counter, gauge, second, stale } from './samples.ts';

const signal = (written: object): SignalDefinition => {
  const measure = measureOf('pool', writtenMeasureSchema.parse(written));
  return { id: 'pool', unit: measure.unit, measure };
};
const pool = { used: 'office_db_sloots', limit: 'office_db_limit' };
const limit = gauge('office_db_limit', 11, 8);

/** What is missing since second 10, of what was heard at second 11. */
const missing = (
  written: object,
  samples: readonly Sample[],
  names: readonly string[] = [],
): readonly MissingSeries[] => {
  const definition = signal(written);
  const heard = new SeriesHeard([definition]);
  for (const name of [...names, ...samples.map(({ series }) => series)]) heard.hearName(name);
  heard.take(samples, second(11));
  return heard.missing(definition, second(10));
};

describe('series of which no sample came', () => {
  it.each<[name: string, written: object, samples: readonly Sample[], names: readonly string[], expected: object]>([
    ['are none where all came', pool, [limit, gauge('office_db_sloots', 11, 1)], [], []],
    [
      'have the name most like theirs',
      pool,
      [limit],
      ['office_up', 'office_db_slots'],
      [['office_db_sloots', 'office_db_slots']],
    ],
    [
      'have the first by the alphabet of two alike',
      pool,
      [limit],
      ['office_db_slootz', 'office_db_slootb'],
      [['office_db_sloots', 'office_db_slootb']],
    ],
    ['have no name where none is like theirs', pool, [limit], ['office_up'], [['office_db_sloots', null]]],
    [
      'are all of them, in their order',
      pool,
      [],
      [],
      [
        ['office_db_sloots', null],
        ['office_db_limit', null],
      ],
    ],
    [
      'are those of which only the end came',
      pool,
      [limit, stale('office_db_sloots', 11)],
      [],
      [['office_db_sloots', null]],
    ],
    [
      'do not count what the engine tells',
      { ratio: ['office_late_total', loadSeries.requests], over: '5s' },
      [],
      [],
      [['office_late_total', null]],
    ],
    ['are not guessed of a query', { promql: 'up', unit: 'count' }, [], ['promql.poool'], [['promql.pool', null]]],
    [
      'do not ask for their labels',
      { rate: 'office_errors_total', where: { code: '500' }, over: '5s' },
      [counter('office_errors_total', 11, 1)],
      [],
      [],
    ],
  ])('%s', (_name, written, samples, names, expected) => {
    expect(missing(written, samples, names).map(({ name, nearest }) => [name, nearest])).toEqual(expected);
  });

  it('are those that came too early, whose names are right', () => {
    const definition = signal({ last: 'office_queue', unit: 'count' });
    const heard = new SeriesHeard([definition]);
    for (const name of ['office_queue', 'office_queues']) heard.hearName(name);
    heard.take([gauge('office_queue', 9, 1)], second(9));
    expect(heard.missing(definition, second(10))).toEqual([{ name: 'office_queue', nearest: null }]);
    expect(heard.missing(definition, second(9))).toEqual([]);
    heard.setBack(duration(1000));
    expect(heard.missing(definition, second(9))).toHaveLength(1);
  });

  it('are found in a flood of names that takes no more memory, whatever pages they are pieces of', async () => {
    const program = join(import.meta.dirname, 'flood-of-heard-names.ts');
    const run = promisify(execFile)(process.execPath, ['--max-old-space-size=64', '--import', 'tsx', program]);
    expect((await run).stdout).toBe('still there');
  });
});

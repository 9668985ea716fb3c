import { describe, expect, it } from 'vitest';
import { unmeasurableIn, unmeasuredTold } from '../../src/judge/unmeasured.ts';
import { factVersion, type Fact, type Unmeasured } from '../../src/model/fact.ts';
import { playbookSchema, thresholdsOf } from '../../src/model/playbook.ts';
import { instant } from '../../src/model/time.ts';
import { started } from '../report/made-up-run.ts';

const pool: Unmeasured = {
  ...{ fact: 'unmeasured', signal: 'database-saturation', read: 'nothing', thresholds: ['database-full'] },
  series: [{ name: 'office_db_sloots', nearest: 'office_db_slots' }],
};

describe('a signal that was not measured', () => {
  it.each<[name: string, changed: Partial<Unmeasured>, told: string]>([
    [
      'names its series and what may have been meant',
      {},
      'database-saturation (watched by database-full) was never measured: there was no sample of office_db_sloots while load was on; did you mean "office_db_slots"?',
    ],
    [
      'names every series, and nothing where nothing is near',
      { series: ['a', 'b'].map((name) => ({ name, nearest: null })), thresholds: ['full', 'fuller'] },
      'database-saturation (watched by full, fuller) was never measured: there was no sample of a or b while load was on',
    ],
    [
      'tells of a ratio without its part that it can only be zero',
      { read: 'zero', series: [{ name: 'late_total', nearest: null }] },
      'database-saturation (watched by database-full) could only read zero: there was no sample of late_total while load was on',
    ],
    [
      'speaks of a query as such',
      { series: [{ name: 'promql.database-saturation', nearest: null }] },
      'database-saturation (watched by database-full) was never measured: its query came to no value while load was on',
    ],
  ])('%s', (_name, changed, told) => {
    expect(unmeasuredTold({ ...pool, ...changed })).toBe(told);
  });
});

const words = { 'zh-CN': '慢', 'zh-TW': '慢', en: 'slow' };
const bound = (signal: string): object => ({ signal, above: 1, hold: '2s', clear: { below: 0.5, hold: '4s' } });
const playbook = (id: string, when: object, causes: object = {}) =>
  playbookSchema.parse({
    ...{ version: 1, id, title: words, severity: 'major', when, causes },
    triggers: { [`${id}-full`]: bound('database-saturation'), [`${id}-late`]: bound('message-delay') },
    owners: { command: 'operations', words: 'support' },
    steps: [{ id: 'look', person: 'operations', do: words }],
    notices: { audiences: ['users'], 'next-update': '60s' },
  });
const cause = (when: object): object => ({ say: words, when });

describe('what rests on it', () => {
  const all = playbook('all', { all: ['all-full', 'all-late'] });
  const any = playbook('any', { any: ['any-full', 'any-late'] });
  const late = playbook('late', { all: ['late-late'] }, { database: cause({ all: ['late-full'] }) });
  const playbooks = [all, any, late];
  const thresholds = playbooks.flatMap(thresholdsOf);
  const factsOf = (...told: readonly Unmeasured[]): readonly Fact[] => [
    { v: factVersion, ...started, thresholds },
    ...told.map((one): Fact => ({ ...one, v: factVersion, at: instant(1) })),
  ];
  const full = { ...pool, thresholds: ['all-full', 'any-full', 'late-full'] };
  const why = unmeasuredTold(full);

  it('could not be measured to hold: what asks for it, and no alternative to it', () => {
    const found = unmeasurableIn(factsOf(full), playbooks);
    expect([...found].map(([id, { opening, causes }]) => [id, opening, [...causes]])).toEqual([
      ['all', why, []],
      ['any', null, []],
      ['late', null, [['database', why]]],
    ]);
  });

  it.each<[name: string, facts: readonly Fact[]]>([
    ['all could where everything was measured', factsOf()],
    ['all could where a part of a ratio did not come: that it is zero may be so', factsOf({ ...full, read: 'zero' })],
    ['nothing is said of thresholds that this run never had', factsOf(full).slice(1)],
  ])('%s', (_name, facts) => {
    const found = unmeasurableIn(facts, playbooks);
    expect([...found.values()].flatMap(({ opening, causes }) => [opening ?? [], ...causes].flat())).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overWindow } from '../../src/model/aspect.ts';
import { duration } from '../../src/model/time.ts';
import { everySecond, judgeAll, playbook, rulesOf, start, type Step } from './histories.ts';

const rules = (trigger: Record<string, unknown>) =>
  rulesOf(playbook({ id: 'trouble', triggers: { high: { signal: 'load', ...trigger } }, when: { any: ['high'] } }));

/** `opened 12: reason` for a breach opened twelve seconds in. */
const told = (trigger: Record<string, unknown>, steps: readonly Step[]): readonly string[] =>
  judgeAll(rules(trigger), steps).facts.flatMap((fact) => {
    if (fact.fact !== 'breach-opened' && fact.fact !== 'breach-cleared') return [];
    return [`${fact.fact === 'breach-opened' ? 'opened' : 'cleared'} ${(fact.at - start) / 1000}: ${fact.reason}`];
  });

const first = (count: number): readonly number[] => Array.from({ length: count }, (_, place) => place);
const times = (count: number, value: number | null): readonly (number | null)[] =>
  Array<number | null>(count).fill(value);
const rising = (from: number, each: number, count: number): readonly number[] =>
  first(count).map((second) => from + each * second);

describe('a threshold on a forecast', () => {
  const trigger = {
    forecast: { ahead: '1m', from: '20s', confidence: '95%' },
    above: '100%',
    clear: { below: '90%', hold: '5s' },
  };

  it('fires as soon as the trend is seen that leads beyond the level, long before the signal is there', () => {
    expect(told(trigger, everySecond('load', rising(0.3, 0.015, 30)))).toEqual([
      'opened 18: load in 1m by its trend 147 %, above 100 % for 0.0 s',
    ]);
  });

  it.each<[string, readonly (number | null)[]]>([
    ['a trend that leads nowhere near', rising(0.3, 0.001, 60)],
    ['a high level that stays', times(60, 0.99)],
    ['a falling signal beyond the level', rising(1.4, -0.02, 60)],
    ['a rise so short that no trend is seen', [...rising(0.1, 0.04, 17)]],
    ['a signal that jumps up and down', first(60).map((second) => 0.5 + (second % 2) * 0.4)],
    ['nothing measured', times(60, null)],
  ])('does not fire at %s', (_name, values) => {
    expect(told(trigger, everySecond('load', values))).toEqual([]);
  });

  it('clears when the trend leads within the clear level again, and not because it is unsure', () => {
    const values = [...rising(0.3, 0.01, 30), ...times(40, 0.6)];
    const [opened, cleared, ...more] = told(trigger, everySecond('load', values));
    expect(opened).toMatch(/^opened 18: /);
    expect(cleared).toMatch(/^cleared \d+: load in 1m by its trend \d+ %, below 90 % for 5\.0 s$/);
    expect(more).toEqual([]);
  });

  it('of a signal that must not fall looks downwards', () => {
    const below = { forecast: { ahead: '30s', from: '10s' }, below: '10/s', clear: { above: '20/s' } };
    expect(told(below, everySecond('load', rising(100, -2, 30)))).toEqual([
      'opened 16: load in 30s by its trend 8.0/s, below 10/s for 0.0 s',
    ]);
    expect(told(below, everySecond('load', rising(60, -2, 30)))[0]).toMatch(/^opened 9: .* below 10\/s for 0\.0 s$/);
  });

  it('does not fire for noise alone', () => {
    const fired = first(60).filter((seed) => {
      let state = seed + 1;
      const values = first(60).map(() => {
        state = (state * 48_271) % 2_147_483_647;
        return 0.7 + (state / 2_147_483_647) * 0.1;
      });
      return told({ ...trigger, forecast: { ...trigger.forecast, confidence: '99%' } }, everySecond('load', values))
        .length;
    });
    expect(fired).toEqual([]);
  });
});

describe('a threshold on a change', () => {
  const trigger = { change: { 'warm-up': '5s' }, above: '300%', hold: '2s', clear: { below: '200%', hold: '3s' } };

  it.each<[string, readonly (number | null)[], readonly string[]]>([
    [
      'fires when the signal is beyond that many times the median of the warm-up',
      [1, 1, 9, 1, 1, 1, ...times(4, 4)],
      ['opened 8: load against its warm-up 400 %, above 300 % for 2.0 s'],
    ],
    ['does not fire in the warm-up itself', times(6, 50), []],
    ['does not fire at what is no more than that', [...times(6, 1), ...times(20, 3)], []],
    [
      'clears when it is within as many times it again',
      [...times(6, 1), ...times(4, 4), ...times(5, 1.5)],
      [
        'opened 8: load against its warm-up 400 %, above 300 % for 2.0 s',
        'cleared 13: load against its warm-up 150 %, below 200 % for 3.0 s',
      ],
    ],
    ['compares nothing with a warm-up of zero', [...times(6, 0), ...times(20, 9)], []],
    ['takes nothing measured for no warm-up', [...times(30, null), ...times(3, 7)], []],
  ])('%s', (_name, values, facts) => {
    expect(told(trigger, everySecond('load', values))).toEqual(facts);
  });

  it('begins its warm-up when people begin to arrive', () => {
    const before = everySecond('load', times(20, 0.01)).map((step) => ({ ...step, loadOn: false }));
    const on = everySecond('load', [...times(7, 1), ...times(9, 2)]);
    expect(told(trigger, [...before, ...on])).toEqual([]);
  });

  it('whose own seconds exceed it begins with the first of them', () => {
    const { facts } = judgeAll(rules(trigger), everySecond('load', [...times(7, 1), ...times(5, 4)]));
    const [opened] = facts.flatMap((fact) => (fact.fact === 'breach-opened' ? [fact] : []));
    expect(((opened?.onsetAt ?? 0) - start) / 1000).toBe(7);
  });
});

describe('a threshold on a burn rate', () => {
  const trigger = {
    'burn-rate': { objective: '99%', over: ['1m', '5s'] },
    above: 14.4,
    clear: { below: 1, hold: '2s' },
  };
  const step = (long: number | null, short: number | null): Step => ({
    gap: 1000,
    signals: { load: short, [overWindow('load', duration(60_000))]: long, [overWindow('load', duration(5000))]: short },
  });

  it.each<[string, readonly Step[], readonly string[]]>([
    ['fires when both windows burn', [step(0.2, 0.5)], ['opened 1: burn rate of load 20.00, above 14.40 for 0.0 s']],
    ['does not fire for a burst in the short window', [step(0.1, 0.9)], []],
    ['does not fire for what is over in the short window', [step(0.5, 0.01)], []],
    ['does not fire where one of them is not measured', [step(0.9, null), step(null, 0.9)], []],
    [
      'clears when one window is within the clear level',
      [step(0.2, 0.5), step(0.2, 0), step(0.2, 0), step(0.2, 0)],
      ['opened 1: burn rate of load 20.00, above 14.40 for 0.0 s', 'cleared 4: burn rate of load 0, below 1 for 2.0 s'],
    ],
  ])('%s', (_name, steps, facts) => {
    expect(told(trigger, steps)).toEqual(facts);
  });
});

describe('a threshold on any aspect', () => {
  const value = fc.option(fc.double({ min: 0, max: 3, noNaN: true }), { nil: null });
  const aspects: readonly (readonly [string, Record<string, unknown>])[] = [
    ['forecast', { forecast: { ahead: '30s', from: '10s' }, above: '100%', clear: { below: '80%', hold: '2s' } }],
    ['change', { change: { 'warm-up': '4s' }, above: '150%', clear: { below: '120%', hold: '2s' } }],
  ];

  it.each(aspects)('never fires before its hold, nor clears by absence: %s', (_name, trigger) => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), (values) => {
        const { facts } = judgeAll(rules({ ...trigger, hold: '3s' }), everySecond('load', values));
        for (const fact of facts) {
          if (fact.fact === 'breach-opened') expect(fact.at - start).toBeGreaterThanOrEqual(3000);
          if (fact.fact === 'breach-cleared') expect(fact.value).not.toBeNull();
        }
      }),
    );
  });
});

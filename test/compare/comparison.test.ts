import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSeconds, hasRegression, type Comparison, type MeasureVerdict } from '../../src/compare/comparison.ts';
import { madeUpSeconds, type MadeUpRun } from './made-up-seconds.ts';

const rules = { tolerance: 0.05, least: 0.005, seed: 1 };
const steady =
  (seconds: number): MadeUpRun['duration'] =>
  () =>
    seconds;
const run = (seed: number, changed: Partial<MadeUpRun> = {}) =>
  madeUpSeconds({ seed, seconds: 30, duration: steady(0.1), ...changed });
const verdictOf = ({ measures }: Comparison, id: string): MeasureVerdict | undefined =>
  measures.find((measure) => measure.id === id)?.verdict;
const seeds = fc.integer({ min: 1, max: 2 ** 30 });

const cases: readonly (readonly [
  what: string,
  id: string,
  before: Partial<MadeUpRun>,
  after: Partial<MadeUpRun>,
  verdict: MeasureVerdict,
])[] = [
  ['a mean that is 15 % slower is a regression', 'request-mean:send', {}, { duration: steady(0.115) }, 'regression'],
  ['a 95th percentile that is 15 % slower too', 'request-p95:send', {}, { duration: steady(0.115) }, 'regression'],
  [
    'a mean that is 15 % quicker is an improvement',
    'request-mean:send',
    {},
    { duration: steady(0.085) },
    'improvement',
  ],
  ['a mean that is surely 4 % slower is small', 'request-mean:send', {}, { duration: steady(0.104) }, 'small'],
  [
    'twice nearly nothing is small',
    'request-mean:send',
    { duration: steady(0.002) },
    { duration: steady(0.004) },
    'small',
  ],
  ['the same is unsure', 'request-mean:send', {}, {}, 'unsure'],
  ['failures where there were none are a regression', 'requests-failed', {}, { failing: 0.05 }, 'regression'],
  ['no failures where there were some are an improvement', 'requests-failed', { failing: 0.05 }, {}, 'improvement'],
  ['none in either are unsure', 'requests-failed', {}, {}, 'unsure'],
  [
    'a limit that is used more is a regression',
    'saturation:database-saturation',
    { saturation: 0.5 },
    { saturation: 0.6 },
    'regression',
  ],
  ['too short a run is not judged', 'request-mean:send', { seconds: 5 }, { seconds: 5 }, 'not-judged'],
  [
    'a surge that rises alike in both is compared second by second',
    'request-mean:send',
    { duration: (second) => 0.05 + 0.02 * second },
    { duration: (second) => 1.15 * (0.05 + 0.02 * second) },
    'regression',
  ],
];

describe('a comparison of the seconds of two runs', () => {
  it.each(cases)('%s', (_what, id, before, after, verdict) => {
    expect(verdictOf(compareSeconds(run(11, before), run(12, after), rules), id)).toBe(verdict);
  });

  it('raises a false alarm between equal runs no more often than it says', () => {
    const alarms = Array.from({ length: 60 }, (_, nth) =>
      // However small: the tolerance must not hide what the intervals get wrong.
      compareSeconds(run(2 * nth + 1), run(2 * nth + 2), { ...rules, tolerance: 0, least: 0 }),
    ).filter(({ measures }) => measures.some(({ verdict }) => verdict === 'regression' || verdict === 'improvement'));
    expect(alarms.length).toBeLessThanOrEqual(5);
  });

  it('finds a slowdown of 15 % in short runs', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 10, max: 60 }), (seed, seconds) => {
        const [before, after] = [run(seed, { seconds }), run(seed + 1, { seconds, duration: steady(0.115) })];
        expect(hasRegression(compareSeconds(before, after, rules))).toBe(true);
      }),
      { seed: 7, numRuns: 25 },
    );
  });

  it('tells the opposite when the runs change places', () => {
    const opposite = { regression: 'improvement', improvement: 'regression' } as const;
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.7, max: 1.4, noNaN: true }), (seed, factor) => {
        const [one, other] = [run(seed), run(seed + 1, { duration: steady(0.1 * factor) })];
        const [forth, back] = [compareSeconds(one, other, rules), compareSeconds(other, one, rules)];
        forth.measures.forEach(({ id, verdict, difference }, place) => {
          const there = back.measures[place];
          expect(there?.id).toBe(id);
          expect(there?.verdict).toBe(
            verdict === 'regression' || verdict === 'improvement' ? opposite[verdict] : verdict,
          );
          expect((there?.difference ?? 0) + (difference ?? 0)).toBeCloseTo(0, 12);
        });
      }),
      { seed: 7, numRuns: 15 },
    );
  });

  it('does not depend on whether durations are long or short', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: -3, max: 6 }), (seed, doublings) => {
        const scale = 2 ** doublings;
        const at = (middle: number) => ({ duration: steady(middle) });
        const [small, large] = [1, scale].map((by) =>
          compareSeconds(run(seed, at(0.1 * by)), run(seed + 1, at(0.112 * by)), { ...rules, least: 0 }),
        );
        for (const id of ['request-mean:send', 'request-p95:send']) {
          const [one, other] = [small, large].map((all) => all?.measures.find((measure) => measure.id === id));
          expect(other?.verdict).toBe(one?.verdict);
          expect(other?.relative).toBeCloseTo(one?.relative ?? Number.NaN, 9);
          expect(other?.relativeInterval?.low).toBeCloseTo(one?.relativeInterval?.low ?? Number.NaN, 9);
        }
      }),
      { seed: 7, numRuns: 15 },
    );
  });

  it('gives the same intervals for the same runs', () => {
    expect(compareSeconds(run(1), run(2), rules)).toEqual(compareSeconds(run(1), run(2), rules));
  });

  it('widens its intervals with the number of measures', () => {
    const several = (names: readonly string[], seed: number) => {
      const one = run(seed);
      const send = one.requests.get('send') ?? [];
      return { ...one, requests: new Map(names.map((name) => [name, send])) };
    };
    const widthWith = (names: readonly string[]): number => {
      const { measures } = compareSeconds(several(names, 1), several(names, 2), rules);
      const interval = measures.find(({ id }) => id === 'request-mean:send')?.interval;
      return (interval?.high ?? Number.NaN) - (interval?.low ?? Number.NaN);
    };
    expect(widthWith(['send', 'a', 'b', 'c', 'd'])).toBeGreaterThan(widthWith(['send']));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { akaike, chanceOfSoFewRuns, qualityOf } from '../../src/probe/fit-quality.ts';

const sides = (signs: string): readonly boolean[] => Array.from(signs, (sign) => sign === '+');

describe('the runs test', () => {
  it.each([
    ['++++----', 2 / 70],
    ['+++---', 2 / 20],
    ['+-', 1],
    ['++--++--', 26 / 70],
    ['+-+-+-+-', 1],
    ['++++++', 1],
    ['', 1],
  ])('of %s has the chance %d', (signs, chance) => {
    expect(chanceOfSoFewRuns(sides(signs))).toBeCloseTo(chance, 9);
  });

  it('agrees with counting every order', () => {
    const orders = (above: number, below: number): readonly string[] =>
      above === 0 || below === 0
        ? ['+'.repeat(above) + '-'.repeat(below)]
        : [
            ...orders(above - 1, below).map((rest) => `+${rest}`),
            ...orders(above, below - 1).map((rest) => `-${rest}`),
          ];
    const runsIn = (order: string): number => order.match(/\++|-+/g)?.length ?? 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.nat(), (above, below, nth) => {
        const all = orders(above, below);
        const order = all[nth % all.length] ?? '';
        const asFew = all.filter((other) => runsIn(other) <= runsIn(order)).length;
        expect(chanceOfSoFewRuns(sides(order))).toBeCloseTo(asFew / all.length, 9);
      }),
    );
  });
});

const points = [1, 2, 4, 8, 16, 32].map((users) => ({ users, throughput: 10 * users }));
const missing = (shares: readonly number[]) =>
  points.map((point, place) => ({ ...point, throughput: point.throughput * (1 + (shares[place] ?? 0)) }));
const line = { parameters: 1, at: (users: number): number => 10 * users };

describe('the quality of a fit', () => {
  it.each<[string, readonly number[], readonly RegExp[]]>([
    ['is without fault where nothing is missed', [0, 0, 0, 0, 0, 0], []],
    ['is without fault where chance misses by little', [0.05, -0.05, 0.05, -0.04, 0.05, -0.05], []],
    ['has no fault in a pattern of misses too small to matter', [0.02, 0.02, 0.02, -0.02, -0.02, -0.02], []],
    [
      'is bad where much is missed',
      [0.4, -0.4, 0.4, -0.4, 0.4, -0.2],
      [/^R² is 0\.\d{3}, below 0\.95$/, /^it misses a step by \d\d % on average$/],
    ],
  ])('%s', (_title, shares, faults) => {
    expect(qualityOf(missing(shares), line).faults).toEqual(
      faults.map((fault) => expect.stringMatching(fault) as string),
    );
  });

  it('is bad where the misses follow a pattern', () => {
    const more = [...points, { users: 64, throughput: 640 }, { users: 128, throughput: 1280 }];
    const bent = more.map((point, place) => ({ ...point, throughput: point.throughput * (place < 4 ? 1.06 : 0.94) }));
    expect(qualityOf(bent, line).faults).toEqual([
      'it misses by a pattern, not by chance (p = 0.029): throughput takes another shape',
    ]);
  });

  it('is bad with too few points, however near', () => {
    expect(qualityOf(points.slice(0, 5), line).faults).toEqual(['5 steps were measured, fewer than 6']);
  });

  it('is good where throughput is level from the first step on, though there is nothing to explain', () => {
    const level = points.map(({ users }, place) => ({ users, throughput: place % 2 === 0 ? 100 : 101 }));
    expect(qualityOf(level, { parameters: 1, at: () => 100.5 })).toMatchObject({ faults: [] });
  });
});

describe('the criterion between two laws', () => {
  it('prefers the one with fewer parameters where both miss alike', () => {
    const measured = missing([0.01, -0.01, 0.01, -0.01, 0.01, -0.01]);
    expect(akaike(measured, line)).toBeLessThan(akaike(measured, { ...line, parameters: 2 }));
  });

  it('prefers the one that misses less where parameters are as many', () => {
    const measured = missing([0.01, -0.01, 0.01, -0.01, 0.01, -0.01]);
    expect(akaike(measured, line)).toBeLessThan(akaike(measured, { parameters: 1, at: (users) => 11 * users }));
  });

  it('says nothing of so few points that the parameters use them up', () => {
    expect(akaike(points.slice(0, 4), { ...line, parameters: 3 })).toBe(Number.POSITIVE_INFINITY);
  });
});

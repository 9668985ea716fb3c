import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditOf, meets, type ScoreSide } from '../../src/score/credit.ts';

describe('credit', () => {
  it.each([
    ['at-most', 10, 10, 1],
    ['at-most', 12, 10, 0.8],
    ['at-most', 20, 10, 0],
    ['at-most', 50, 10, 0],
    ['at-most', 0, 0, 1],
    ['at-most', 0.1, 0, 0],
    ['at-least', 1, 1, 1],
    ['at-least', 0.5, 1, 0.5],
    ['at-least', 0, 1, 0],
    ['at-least', 0, 0, 1],
  ] as const)('%s: %d where %d was asked for earns %d', (side, value, level, earned) => {
    expect(creditOf(value, side, level)).toBeCloseTo(earned, 9);
  });

  const amount = fc.double({ min: 0, max: 1e6, noNaN: true });

  it('is all for what meets its target and less for anything else, and a better value never earns less', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<ScoreSide>('at-most', 'at-least'),
        amount,
        amount,
        amount,
        (side, one, two, level) => {
          const better = side === 'at-most' ? Math.min(one, two) : Math.max(one, two);
          const worse = better === one ? two : one;
          const earned = creditOf(better, side, level);
          expect(earned).toBeGreaterThanOrEqual(creditOf(worse, side, level));
          expect(creditOf(worse, side, level)).toBeGreaterThanOrEqual(0);
          if (meets(better, side, level)) expect(earned).toBe(1);
          else expect(earned).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RatePiece } from '../../src/model/plan.ts';
import { duration } from '../../src/model/time.ts';
import { arrivalsBy, lengthOf, partOf, peakRate, rateAt, totalArrivals } from '../../src/scenario/rate-curve.ts';

const piece = (from: number, to: number, lasting: number): RatePiece => ({ from, to, lasting: duration(lasting) });

/** Up, level, a jump down, a pause, and down to nothing: 10 + 20 + 0 + 0 + 2 arrivals. */
const curve = [piece(0, 10, 2000), piece(10, 10, 2000), piece(10, 0, 0), piece(0, 0, 1000), piece(4, 0, 1000)];

const rate = fc.double({ min: 0, max: 1000, noNaN: true });
const pieces = fc.array(
  fc.record({ from: rate, to: rate, lasting: fc.integer({ min: 0, max: 60_000 }).map(duration) }),
  { maxLength: 20 },
);
const point = fc.double({ min: 0, max: 1, noNaN: true });

describe('a rate curve', () => {
  it('has a length and a peak', () => {
    expect([lengthOf(curve), peakRate(curve)]).toEqual([6000, 10]);
    expect([lengthOf([]), peakRate([])]).toEqual([0, 0]);
  });

  it.each([
    [-1000, 0],
    [0, 0],
    [1000, 2.5],
    [2000, 10],
    [3500, 25],
    [4000, 30],
    [4999, 30],
    [5500, 31.5],
    [6000, 32],
    [99_000, 32],
  ])('has brought at %d ms %d arrivals', (elapsed, arrivals) => {
    expect(arrivalsBy(curve, duration(elapsed))).toBeCloseTo(arrivals, 9);
  });

  it.each([
    [0, 0],
    [1000, 5],
    [2000, 10],
    [3999, 10],
    [4000, 0],
    [5000, 4],
    [5750, 1],
    [6000, 0],
    [99_000, 0],
  ])('goes at %d ms at %d a second', (elapsed, rateThen) => {
    expect(rateAt(curve, duration(elapsed))).toBeCloseTo(rateThen, 9);
  });

  it('brings all in the end, and none of them back', () => {
    fc.assert(
      fc.property(pieces, point, point, (any, one, other) => {
        const [early, late] = [one, other].sort((a, b) => a - b).map((at) => duration(at * lengthOf(any)));
        const [before, after] = [arrivalsBy(any, early ?? duration(0)), arrivalsBy(any, late ?? duration(0))];
        expect(after).toBeGreaterThanOrEqual(before - 1e-6);
        expect(totalArrivals(any)).toBeGreaterThanOrEqual(after - 1e-6);
      }),
    );
  });

  it('brings in a short time what its rate says', () => {
    fc.assert(
      fc.property(pieces, point, (any, at) => {
        const elapsed = duration(Math.floor(at * lengthOf(any)));
        const [now, then] = [rateAt(any, elapsed), rateAt(any, duration(elapsed + 1))];
        const came = arrivalsBy(any, duration(elapsed + 1)) - arrivalsBy(any, elapsed);
        // A jump at the end of this millisecond leaves it as it was; inside a piece the mean of both ends is meant.
        const steepest = any.reduce(
          (most, { from, to, lasting }) => Math.max(most, lasting === 0 ? 0 : Math.abs(to - from) / lasting),
          0,
        );
        if (elapsed < lengthOf(any)) expect(Math.abs(came * 1000 - now)).toBeLessThanOrEqual(steepest / 2 + 1e-3);
        else expect([came, then]).toEqual([0, 0]);
      }),
    );
  });

  it('splits into shares that add up to it at every moment', () => {
    fc.assert(
      fc.property(pieces, point, point, (any, share, at) => {
        const elapsed = duration(at * lengthOf(any));
        const [part, rest] = [partOf(any, share), partOf(any, 1 - share)];
        expect(arrivalsBy(part, elapsed) + arrivalsBy(rest, elapsed)).toBeCloseTo(arrivalsBy(any, elapsed), 4);
        expect(rateAt(part, elapsed)).toBeCloseTo(share * rateAt(any, elapsed), 6);
        expect(lengthOf(part)).toBe(lengthOf(any));
      }),
    );
  });
});

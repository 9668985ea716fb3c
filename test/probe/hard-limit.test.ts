import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cornerOf, fitHardLimit } from '../../src/probe/hard-limit.ts';
import { misfit } from '../../src/probe/law.ts';

const users = [1, 2, 4, 6, 8, 12, 16, 24, 32];
const pointsOf = (lambda: number, ceiling: number) =>
  users.map((count) => ({ users: count, throughput: Math.min(lambda * count, ceiling) }));

describe('the fit of a hard limit', () => {
  it('recovers line, level and corner of exact measurements', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 1000, noNaN: true }),
        fc.double({ min: 1.01, max: 31, noNaN: true }),
        (lambda, corner) => {
          const fit = fitHardLimit(pointsOf(lambda, lambda * corner));
          expect(fit === null ? null : cornerOf(fit) / corner).toBeCloseTo(1, 6);
          expect(fit === null ? null : fit.ceiling / (lambda * corner)).toBeCloseTo(1, 6);
        },
      ),
    );
  });

  it('finds no better corner than the one it takes', () => {
    const points = pointsOf(10, 100).map((point, place) => ({
      ...point,
      throughput: point.throughput * (place % 2 === 0 ? 1.04 : 0.97),
    }));
    const fit = fitHardLimit(points);
    const own = misfit(points, fit?.at ?? (() => 0));
    for (const lambda of [9, 9.5, 10, 10.5, 11]) {
      for (const ceiling of [90, 95, 100, 105, 110]) {
        expect(misfit(points, (count) => Math.min(lambda * count, ceiling))).toBeGreaterThanOrEqual(own);
      }
    }
  });

  it.each([
    ['two points', [1, 2].map((count) => ({ users: count, throughput: 10 }))],
    ['throughput that only falls', users.map((count) => ({ users: count, throughput: 100 / count }))],
  ])('there is none to %s', (_title, points) => {
    expect(fitHardLimit(points)).toBeNull();
  });
});

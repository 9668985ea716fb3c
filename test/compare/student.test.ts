import { describe, expect, it } from 'vitest';
import { studentQuantile } from '../../src/probe/bootstrap.ts';

/** As printed tables of Student's distribution have them. */
const printed = [
  [0.975, 1, 12.706],
  [0.975, 3, 3.182],
  [0.975, 10, 2.228],
  [0.9995, 3, 12.924],
  [0.995, 30, 2.75],
  [0.975, 100_000, 1.96],
  [0.5, 5, 0],
] as const;

describe("a quantile of Student's distribution", () => {
  it.each(printed)('of %d with %d degrees of freedom is as printed', (share, degrees, quantile) => {
    expect(studentQuantile(share, degrees)).toBeCloseTo(quantile, 2);
  });
});

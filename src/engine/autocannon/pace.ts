import type { RatePiece } from '../../model/plan.ts';
import { duration, type DurationMs } from '../../model/time.ts';
import { arrivalsBy } from '../../scenario/rate-curve.ts';

/**
 * Arrivals are let in so often: all that fell due in one slot begin together. Long slots would be bursts, whose people wait for each other, and
 * that would be counted as the service's slowness. autocannon's own rate limit lets a whole second's requests go in that second's first tenth.
 */
export const slotLength: DurationMs = duration(10);

/** Sums of a curve's pieces miss whole numbers by rounding errors far smaller than this. */
const rounding = 1e-6;

/** How many arrivals are due by `elapsed`: each as soon as the area under the curve has reached its number, counted from 1. */
export const dueBy = (pieces: readonly RatePiece[], elapsed: DurationMs): number =>
  Math.floor(arrivalsBy(pieces, elapsed) + rounding);

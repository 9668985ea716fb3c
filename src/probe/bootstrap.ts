import { draw } from '../scenario/draw.ts';
import { scatterOf, type FittedLaw, type Point } from './law.ts';

/** Between these a value lies with 95 % confidence. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** So many other measurements are made up. */
export const resamples = 200;

/**
 * Measurements as they might have come out as well: the law, and on each point the miss of another one, drawn with putting back (the bootstrap of
 * residuals). A fit comes closer to its own points than to any others, and few points tell little of how far they scatter: misses are widened
 * by √(n ÷ (n − p)), and as Student's distribution is wider than the normal one. The same seed draws alike.
 */
export function madeUpMeasurements(
  points: readonly Point[],
  law: FittedLaw,
  seed: number,
): readonly (readonly Point[])[] {
  const spare = Math.max(1, points.length - law.parameters);
  const widened = Math.sqrt(points.length / spare) * (student(spare) / normal);
  const misses = points.map((point) => (widened * (point.throughput - law.at(point.users))) / scatterOf(point));
  const middle = misses.reduce((sum, miss) => sum + miss, 0) / misses.length;
  return Array.from({ length: resamples }, (_, nth) =>
    points.map((point, place) => {
      const miss = (misses[Math.floor(draw(seed, nth, place) * misses.length)] ?? 0) - middle;
      const expected = law.at(point.users);
      const throughput = expected + miss * scatterOf({ users: point.users, throughput: expected });
      return { users: point.users, throughput: Math.max(throughput, expected / 1000) };
    }),
  );
}

/** 95 % of a normal distribution lie within so many standard deviations. */
const normal = 1.96;

/** The same of Student's distribution with so many degrees of freedom. */
const student = (degrees: number): number => studentQuantile(0.975, degrees);

/** A fine enough division of a quarter turn: the quantile is then known within 0.1 % also far out in the tail of few degrees. */
const slices = 20_000;

/**
 * The value below which a share of Student's distribution lies, with so many degrees of freedom, whole or not; the share is at least a half. With t = √degrees · tan θ
 * the density is that of cos θ to the power of degrees − 1, which is added up from the far end until what is beyond the share has been found.
 */
export function studentQuantile(share: number, degrees: number): number {
  const density = (slice: number): number => Math.sin(((slice + 0.5) / slices) * (Math.PI / 2)) ** (degrees - 1);
  let half = 0;
  for (let slice = 0; slice < slices; slice += 1) half += density(slice);
  const beyond = (1 - share) * 2 * half;
  let found = 0;
  for (let slice = 0; slice < slices; slice += 1) {
    const next = density(slice);
    if (found + next >= beyond) {
      const fromEnd = ((slice + (beyond - found) / next) / slices) * (Math.PI / 2);
      return Math.sqrt(degrees) / Math.tan(fromEnd);
    }
    found += next;
  }
  return 0;
}

/** The interval that holds the middle 95 % of these values. */
export function intervalOf(values: readonly number[]): Interval {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))] ?? Number.NaN;
  return { low: at(0.025), high: at(0.975) };
}

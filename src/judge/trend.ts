import type { Confidence } from '../model/aspect.ts';
import type { Millis } from '../model/time.ts';

/** One reading of a signal. */
export interface Reading {
  readonly at: Millis;
  readonly value: number;
}

/** Where a trend leads: its middle, and how far to either side of it the truth may lie with the confidence asked for, each side by itself. */
export interface Forecast {
  readonly middle: number;
  readonly margin: number;
}

/** One-sided quantiles of the normal distribution. */
const normalQuantile: Readonly<Record<Confidence, number>> = {
  '80%': 0.841_621,
  '90%': 1.281_552,
  '95%': 1.644_854,
  '99%': 2.326_348,
};

/**
 * With fewer readings nothing is said. A rise that bends leaves residuals that are all alike; they count as so many, with a margin as wide as that makes it,
 * since a bend is what a trouble often begins with.
 */
const leastIndependent = 5;

/**
 * Follows the least-squares line through the readings to an instant. Readings of sliding windows resemble the ones before them: they count as so many
 * independent ones as their autocorrelation leaves (Santer et al. 2000, J. Geophys. Res. 105, 7337), so that a chance rise is not taken for a trend.
 * Null when they are too few.
 */
export function forecast(readings: readonly Reading[], until: Millis, confidence: Confidence): Forecast | null {
  const count = readings.length;
  const last = readings.at(-1);
  if (last === undefined || count < leastIndependent) return null;
  // Counted from the last reading, in seconds: epoch milliseconds squared would lose digits.
  const points = readings.map(({ at, value }) => ({ time: (at - last.at) / 1000, value }));
  const time = sum(points.map((point) => point.time)) / count;
  const value = sum(points.map((point) => point.value)) / count;
  const spread = sum(points.map((point) => (point.time - time) ** 2));
  if (spread === 0) return null;
  const slope = sum(points.map((point) => (point.time - time) * (point.value - value))) / spread;
  const residuals = points.map((point) => point.value - value - slope * (point.time - time));
  const rounding = negligible * sum(points.map((point) => point.value ** 2));
  const independent = Math.max(leastIndependent, independentOf(residuals, rounding));
  const away = (until - last.at) / 1000 - time;
  const variance = sum(residuals.map((residual) => residual ** 2)) / (independent - 2);
  const error = Math.sqrt(variance * (1 / independent + away ** 2 / spread));
  return { middle: value + slope * away, margin: studentQuantile(confidence, independent - 2) * error };
}

/** What a sum of squares of readings leaves behind by rounding alone, as a share of it: neighbours of an exact line are rounded alike. */
const negligible = 1e-20;

/** As how many independent readings these count, by the correlation of each with the one before. */
function independentOf(residuals: readonly number[], rounding: number): number {
  const all = sum(residuals.map((residual) => residual ** 2));
  const neighbours = sum(residuals.slice(1).map((residual, place) => residual * (residuals[place] ?? 0)));
  const correlation = all <= rounding ? 0 : Math.max(0, neighbours / all);
  return (residuals.length * (1 - correlation)) / (1 + correlation);
}

/** Student's t from the normal quantile (Abramowitz and Stegun 26.7.5): within 1 % from three degrees of freedom up. */
function studentQuantile(confidence: Confidence, freedom: number): number {
  const z = normalQuantile[confidence];
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

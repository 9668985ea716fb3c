import type { ExponentialBuckets } from '../model/sample.ts';
import type { Millis } from '../model/time.ts';
import { increaseOf, merge } from './exponential-buckets.ts';
import type { Point, SeriesWindow } from './series-window.ts';

/** A stretch of time without its first instant: (from, to]. */
export interface Span {
  readonly from: Millis;
  readonly to: Millis;
}

/**
 * By how much counters have risen over a span, all together; null when it can be told of none of them. A counter that went down was reset and
 * counts from zero again. One first seen inside the span counts from zero if it is known to have been born there, else its first reading is
 * only where it began. Nothing is extrapolated: the increase of whole counts is a whole count.
 */
export function counterIncrease(series: readonly SeriesWindow[], span: Span): number | null {
  const increases = series.flatMap((one) => readings(one, span).flatMap(counterSteps));
  return increases.length === 0 ? null : increases.reduce((sum, increase) => sum + increase, 0);
}

/** The same of cumulative distributions; of no series it is empty. */
export function histogramIncrease(series: readonly SeriesWindow[], span: Span): ExponentialBuckets {
  return merge(series.flatMap((one) => readings(one, span).flatMap(histogramSteps)));
}

/** A series' points in a span, and where it stood before: a point, zero, or nothing known. */
interface Readings {
  readonly before: Point | 'zero' | null;
  readonly points: readonly Point[];
}

function readings(series: SeriesWindow, { from, to }: Span): readonly Readings[] {
  const { base, points } = series.spanning(from, to);
  const [first] = points;
  if (first === undefined) return [];
  const born = first.kind !== 'gauge' && first.bornAt !== null;
  return [{ before: base ?? (born ? 'zero' : null), points }];
}

function counterSteps({ before, points }: Readings): readonly number[] {
  let last = valueOf(before);
  const steps: number[] = [];
  for (const point of points) {
    if (point.kind !== 'counter') continue;
    if (last !== null) steps.push(point.value < last ? point.value : point.value - last);
    last = point.value;
  }
  return steps;
}

function valueOf(before: Readings['before']): number | null {
  if (before === 'zero') return 0;
  return before?.kind === 'counter' ? before.value : null;
}

function histogramSteps({ before, points }: Readings): readonly ExponentialBuckets[] {
  let last = bucketsBefore(before);
  const steps: ExponentialBuckets[] = [];
  for (const point of points) {
    if (point.kind !== 'histogram') continue;
    if (last === 'zero') steps.push(point.buckets);
    else if (last !== null) steps.push(increaseOf(last, point.buckets));
    last = point.buckets;
  }
  return steps;
}

function bucketsBefore(before: Readings['before']): ExponentialBuckets | 'zero' | null {
  if (before === 'zero') return 'zero';
  return before?.kind === 'histogram' ? before.buckets : null;
}

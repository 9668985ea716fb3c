import type { ExponentialBuckets } from '../model/sample.ts';
import type { Millis } from '../model/time.ts';
import { increaseOf, mergeObserved, type Observed } from './exponential-buckets.ts';
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
  let increase: number | null = null;
  for (const one of series) {
    const own = one.mixed ? stepped(one, span) : one.rise(span.from, span.to);
    if (own !== null) increase = (increase ?? 0) + own;
  }
  return increase;
}

/** The same of cumulative distributions; of no series it is empty. */
export function histogramIncrease(series: readonly SeriesWindow[], span: Span): ExponentialBuckets {
  return mergeObserved(series.flatMap((one) => observed(one, span)));
}

/** What a series has observed: the difference of its ends, or of each step where it began anew in between. */
function observed(series: SeriesWindow, span: Span): readonly Observed[] {
  const ends = series.endsOf(span.from, span.to);
  if (ends === null) return [];
  const { base, first, last } = ends;
  if (series.mixed || ends.resets > 0) {
    const read = readings(series, span);
    return read === null ? [] : histogramSteps(read).map((later) => ({ later, earlier: null }));
  }
  if (first.kind !== 'histogram' || last.kind !== 'histogram') return [];
  if (base?.kind === 'histogram') return [{ later: last.buckets, earlier: base.buckets }];
  if (first.bornAt !== null) return [{ later: last.buckets, earlier: null }];
  return first === last ? [] : [{ later: last.buckets, earlier: first.buckets }];
}

/** A series' points in a span, and where it stood before: a point, zero, or nothing known. */
interface Readings {
  readonly before: Point | 'zero' | null;
  readonly points: readonly Point[];
}

/** Null where there are none in the span. */
function readings(series: SeriesWindow, { from, to }: Span): Readings | null {
  const { base, points } = series.spanning(from, to);
  const [first] = points;
  if (first === undefined) return null;
  const born = first.kind !== 'gauge' && first.bornAt !== null;
  return { before: base ?? (born ? 'zero' : null), points };
}

/** What was counted step by step. */
function stepped(series: SeriesWindow, span: Span): number | null {
  const read = readings(series, span);
  if (read === null) return null;
  let last = valueOf(read.before);
  let all: number | null = null;
  for (const point of read.points) {
    if (point.kind !== 'counter') continue;
    if (last !== null) all = (all ?? 0) + (point.value < last ? point.value : point.value - last);
    last = point.value;
  }
  return all;
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

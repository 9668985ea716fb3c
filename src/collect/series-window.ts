import type { Labels, Sample } from '../model/sample.ts';
import { minus, type DurationMs, type Millis } from '../model/time.ts';
import { goesOn } from './exponential-buckets.ts';

/** A reading of a series that stands for something: not the marker of its end. */
export type Point = Exclude<Sample, { readonly kind: 'stale' }>;

/** Points are thrown away in batches, so many at the least and a quarter of all: throwing one away at each reading would move all the others. */
const batch = 4;

/** Where the readings of a span begin and end, and what lies between them. */
export interface Ends {
  /** The last reading before the span; null when there is none. */
  readonly base: Point | null;
  readonly first: Point;
  readonly last: Point;
  /** Counters: by how much it has risen in between, from the base where there is one. Distributions: how often it began anew. */
  readonly risen: number;
}

/** The last stretch of one series: its points in rising time, bounded by how far back anyone looks. */
export class SeriesWindow {
  readonly labels: Labels;
  #points: Point[] = [];
  /** Of each point, what its series had risen by until then, as `Ends` counts it. */
  #risen: number[] = [];
  #mixed = false;
  #head = 0;
  #endedAt: Millis | null = null;

  constructor(labels: Labels) {
    this.labels = labels;
  }

  /** Takes a reading; one that is not newer than the newest is refused, as Prometheus refuses it. */
  add(sample: Sample): boolean {
    const newest = this.newest;
    if (newest !== null && sample.at <= newest.at) return false;
    if (this.#endedAt !== null && sample.at <= this.#endedAt) return false;
    if (sample.kind === 'stale') {
      this.#endedAt = sample.at;
    } else {
      this.#endedAt = null;
      if (newest !== null && newest.kind !== sample.kind) this.#mixed = true;
      this.#risen.push((this.#risen.at(-1) ?? 0) + (newest === null ? 0 : risenBy(newest, sample)));
      // Labels that came again would be held again.
      this.#points.push(sample.labels === this.labels ? sample : { ...sample, labels: this.labels });
    }
    return true;
  }

  /** Forgets what is older than the retention, but for the last point before it: an increase needs where it began. */
  forgetBefore(at: Millis): void {
    while (this.#head + 1 < this.#points.length && (this.#points[this.#head + 1]?.at ?? at) <= at) this.#head += 1;
    if (this.#head < batch || this.#head * 4 < this.#points.length) return;
    this.#points = this.#points.slice(this.#head);
    this.#risen = this.#risen.slice(this.#head);
    this.#head = 0;
  }

  /** Puts all readings so much earlier: the clock by which they are told was set back. */
  setBack(by: DurationMs): void {
    this.#points = this.#points.map((point) => ({ ...point, at: minus(point.at, by) }));
    if (this.#endedAt !== null) this.#endedAt = minus(this.#endedAt, by);
  }

  get newest(): Point | null {
    return this.#points.at(-1) ?? null;
  }

  /** Whether the series had ended by `at`. */
  endedBy(at: Millis): boolean {
    return this.#endedAt !== null && this.#endedAt <= at;
  }

  /** The last point at or before `at`. */
  at(at: Millis): Point | null {
    return this.#points[this.#placeAt(at)] ?? null;
  }

  /** The points of (from, to], with the last one at or before `from` in front when there is one. */
  spanning(from: Millis, to: Millis): { readonly base: Point | null; readonly points: readonly Point[] } {
    const before = this.#placeAt(from);
    return {
      base: this.#points[before] ?? null,
      points: this.#points.slice(Math.max(before + 1, this.#head), this.#placeAt(to) + 1),
    };
  }

  /** Whether it has held readings of several kinds, as no well-behaved series does. */
  get mixed(): boolean {
    return this.#mixed;
  }

  /** The ends of the points of (from, to]; null when there are none. */
  endsOf(from: Millis, to: Millis): Ends | null {
    const before = this.#placeAt(from);
    const begin = Math.max(before + 1, this.#head);
    const end = this.#placeAt(to);
    const [first, last] = [this.#points[begin], this.#points[end]];
    if (begin > end || first === undefined || last === undefined) return null;
    const start = before < 0 ? begin : before;
    const risen = (this.#risen[end] ?? 0) - (this.#risen[start] ?? 0);
    return { base: this.#points[before] ?? null, first, last, risen };
  }

  /** The place of the last point at or before `at`; -1 when there is none. */
  #placeAt(at: Millis): number {
    let low = this.#head;
    let high = this.#points.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#points[middle]?.at ?? at) <= at) low = middle + 1;
      else high = middle;
    }
    return low === this.#head ? -1 : low - 1;
  }
}

/** A counter that went down was reset and counts from zero again. */
function risenBy(before: Point, point: Point): number {
  if (point.kind === 'counter' && before.kind === 'counter') {
    return point.value < before.value ? point.value : point.value - before.value;
  }
  return point.kind === 'histogram' && before.kind === 'histogram' && !goesOn(before.buckets, point.buckets) ? 1 : 0;
}

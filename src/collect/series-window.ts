import type { Labels, Sample } from '../model/sample.ts';
import type { Millis } from '../model/time.ts';

/** A reading of a series that stands for something: not the marker of its end. */
export type Point = Exclude<Sample, { readonly kind: 'stale' }>;

/** Points are thrown away in batches of this many: throwing one away at each reading would move all the others. */
const batch = 64;

/** The last stretch of one series: its points in rising time, bounded by how far back anyone looks. */
export class SeriesWindow {
  readonly labels: Labels;
  #points: Point[] = [];
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
      this.#points.push(sample);
    }
    return true;
  }

  /** Forgets what is older than the retention, but for the last point before it: an increase needs where it began. */
  forgetBefore(at: Millis): void {
    while (this.#head + 1 < this.#points.length && (this.#points[this.#head + 1]?.at ?? at) <= at) this.#head += 1;
    if (this.#head < batch) return;
    this.#points = this.#points.slice(this.#head);
    this.#head = 0;
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

import type { ExponentialBuckets, Labels, Sample } from '../model/sample.ts';
import { instant, minus, type DurationMs, type Millis } from '../model/time.ts';
import { goesOn } from './exponential-buckets.ts';

type Reading = Exclude<Sample, { readonly kind: 'stale' }>;
type Told<Kind extends Reading['kind']> = Omit<Extract<Reading, { readonly kind: Kind }>, 'series' | 'labels'>;

/** A reading of a series that stands for something: not the marker of its end. Whose it is, is known. */
export type Point = Told<'counter'> | Told<'gauge'> | Told<'histogram'>;

/** Where the readings of a span begin and end, and what lies between them. */
export interface Ends {
  /** The last reading before the span; null when there is none. */
  readonly base: Point | null;
  readonly first: Point;
  readonly last: Point;
  /** How often a distribution began anew in between. */
  readonly resets: number;
}

/**
 * What a point is beside its numbers. Points that are the same in this share it, and so do the series of most: tens of thousands of them are held.
 */
type Traits =
  | { readonly kind: 'gauge' }
  | { readonly kind: 'counter'; readonly bornAt: Millis | null }
  | { readonly kind: 'histogram'; readonly bornAt: Millis | null; readonly buckets: ExponentialBuckets };

const gauge: Traits = { kind: 'gauge' };
const counter: Traits = { kind: 'counter', bornAt: null };

/**
 * A row of numbers is a point: when it was read, its value (of a distribution none), and what its series had risen by until then: a counter over all its resets,
 * a distribution by one at each of them.
 */
const width = 3;
const valueColumn = 1;
const risenColumn = 2;

/** There is room for so many points at first, and later for half as many again. */
const leastRoom = 16;

/** Rows are moved to the front once so large a share of them is forgotten: to do so at each reading would move all the others. */
const movedShare = 1 / 8;

/** The last stretch of one series: its points in rising time, bounded by how far back anyone looks. */
export class SeriesWindow {
  readonly labels: Labels;
  #rows: number[] = rowsFor(leastRoom);
  /** Of all points, or of each as its row stands. */
  #traits: Traits | Traits[] = gauge;
  #mixed = false;
  /** The place of the first point that is remembered, and of the next one to come. */
  #head = 0;
  #end = 0;
  #endedAt: Millis | null = null;

  constructor(labels: Labels) {
    this.labels = labels;
  }

  /** Takes a reading; one that is not newer than the newest is refused, as Prometheus refuses it. */
  add(sample: Sample): boolean {
    if (this.#end > 0 && sample.at <= this.#at(this.#end - 1)) return false;
    if (this.#endedAt !== null && sample.at <= this.#endedAt) return false;
    if (sample.kind === 'stale') {
      this.#endedAt = sample.at;
    } else {
      this.#endedAt = null;
      this.#append(sample);
    }
    return true;
  }

  /** Forgets what is older than the retention, but for the last point before it: an increase needs where it began. */
  forgetBefore(at: Millis): void {
    while (this.#head + 1 < this.#end && this.#at(this.#head + 1) <= at) this.#head += 1;
  }

  /** Puts all readings so much earlier: the clock by which they are told was set back. */
  setBack(by: DurationMs): void {
    for (let place = 0; place < this.#end; place += 1) this.#rows[place * width] = this.#at(place) - by;
    if (this.#endedAt !== null) this.#endedAt = minus(this.#endedAt, by);
  }

  get newest(): Point | null {
    return this.#point(this.#end - 1);
  }

  /** When it was read last; null when it never was. */
  get readAt(): Millis | null {
    return this.#end === 0 ? null : instant(this.#at(this.#end - 1));
  }

  /** Whether the series had ended by `at`. */
  endedBy(at: Millis): boolean {
    return this.#endedAt !== null && this.#endedAt <= at;
  }

  /** The last point at or before `at`. */
  at(at: Millis): Point | null {
    return this.#point(this.#placeAt(at));
  }

  /** The points of (from, to], with the last one at or before `from` in front when there is one. */
  spanning(from: Millis, to: Millis): { readonly base: Point | null; readonly points: readonly Point[] } {
    const before = this.#placeAt(from);
    const points: Point[] = [];
    for (let place = Math.max(before + 1, this.#head); place <= this.#placeAt(to); place += 1) {
      const point = this.#point(place);
      if (point !== null) points.push(point);
    }
    return { base: this.#point(before), points };
  }

  /** Whether it has held readings of several kinds, as no well-behaved series does. */
  get mixed(): boolean {
    return this.#mixed;
  }

  /**
   * By how much a counter rose over (from, to]; null when that cannot be told, or it is none. From its last reading before, or from zero if it is known to have been
   * born since, else from its first reading.
   */
  rise(from: Millis, to: Millis): number | null {
    const before = this.#placeAt(from);
    const first = Math.max(before + 1, this.#head);
    const last = this.#placeAt(to);
    if (first > last) return null;
    const traits = this.#traitsOf(first);
    if (traits.kind !== 'counter') return null;
    if (before >= 0) return this.#risen(last) - this.#risen(before);
    const risen = this.#risen(last) - this.#risen(first);
    if (traits.bornAt !== null) return this.#value(first) + risen;
    return first === last ? null : risen;
  }

  /** The ends of the points of (from, to]; null when there are none. */
  endsOf(from: Millis, to: Millis): Ends | null {
    const before = this.#placeAt(from);
    const place = Math.max(before + 1, this.#head);
    const end = this.#placeAt(to);
    const [first, last] = [this.#point(place), this.#point(end)];
    if (place > end || first === null || last === null) return null;
    const resets = this.#risen(end) - this.#risen(before < 0 ? place : before);
    return { base: this.#point(before), first, last: place === end ? first : last, resets };
  }

  #append(sample: Reading): void {
    const risen = this.#end === 0 ? 0 : this.#risen(this.#end - 1) + this.#riseTo(sample);
    this.#makeRoom();
    this.#addTraits(sample);
    const row = this.#end * width;
    this.#rows[row] = sample.at;
    this.#rows[row + valueColumn] = sample.kind === 'histogram' ? 0 : sample.value;
    this.#rows[row + risenColumn] = risen;
    this.#end += 1;
  }

  /** What a series has risen by from its newest point to the next. A counter that went down was reset and counts from zero again. */
  #riseTo(next: Reading): number {
    const newest = this.#traitsOf(this.#end - 1);
    if (newest.kind !== next.kind) this.#mixed = true;
    if (next.kind === 'counter' && newest.kind === 'counter') {
      const before = this.#value(this.#end - 1);
      return next.value < before ? next.value : next.value - before;
    }
    return next.kind === 'histogram' && newest.kind === 'histogram' && !goesOn(newest.buckets, next.buckets) ? 1 : 0;
  }

  /** Makes room for one more row: that of those forgotten where they are many, else more. */
  #makeRoom(): void {
    const room = this.#rows.length / width;
    if (this.#end < room) return;
    const forgotten = this.#head;
    const before = this.#rows;
    if (forgotten < room * movedShare) this.#rows = rowsFor(Math.ceil(room * 1.5));
    for (let from = forgotten * width, to = 0; from < this.#end * width; from += 1, to += 1) {
      this.#rows[to] = before[from] ?? 0;
    }
    if (Array.isArray(this.#traits)) this.#traits.splice(0, forgotten);
    this.#end -= forgotten;
    this.#head = 0;
  }

  /** Notes the traits of the point that comes next. */
  #addTraits(sample: Reading): void {
    const before = this.#end === 0 ? null : this.#traitsOf(this.#end - 1);
    const traits = traitsOf(sample, before);
    if (Array.isArray(this.#traits)) this.#traits.push(traits);
    else if (before === null) this.#traits = traits;
    else if (traits !== before) this.#traits = [...Array<Traits>(this.#end).fill(before), traits];
  }

  #at(place: number): number {
    return this.#rows[place * width] ?? 0;
  }

  #value(place: number): number {
    return this.#rows[place * width + valueColumn] ?? 0;
  }

  #risen(place: number): number {
    return this.#rows[place * width + risenColumn] ?? 0;
  }

  #traitsOf(place: number): Traits {
    return Array.isArray(this.#traits) ? (this.#traits[place] ?? gauge) : this.#traits;
  }

  /** Null where there is none. */
  #point(place: number): Point | null {
    if (place < 0) return null;
    const traits = this.#traitsOf(place);
    const at = instant(this.#at(place));
    switch (traits.kind) {
      case 'gauge':
        return { kind: 'gauge', at, value: this.#value(place) };
      case 'counter':
        return { kind: 'counter', at, value: this.#value(place), bornAt: traits.bornAt };
      case 'histogram':
        return { kind: 'histogram', at, buckets: traits.buckets, bornAt: traits.bornAt };
    }
  }

  /** The place of the last point at or before `at`; -1 when there is none. */
  #placeAt(at: Millis): number {
    let low = this.#head;
    let high = this.#end;
    // Most often it is the newest.
    if (low < high && this.#at(high - 1) <= at) return high - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#at(middle) <= at) low = middle + 1;
      else high = middle;
    }
    return low === this.#head ? -1 : low - 1;
  }
}

const rowsFor = (points: number): number[] => new Array<number>(points * width);

/** The same one for the same traits, as far as that is quickly seen. */
function traitsOf(reading: Reading, before: Traits | null): Traits {
  if (reading.kind === 'gauge') return gauge;
  const { bornAt } = reading;
  if (reading.kind === 'histogram') return { kind: 'histogram', bornAt, buckets: reading.buckets };
  if (bornAt === null) return counter;
  return before?.kind === 'counter' && before.bornAt === bornAt ? before : { kind: 'counter', bornAt };
}

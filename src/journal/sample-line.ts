import { ByLabels } from '../collect/by-labels.ts';
import type { ExponentialBuckets, Sample } from '../model/sample.ts';
import { instant, type Millis } from '../model/time.ts';

/** The samples that reached the judge with the frame at `at`, in the order in which they were taken. */
export interface RecordedSamples {
  readonly at: Millis;
  readonly samples: readonly Sample[];
}

type Counter = Extract<Sample, { readonly kind: 'counter' }>;
type Histogram = Extract<Sample, { readonly kind: 'histogram' }>;

/** What the readings of a series have in common. */
type Common =
  | (Pick<Counter | Histogram, 'series' | 'labels' | 'bornAt'> & { readonly kind: 'counter' | 'histogram' })
  | (Pick<Sample, 'series' | 'labels'> & { readonly kind: 'gauge' | 'stale' });

/**
 * One line of a record. `named` are the series that lines from here on know by their numbers: the first that a record names is 0. Each reading is some of
 * `readings`: the number of its series; its instant less that of the reading before it in the line (of the first, less `at`); and then, by the series' kind, its
 * value, nothing, or its distribution: schema, zero threshold, zero count, count, sum, how many buckets, their indexes, what each holds.
 *
 * A reading that goes on from the one before of its series tells only what is new. The number of its series stands as `-1 - number`, and after the instant come by how
 * much the value has risen; or the zero count, the count, the sum, and by how much each bucket has risen.
 */
interface Line {
  readonly at: Millis;
  readonly named?: readonly Common[];
  readonly readings: readonly number[];
}

/** What has been told of a series. */
interface Written {
  /** The number of its readings, and what they have in common; `stale` while it has none. */
  number: number;
  kind: Sample['kind'];
  bornAt: Millis | null;
  /** What was read last; null when nothing was. */
  last: number | ExponentialBuckets | null;
  /** The number of the marker of its end; null while it has none. */
  end: number | null;
}

/** Writes samples as lines, each of which is read after those before it. */
export class SampleLineWriter {
  readonly #byName = new Map<string, ByLabels<Written>>();
  #count = 0;

  line({ at, samples }: RecordedSamples): string {
    const fresh: Common[] = [];
    const readings: number[] = [];
    let before: number = at;
    for (const sample of samples) {
      writeReading(sample, this.#named(sample, fresh), sample.at - before, readings);
      before = sample.at;
    }
    const line: Line = fresh.length === 0 ? { at, readings } : { at, named: fresh, readings };
    return JSON.stringify(line);
  }

  /** What has been told of a sample's series, which is named, or named anew, where that is due. */
  #named(sample: Sample, fresh: Common[]): Written {
    const written = this.#writtenOf(sample);
    if (sample.kind === 'stale') {
      written.end ??= this.#name(sample, fresh);
    } else if (written.kind !== sample.kind || written.bornAt !== bornAtOf(sample)) {
      written.number = this.#name(sample, fresh);
      written.kind = sample.kind;
      written.bornAt = bornAtOf(sample);
      written.last = null;
    }
    return written;
  }

  #name(sample: Sample, fresh: Common[]): number {
    fresh.push(commonOf(sample));
    this.#count += 1;
    return this.#count - 1;
  }

  #writtenOf({ series, labels }: Sample): Written {
    const ofName = this.#byName.get(series) ?? new ByLabels<Written>();
    const known = ofName.get(labels);
    if (known !== undefined) return known;
    this.#byName.set(series, ofName);
    const written: Written = { number: 0, kind: 'stale', bornAt: null, last: null, end: null };
    ofName.add(labels, written);
    return written;
  }
}

const bornAtOf = (sample: Sample): Millis | null => ('bornAt' in sample ? sample.bornAt : null);

function commonOf({ series, labels, ...sample }: Sample): Common {
  if (sample.kind === 'gauge' || sample.kind === 'stale') return { kind: sample.kind, series, labels };
  return { kind: sample.kind, series, labels, bornAt: sample.bornAt };
}

function writeReading(sample: Sample, written: Written, later: number, readings: number[]): void {
  switch (sample.kind) {
    case 'stale':
      readings.push(written.end ?? 0, later);
      break;
    case 'histogram':
      writeBuckets(sample.buckets, written, later, readings);
      break;
    case 'counter':
    case 'gauge':
      writeValue(sample.value, written, later, readings);
  }
}

function writeValue(value: number, written: Written, later: number, readings: number[]): void {
  const before = written.last;
  written.last = value;
  if (typeof before === 'number' && isExact(before, value)) {
    readings.push(-1 - written.number, later, value - before);
  } else readings.push(written.number, later, value);
}

function writeBuckets(buckets: ExponentialBuckets, written: Written, later: number, readings: number[]): void {
  const { schema, zeroThreshold, zeroCount, count, sum, indexes, counts } = buckets;
  const before = written.last;
  written.last = buckets;
  if (before !== null && typeof before === 'object' && inSameBuckets(before, buckets)) {
    readings.push(-1 - written.number, later, zeroCount, count, sum);
    for (let place = 0; place < counts.length; place += 1) {
      readings.push((counts[place] ?? 0) - (before.counts[place] ?? 0));
    }
    return;
  }
  readings.push(written.number, later, schema, zeroThreshold, zeroCount, count, sum, indexes.length);
  for (const index of indexes) readings.push(index);
  for (const held of counts) readings.push(held);
}

/** Whether the difference of two numbers, added to the first, gives the second again: of whole ones it does. */
const isExact = (one: number, other: number): boolean =>
  Number.isSafeInteger(one) && Number.isSafeInteger(other) && Number.isSafeInteger(other - one);

/** Whether two distributions are in the same buckets, and differ exactly. */
function inSameBuckets(one: ExponentialBuckets, other: ExponentialBuckets): boolean {
  if (one.schema !== other.schema || one.zeroThreshold !== other.zeroThreshold) return false;
  if (one.indexes.length !== other.indexes.length) return false;
  for (let place = 0; place < one.indexes.length; place += 1) {
    if (one.indexes[place] !== other.indexes[place]) return false;
    if (!isExact(one.counts[place] ?? Number.NaN, other.counts[place] ?? Number.NaN)) return false;
  }
  return true;
}

/** A series that has been named, and what was last read of it; null when that was nothing. */
interface Named {
  readonly common: Common;
  value: number | null;
  buckets: ExponentialBuckets | null;
}

/** Reads the lines that one writer wrote, in their order. Samples of one series share their labels. */
export class SampleLineReader {
  readonly #named: Named[] = [];

  /** @throws Error of a line that no writer wrote */
  read(text: string): RecordedSamples {
    const line = JSON.parse(text) as Line;
    for (const common of line.named ?? []) this.#named.push({ common, value: null, buckets: null });
    const samples: Sample[] = [];
    const rest = new Numbers(line.readings);
    let at: number = line.at;
    while (rest.any) {
      const number = rest.next();
      const goesOn = number < 0;
      const series = this.#named[goesOn ? -1 - number : number];
      if (series === undefined) throw new Error('the record of samples tells of a series that it has not named');
      at += rest.next();
      samples.push(readSample(series, instant(at), goesOn, rest));
    }
    return { at: line.at, samples };
  }
}

/** The numbers of a line that have not been read yet. */
class Numbers {
  readonly #all: readonly number[];
  #place = 0;

  constructor(all: readonly number[]) {
    this.#all = all;
  }

  get any(): boolean {
    return this.#place < this.#all.length;
  }

  next(): number {
    const next = this.#all[this.#place];
    if (next === undefined) throw new Error('a line of the record of samples breaks off');
    this.#place += 1;
    return next;
  }

  /** The next so many. */
  several(count: number): readonly number[] {
    return Array.from({ length: count }, () => this.next());
  }
}

function readSample(from: Named, at: Millis, goesOn: boolean, rest: Numbers): Sample {
  const { common } = from;
  const { series, labels } = common;
  switch (common.kind) {
    case 'counter':
      return { kind: 'counter', series, labels, at, value: readValue(from, goesOn, rest), bornAt: common.bornAt };
    case 'gauge':
      return { kind: 'gauge', series, labels, at, value: readValue(from, goesOn, rest) };
    case 'stale':
      return { kind: 'stale', series, labels, at };
    case 'histogram':
      from.buckets = goesOn ? readOnward(from.buckets, rest) : readBuckets(rest);
      return { kind: 'histogram', series, labels, at, buckets: from.buckets, bornAt: common.bornAt };
  }
}

function readValue(from: Named, goesOn: boolean, rest: Numbers): number {
  if (goesOn && from.value === null) throw goesOnFromNothing();
  const value = (goesOn ? (from.value ?? 0) : 0) + rest.next();
  from.value = value;
  return value;
}

function readBuckets(rest: Numbers): ExponentialBuckets {
  const [schema, zeroThreshold, zeroCount] = [rest.next(), rest.next(), rest.next()];
  const [count, sum, length] = [rest.next(), rest.next(), rest.next()];
  const [indexes, counts] = [rest.several(length), rest.several(length)];
  return { schema, zeroThreshold, zeroCount, indexes, counts, count, sum };
}

function readOnward(before: ExponentialBuckets | null, rest: Numbers): ExponentialBuckets {
  if (before === null) throw goesOnFromNothing();
  const { schema, zeroThreshold, indexes } = before;
  const [zeroCount, count, sum] = [rest.next(), rest.next(), rest.next()];
  const counts = before.counts.map((held) => held + rest.next());
  return { schema, zeroThreshold, zeroCount, indexes, counts, count, sum };
}

const goesOnFromNothing = (): Error => new Error('the record of samples goes on from a reading that it does not hold');

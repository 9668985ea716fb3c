import type { ExponentialBuckets } from '../model/sample.ts';

/** The resolution at which surgebook itself counts: buckets 9 % apart. */
const ownSchema = 3;

const noBuckets: ExponentialBuckets = {
  schema: ownSchema,
  zeroThreshold: 0,
  zeroCount: 0,
  indexes: [],
  counts: [],
  count: 0,
  sum: 0,
};

/** The upper bound of a bucket: 2^(index / 2^schema). Its lower bound, which it does not hold, is the upper bound of the one before. */
const upperBound = (schema: number, index: number): number => 2 ** (index / 2 ** schema);

/** The bucket that holds a positive value. */
export function bucketOf(schema: number, value: number): number {
  const index = Math.ceil(Math.log2(value) * 2 ** schema);
  // The logarithm may round to the wrong side of a bound; a bound belongs to the bucket below it.
  if (value > upperBound(schema, index)) return index + 1;
  return value <= upperBound(schema, index - 1) ? index - 1 : index;
}

/** Counts observations into buckets, cumulatively; values at or below zero count as zero. */
export class BucketCounter {
  readonly #counts = new Map<number, number>();
  #zeroCount = 0;
  #count = 0;
  #sum = 0;

  observe(value: number): void {
    this.#count += 1;
    this.#sum += value;
    if (value <= 0) {
      this.#zeroCount += 1;
      return;
    }
    const index = bucketOf(ownSchema, value);
    this.#counts.set(index, (this.#counts.get(index) ?? 0) + 1);
  }

  /** What has been observed so far. */
  snapshot(): ExponentialBuckets {
    return {
      ...fromCounts(ownSchema, this.#counts),
      zeroCount: this.#zeroCount,
      count: this.#count,
      sum: this.#sum,
    };
  }
}

function fromCounts(schema: number, counts: ReadonlyMap<number, number>): ExponentialBuckets {
  const filled = [...counts].filter(([, count]) => count !== 0).sort(([a], [b]) => a - b);
  return {
    ...noBuckets,
    schema,
    indexes: filled.map(([index]) => index),
    counts: filled.map(([, count]) => count),
  };
}

/** The same distribution in coarser buckets: two neighbours become one for each step down. */
export function coarsen(buckets: ExponentialBuckets, schema: number): ExponentialBuckets {
  if (schema >= buckets.schema) return buckets;
  const factor = 2 ** (buckets.schema - schema);
  const counts = new Map<number, number>();
  buckets.indexes.forEach((index, place) => {
    const coarse = Math.ceil(index / factor);
    counts.set(coarse, (counts.get(coarse) ?? 0) + (buckets.counts[place] ?? 0));
  });
  return { ...buckets, ...pickBuckets(fromCounts(schema, counts)) };
}

const pickBuckets = ({ schema, indexes, counts }: ExponentialBuckets) => ({ schema, indexes, counts });

/** Joins distributions; of different resolutions the coarser is kept. Percentiles of the result are those of all observations together. */
export const merge = (parts: readonly ExponentialBuckets[]): ExponentialBuckets =>
  mergeObserved(parts.map((later) => ({ later, earlier: null })));

/** What one distribution has observed: all it holds, or what it holds beyond an earlier reading from which it goes on. */
export interface Observed {
  readonly later: ExponentialBuckets;
  readonly earlier: ExponentialBuckets | null;
}

/** Joins what several distributions have observed, as `merge` does. */
export function mergeObserved(parts: readonly Observed[]): ExponentialBuckets {
  const [first, ...rest] = parts;
  if (first === undefined) return noBuckets;
  if (rest.length === 0 && first.earlier === null) return first.later;
  const bounds = boundsOf(parts);
  if (bounds !== null) return mergeWithin(parts, bounds);
  const alone = ({ later, earlier }: Observed): ExponentialBuckets =>
    earlier === null ? later : combine(later, earlier, -1);
  return rest.reduce((all, part) => combine(all, alone(part), 1), alone(first));
}

/** The buckets that parts of one resolution have between them. */
interface Bounds {
  readonly schema: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Buckets that lie further apart are not counted side by side: a single one may be anywhere. */
const widest = 4096;

/** Null for parts of several resolutions, and for buckets far apart. */
function boundsOf(parts: readonly Observed[]): Bounds | null {
  const schema = parts[0]?.later.schema ?? ownSchema;
  let [lowest, highestIndex] = [Infinity, -Infinity];
  for (const { later, earlier } of parts) {
    if (later.schema !== schema || (earlier !== null && earlier.schema !== schema)) return null;
    // What an earlier reading holds, a later one that goes on from it holds too.
    lowest = Math.min(lowest, later.indexes[0] ?? Infinity, earlier?.indexes[0] ?? Infinity);
    highestIndex = Math.max(highestIndex, later.indexes.at(-1) ?? -Infinity, earlier?.indexes.at(-1) ?? -Infinity);
  }
  if (highestIndex - lowest > widest) return null;
  return { schema, lowest, highest: highestIndex };
}

function mergeWithin(parts: readonly Observed[], { schema, lowest, highest: last }: Bounds): ExponentialBuckets {
  const side = new Float64Array(Math.max(0, last - lowest + 1));
  const all = { zeroThreshold: 0, zeroCount: 0, count: 0, sum: 0 };
  for (const { later, earlier } of parts) {
    const before = earlier ?? noBuckets;
    addCounts(side, lowest, later, 1);
    addCounts(side, lowest, before, -1);
    all.zeroThreshold = Math.max(all.zeroThreshold, later.zeroThreshold, before.zeroThreshold);
    all.zeroCount += later.zeroCount - before.zeroCount;
    all.count += later.count - before.count;
    all.sum += later.sum - before.sum;
  }
  const [indexes, counts]: [number[], number[]] = [[], []];
  side.forEach((count, place) => {
    if (count === 0) return;
    indexes.push(lowest + place);
    counts.push(count);
  });
  return { schema, ...all, indexes, counts };
}

function addCounts(side: Float64Array, lowest: number, { indexes, counts }: ExponentialBuckets, times: 1 | -1): void {
  for (let place = 0; place < indexes.length; place += 1) {
    const at = (indexes[place] ?? lowest) - lowest;
    side[at] = (side[at] ?? 0) + times * (counts[place] ?? 0);
  }
}

/**
 * What was observed between two readings of one cumulative distribution. A reading that has gone down was reset in
 * between: what it shows was all observed since.
 */
export function increaseOf(earlier: ExponentialBuckets, later: ExponentialBuckets): ExponentialBuckets {
  if (later.count < earlier.count || later.zeroCount < earlier.zeroCount) return later;
  const difference = combine(later, earlier, -1);
  return difference.counts.some((count) => count < 0) ? later : difference;
}

/**
 * Whether a later reading goes on from an earlier one in the same buckets, without a reset: then all readings between two are told by these two alone.
 */
export function goesOn(earlier: ExponentialBuckets, later: ExponentialBuckets): boolean {
  if (later.schema !== earlier.schema || later.zeroThreshold !== earlier.zeroThreshold) return false;
  if (later.count < earlier.count || later.zeroCount < earlier.zeroCount) return false;
  let place = 0;
  return earlier.indexes.every((index, at) => {
    while ((later.indexes[place] ?? index) < index) place += 1;
    const there = later.indexes[place] === index ? (later.counts[place] ?? 0) : 0;
    return there >= (earlier.counts[at] ?? 0);
  });
}

function combine(one: ExponentialBuckets, other: ExponentialBuckets, sign: 1 | -1): ExponentialBuckets {
  const schema = Math.min(one.schema, other.schema);
  const counts = new Map<number, number>();
  const add = (part: ExponentialBuckets, times: number): void => {
    const coarse = coarsen(part, schema);
    coarse.indexes.forEach((index, place) => {
      counts.set(index, (counts.get(index) ?? 0) + times * (coarse.counts[place] ?? 0));
    });
  };
  add(one, 1);
  add(other, sign);
  return {
    ...fromCounts(schema, counts),
    zeroThreshold: Math.max(one.zeroThreshold, other.zeroThreshold),
    zeroCount: one.zeroCount + sign * other.zeroCount,
    count: one.count + sign * other.count,
    sum: one.sum + sign * other.sum,
  };
}

/**
 * The value below which a share of the observations lies; null when there are none. Within a bucket it is interpolated
 * exponentially, as Prometheus does for native histograms, so it is never further from the exact value than one bucket.
 */
export function quantile(buckets: ExponentialBuckets, share: number): number | null {
  if (buckets.count <= 0) return null;
  const rank = share * buckets.count;
  let below = buckets.zeroCount;
  if (rank <= below) return 0;
  for (const [place, index] of buckets.indexes.entries()) {
    const count = buckets.counts[place] ?? 0;
    if (rank <= below + count) {
      const within = (rank - below) / count;
      return 2 ** ((index - 1 + within) / 2 ** buckets.schema);
    }
    below += count;
  }
  return highest(buckets);
}

/** The upper bound of the highest bucket that holds anything; null when none does. */
export function highest(buckets: ExponentialBuckets): number | null {
  if (buckets.count <= 0) return null;
  const last = buckets.indexes.at(-1);
  return last === undefined ? 0 : upperBound(buckets.schema, last);
}

/** The mean of the observations; null when there are none. */
export const mean = (buckets: ExponentialBuckets): number | null =>
  buckets.count <= 0 ? null : buckets.sum / buckets.count;

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
export function merge(parts: readonly ExponentialBuckets[]): ExponentialBuckets {
  const [first, ...rest] = parts;
  return first === undefined ? noBuckets : rest.reduce((all, part) => combine(all, part, 1), first);
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

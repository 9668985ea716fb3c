import type { Millis } from './time.ts';

export type Labels = Readonly<Record<string, string>>;

/**
 * A distribution in exponential buckets, as Prometheus native histograms hold it (schema n: bucket i counts the
 * observations in (2^((i-1)/2^n), 2^(i/2^n)]; schema 3 is 9 % a bucket). Observations at or below `zeroThreshold` are in `zeroCount`.
 */
export interface ExponentialBuckets {
  readonly schema: number;
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  /** Bucket indexes in rising order, and beside them how many observations each holds. */
  readonly indexes: readonly number[];
  readonly counts: readonly number[];
  readonly count: number;
  readonly sum: number;
}

interface Reading {
  readonly series: string;
  readonly labels: Labels;
  /** When the value was true, by the clock of who measured it. */
  readonly at: Millis;
}

/**
 * When a cumulative series stood at zero, if that is known: an engine's series begin with the load, a scraped one that
 * was absent from the scrape before began after it. Without it the first reading is only a baseline, as in Prometheus.
 */
interface Cumulative {
  readonly bornAt: Millis | null;
}

/** One reading of one series. Counters and histograms are cumulative; a series that ended sends `stale`. */
export type Sample =
  | (Reading & Cumulative & { readonly kind: 'counter'; readonly value: number })
  | (Reading & Cumulative & { readonly kind: 'histogram'; readonly buckets: ExponentialBuckets })
  | (Reading & { readonly kind: 'gauge'; readonly value: number })
  | (Reading & { readonly kind: 'stale' });

import { BucketCounter } from '../../src/collect/exponential-buckets.ts';
import type { ExponentialBuckets, Labels, Sample } from '../../src/model/sample.ts';
import { instant, type Millis } from '../../src/model/time.ts';

/** An instant so many seconds into a run. */
export const second = (seconds: number): Millis => instant(1_700_000_000_000 + Math.round(seconds * 1000));

/** The buckets of these observations. */
export function bucketsOf(values: readonly number[]): ExponentialBuckets {
  const counter = new BucketCounter();
  for (const value of values) counter.observe(value);
  return counter.snapshot();
}

interface Details {
  readonly labels?: Labels;
  /** When a cumulative series stood at zero, in seconds into the run. */
  readonly born?: number;
}

const bornAt = ({ born }: Details): Millis | null => (born === undefined ? null : second(born));

export const counter = (series: string, at: number, value: number, details: Details = {}): Sample => ({
  kind: 'counter',
  series,
  labels: details.labels ?? {},
  at: second(at),
  value,
  bornAt: bornAt(details),
});

export const gauge = (series: string, at: number, value: number, details: Details = {}): Sample => ({
  kind: 'gauge',
  series,
  labels: details.labels ?? {},
  at: second(at),
  value,
});

/** A cumulative distribution: of all the values observed so far. */
export const histogram = (series: string, at: number, values: readonly number[], details: Details = {}): Sample => ({
  kind: 'histogram',
  series,
  labels: details.labels ?? {},
  at: second(at),
  buckets: bucketsOf(values),
  bornAt: bornAt(details),
});

export const stale = (series: string, at: number, details: Details = {}): Sample => ({
  kind: 'stale',
  series,
  labels: details.labels ?? {},
  at: second(at),
});

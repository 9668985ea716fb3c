import { increaseOf, merge, quantile } from '../collect/exponential-buckets.ts';
import { loadSeries, pendingOf } from '../model/load-series.ts';
import type { ExponentialBuckets, Labels, Sample } from '../model/sample.ts';
import type { Millis } from '../model/time.ts';
import type { CurvePoint } from './curve-point.ts';

/** What durations were like: of all observations together, never means of percentiles. Seconds. */
export interface Percentiles {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** How the percentiles of one series went over a run, joined over its labels. */
export interface LatencyBands {
  readonly series: string;
  readonly stepSeconds: number;
  readonly p50: readonly CurvePoint[];
  readonly p95: readonly CurvePoint[];
  readonly p99: readonly CurvePoint[];
  readonly count: number;
  readonly whole: Percentiles;
  /** Of each of its labels' values, over the whole run, those with the most observations first. */
  readonly parts: readonly (Percentiles & { readonly name: string; readonly count: number })[];
}

type Histogram = Extract<Sample, { readonly kind: 'histogram' }>;

/** Of one labelled series: its last reading, where the step began, and all that has been observed. */
interface Followed {
  readonly name: string;
  last: ExponentialBuckets;
  /** Null from zero. */
  base: ExponentialBuckets | null;
  step: ExponentialBuckets[];
  readonly before: ExponentialBuckets[];
  /** From where `before` ends; null from zero. */
  since: ExponentialBuckets | null;
}

const pending: ReadonlySet<string> = new Set(Object.values(pendingOf));

/** So many series are shown at most. */
const mostSeries = 4;
const mostParts = 12;

/** Follows the durations that a run recorded, one step of time after another. Samples come in the order in which they were recorded. */
export class LatencyFollower {
  readonly #zero: Millis;
  readonly #stepMs: number;
  readonly #followed = new Map<string, Map<string, Followed>>();
  readonly #keys = new WeakMap<Labels, string>();
  readonly #steps = new Map<string, { readonly second: number; readonly buckets: ExponentialBuckets }[]>();
  #step: number | null = null;

  constructor(zero: Millis, stepSeconds: number) {
    this.#zero = zero;
    this.#stepMs = stepSeconds * 1000;
  }

  receive(at: Millis, samples: readonly Sample[]): void {
    const step = Math.floor((at - this.#zero) / this.#stepMs);
    if (this.#step !== null && step !== this.#step) this.#endStep(this.#step);
    this.#step = step;
    for (const sample of samples) {
      if (sample.kind === 'histogram' && !pending.has(sample.series)) this.#follow(sample);
    }
  }

  /** The series with the most observations first. */
  bands(): readonly LatencyBands[] {
    if (this.#step !== null) this.#endStep(this.#step);
    this.#step = null;
    return [...this.#followed.keys()]
      .map((series) => this.#bandsOf(series))
      .filter(({ count }) => count > 0)
      .toSorted((one, other) => rankOf(one) - rankOf(other) || other.count - one.count)
      .slice(0, mostSeries);
  }

  #follow({ series, labels, buckets, bornAt }: Histogram): void {
    const ofSeries = this.#followed.get(series) ?? new Map<string, Followed>();
    this.#followed.set(series, ofSeries);
    const key = this.#keyOf(labels);
    const known = ofSeries.get(key);
    if (known === undefined) {
      const base = bornAt === null ? buckets : null;
      ofSeries.set(key, { name: nameOf(labels), last: buckets, base, step: [], before: [], since: base });
      return;
    }
    if (buckets.count < known.last.count) {
      // It began anew: what it had told stays told.
      known.step.push(sinceBase(known.base, known.last));
      known.before.push(sinceBase(known.since, known.last));
      known.base = known.since = null;
    }
    known.last = buckets;
  }

  /** Samples that were read from a record share their labels: most are looked up, not written out. */
  #keyOf(labels: Labels): string {
    const known = this.#keys.get(labels);
    if (known !== undefined) return known;
    const key = JSON.stringify(labels);
    this.#keys.set(labels, key);
    return key;
  }

  #endStep(step: number): void {
    for (const [series, ofSeries] of this.#followed) {
      const parts = [...ofSeries.values()].flatMap((one) => [...one.step, sinceBase(one.base, one.last)]);
      for (const one of ofSeries.values()) {
        one.base = one.last;
        one.step = [];
      }
      const steps = this.#steps.get(series) ?? [];
      this.#steps.set(series, steps);
      steps.push({ second: ((step + 0.5) * this.#stepMs) / 1000, buckets: merge(parts) });
    }
  }

  #bandsOf(series: string): LatencyBands {
    const steps = this.#steps.get(series) ?? [];
    const named = [...(this.#followed.get(series)?.values() ?? [])].map((one) => ({
      name: one.name,
      buckets: merge([...one.before, sinceBase(one.since, one.last)]),
    }));
    const whole = merge(named.map(({ buckets }) => buckets));
    const curve = (share: number): readonly CurvePoint[] =>
      steps.map(({ second, buckets }) => [second, quantile(buckets, share)]);
    return {
      ...{ series, stepSeconds: this.#stepMs / 1000, p50: curve(0.5), p95: curve(0.95), p99: curve(0.99) },
      ...{ count: whole.count, whole: percentilesOf(whole) },
      parts: named
        .map(({ name, buckets }) => ({ name, count: buckets.count, ...percentilesOf(buckets) }))
        .filter(({ count }) => count > 0)
        .toSorted((one, other) => other.count - one.count)
        .slice(0, mostParts),
    };
  }
}

const sinceBase = (base: ExponentialBuckets | null, last: ExponentialBuckets): ExponentialBuckets =>
  base === null ? last : increaseOf(base, last);

const percentilesOf = (buckets: ExponentialBuckets): Percentiles => ({
  p50: quantile(buckets, 0.5),
  p95: quantile(buckets, 0.95),
  p99: quantile(buckets, 0.99),
});

const nameOf = (labels: Labels): string => Object.values(labels).join(' · ');

/** What people felt stands before what the target tells of itself. */
function rankOf({ series }: LatencyBands): number {
  const felt: readonly string[] = [loadSeries.deliveryDuration, loadSeries.requestDuration];
  const rank = felt.indexOf(series);
  return rank === -1 ? felt.length : rank;
}

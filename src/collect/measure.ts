import { pendingOf } from '../model/load-series.ts';
import type { ExponentialBuckets, Labels } from '../model/sample.ts';
import type { SignalMeasure } from '../model/signal.ts';
import { duration, minus, type DurationMs, type Millis } from '../model/time.ts';
import { highest, mean, merge, quantile } from './exponential-buckets.ts';
import { counterIncrease, histogramIncrease, type Span } from './increase.ts';
import type { SampleStore } from './sample-store.ts';

/** A gauge older than this is no reading of now: its source has gone quiet. */
const gaugeFreshFor = duration(5000);

/** Waiting messages tell their age with each push: tellings older than a few of them are of messages that have arrived. */
const pendingFreshFor = duration(2000);

type Distribution = Extract<SignalMeasure, { readonly of: string }>;
type Windowed = Extract<SignalMeasure, { readonly over: DurationMs }>;
type Instantaneous = Exclude<SignalMeasure, Windowed>;

/** Reads one signal at an instant from the samples there are; null when nothing was measured. Windows are (at − over, at]. */
export function measure(how: SignalMeasure, store: SampleStore, at: Millis): number | null {
  return finite(
    'over' in how ? measureOver(how, store, { from: minus(at, how.over), to: at }) : measureGauge(how, store, at),
  );
}

/** Reads a signal from the samples of one span alone, one that has no window at the span's end; null when nothing was measured. */
export function measureSpan(how: SignalMeasure, store: SampleStore, span: Span): number | null {
  return finite('over' in how ? measureOver(how, store, span) : measureGauge(how, store, span.to));
}

/** A quotient or a bound beyond every number measures nothing. */
const finite = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null);

function measureOver(how: Windowed, store: SampleStore, span: Span): number | null {
  if ('of' in how) return statistic(how.stat, distribution(how, store, span));
  if ('ratio' in how) {
    const [part, whole] = how.ratio.map((name) => counterIncrease(store.select(name, how.where), span));
    return whole === undefined || whole === null || whole <= 0 ? null : (part ?? 0) / whole;
  }
  if ('rate' in how) {
    const increase = counterIncrease(store.select(how.rate, how.where), span);
    return increase === null ? null : (increase * 1000) / (span.to - span.from);
  }
  return highestGauge(how.max, how.where, store, span);
}

function measureGauge(how: Instantaneous, store: SampleStore, at: Millis): number | null {
  if ('used' in how) {
    const used = gaugeSum(how.used, how.where, store, at);
    const limit = gaugeSum(how.limit, how.where, store, at);
    return used === null || limit === null || limit <= 0 ? null : used / limit;
  }
  return gaugeSum(how.last, how.where, store, at);
}

/** What was finished in the span, and what was still unfinished at its end. */
function distribution(how: Distribution, store: SampleStore, span: Span): ExponentialBuckets {
  const finished = histogramIncrease(store.select(how.of, how.where), span);
  const pending = pendingOf[how.of];
  if (pending === undefined) return finished;
  return merge([finished, latestPending(pending, how.where, store, span)]);
}

/** The ages told last: between the newest push and the one before it each waiting message told its age once. */
function latestPending(name: string, where: Labels, store: SampleStore, span: Span): ExponentialBuckets {
  return merge(
    store.select(name, where).map((series) => {
      const newest = series.at(span.to);
      const told = newest !== null && newest.at > span.from && newest.at > minus(span.to, pendingFreshFor);
      return told ? histogramIncrease([series], { from: minus(newest.at, duration(1)), to: newest.at }) : merge([]);
    }),
  );
}

function statistic(stat: Distribution['stat'], buckets: ExponentialBuckets): number | null {
  switch (stat) {
    case 'p50':
      return quantile(buckets, 0.5);
    case 'p90':
      return quantile(buckets, 0.9);
    case 'p95':
      return quantile(buckets, 0.95);
    case 'p99':
      return quantile(buckets, 0.99);
    case 'mean':
      return mean(buckets);
    case 'max':
      return highest(buckets);
  }
}

/** The gauges of all instances together, of those that are still there. */
function gaugeSum(name: string, where: Labels, store: SampleStore, at: Millis): number | null {
  const values = store.select(name, where).flatMap((series) => {
    const point = series.at(at);
    const live = point?.kind === 'gauge' && !series.endedBy(at) && point.at > minus(at, gaugeFreshFor);
    return live ? [point.value] : [];
  });
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}

function highestGauge(name: string, where: Labels, store: SampleStore, span: Span): number | null {
  const values = store
    .select(name, where)
    .flatMap((series) => series.spanning(span.from, span.to).points)
    .flatMap((point) => (point.kind === 'gauge' ? [point.value] : []));
  return values.reduce<number | null>((most, value) => (most === null || value > most ? value : most), null);
}

import { increaseOf, merge, mean, quantile } from '../collect/exponential-buckets.ts';
import { loadSeries } from '../model/load-series.ts';
import type { ExponentialBuckets, Sample } from '../model/sample.ts';
import { between, type DurationMs, type Millis } from '../model/time.ts';

/** What the load had counted by one instant, each series from the beginning of its step. */
export interface Reading {
  readonly at: Millis;
  readonly samples: readonly Sample[];
}

/** How long the answers to one request took, in seconds. */
export interface AnswerTime {
  readonly name: string;
  readonly p95: number;
}

/** What a service did while so many people were inside at once. Rates are per second, times in seconds; `null`: nothing was measured. */
export interface MeasuredStep {
  readonly users: number;
  /** Journeys that came to their end, every answer in them a good one: the only throughput that counts. */
  readonly throughput: number;
  /** Requests with a good answer. */
  readonly requests: number;
  /** The share of the journeys that the service, or a mistake in the scenario, ended early. */
  readonly failed: number;
  readonly mean: number | null;
  readonly p95: number | null;
  readonly answers: readonly AnswerTime[];
  /** Requests under way on average, by the time that answers took: in a closed model about as many as there are people (Little's law). */
  readonly underWay: number;
  /** By how much the second half's throughput differs from the first half's, as a share; null when there were no two halves. */
  readonly drift: number | null;
  /** The share of the time in which the generator had something to do: at 1 it had no time left. */
  readonly generatorBusy: number;
}

/** What a step is measured from: the readings after its warm-up, in the order of time, the first being where counting begins. */
export interface StepReadings {
  readonly users: number;
  readonly readings: readonly Reading[];
  readonly generatorBusy: number;
}

/** Measures a step; null when there are no two readings to compare. */
export function measureStep({ users, readings, generatorBusy }: StepReadings): MeasuredStep | null {
  const [first] = readings;
  const last = readings.at(-1);
  if (first === undefined || last === undefined || between(first.at, last.at) <= 0) return null;
  const seconds = between(first.at, last.at) / 1000;
  const completed = rise(first, last, loadSeries.finished, { outcome: 'completed' });
  const finished = rise(first, last, loadSeries.finished, {});
  const times = durationsBetween(first, last);
  const all = merge([...times.values()]);
  return {
    users,
    throughput: completed / seconds,
    requests: (rise(first, last, loadSeries.requests, {}) - rise(first, last, loadSeries.failedRequests, {})) / seconds,
    failed: finished === 0 ? 0 : 1 - completed / finished,
    mean: mean(all),
    p95: quantile(all, 0.95),
    answers: [...times].flatMap(([name, buckets]) => {
      const p95 = quantile(buckets, 0.95);
      return p95 === null ? [] : [{ name, p95 }];
    }),
    underWay: all.sum / seconds,
    drift: driftOf(readings),
    generatorBusy,
  };
}

/** The part of a step that is left out at its beginning: connections are opened, and the queue is not yet as long as it will be. */
export const warmUpOf = (step: DurationMs): DurationMs => Math.max(1000, step / 4) as DurationMs;

function driftOf(readings: readonly Reading[]): number | null {
  const [first] = readings;
  const middle = readings[Math.floor(readings.length / 2)];
  const last = readings.at(-1);
  if (first === undefined || middle === undefined || last === undefined || middle === first || middle === last)
    return null;
  const rate = (from: Reading, to: Reading): number =>
    (rise(from, to, loadSeries.finished, { outcome: 'completed' }) * 1000) / between(from.at, to.at);
  const [earlier, later] = [rate(first, middle), rate(middle, last)];
  return earlier + later === 0 ? null : (2 * Math.abs(later - earlier)) / (earlier + later);
}

/** By how much the counters of a series have risen whose labels hold all of `where`. */
function rise(from: Reading, to: Reading, series: string, where: Readonly<Record<string, string>>): number {
  return countOf(to, series, where) - countOf(from, series, where);
}

function countOf({ samples }: Reading, series: string, where: Readonly<Record<string, string>>): number {
  return samples.reduce((sum, sample) => {
    const counts =
      sample.kind === 'counter' &&
      sample.series === series &&
      Object.entries(where).every(([label, value]) => sample.labels[label] === value);
    return counts ? sum + sample.value : sum;
  }, 0);
}

/** What was observed between two readings, by the name of the request. */
function durationsBetween(from: Reading, to: Reading): ReadonlyMap<string, ExponentialBuckets> {
  const earlier = durationsIn(from);
  return new Map(
    [...durationsIn(to)].map(([name, buckets]) => {
      const before = earlier.get(name);
      return [name, before === undefined ? buckets : increaseOf(before, buckets)] as const;
    }),
  );
}

const durationsIn = ({ samples }: Reading): ReadonlyMap<string, ExponentialBuckets> =>
  new Map(
    samples.flatMap((sample) =>
      sample.kind === 'histogram' && sample.series === loadSeries.requestDuration
        ? [[sample.labels['name'] ?? '', sample.buckets] as const]
        : [],
    ),
  );

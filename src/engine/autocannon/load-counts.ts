import { BucketCounter } from '../../collect/exponential-buckets.ts';
import { loadSeries } from '../../model/load-series.ts';
import type { Labels, Sample } from '../../model/sample.ts';
import type { Millis } from '../../model/time.ts';

export type JourneyOutcome = 'completed' | 'failed' | 'broken';
export type RequestOutcome = 'ok' | 'unexpected-status' | 'no-answer';

interface Count {
  readonly series: string;
  readonly labels: Labels;
  value: number;
}

/** Counts a load from its beginning, under the names that all engines share. */
export class LoadCounts {
  readonly #counts = new Map<string, Count>();
  readonly #durations = new Map<string, BucketCounter>();

  constructor() {
    // A closed model lets arrivals wait: none is ever dropped. That, and that no request has failed yet, is said rather than left open.
    this.#add(loadSeries.dropped, {}, 0);
    this.#add(loadSeries.failedRequests, {}, 0);
  }

  begun(journey: string): void {
    this.#add(loadSeries.started, { journey });
  }

  finished(journey: string, outcome: JourneyOutcome): void {
    this.#add(loadSeries.finished, { journey, outcome });
  }

  exception(journey: string): void {
    this.#add(loadSeries.exceptions, { journey });
  }

  /** A request was answered or given up; `seconds` is null when it was never on its way. */
  request(name: string, outcome: RequestOutcome, seconds: number | null): void {
    this.#add(loadSeries.requests, { name });
    if (outcome !== 'ok') this.#add(loadSeries.failedRequests, { name, outcome });
    if (seconds === null) return;
    const durations = this.#durations.get(name) ?? new BucketCounter();
    durations.observe(seconds);
    this.#durations.set(name, durations);
  }

  /** All counts so far, as they stand at `at`. */
  samples(at: Millis, bornAt: Millis): readonly Sample[] {
    const counters = [...this.#counts.values()].map(({ series, labels, value }): Sample => ({
      kind: 'counter',
      series,
      labels,
      at,
      bornAt,
      value,
    }));
    const histograms = [...this.#durations].map(([name, durations]): Sample => {
      const buckets = durations.snapshot();
      return { kind: 'histogram', series: loadSeries.requestDuration, labels: { name }, at, bornAt, buckets };
    });
    return [...counters, ...histograms];
  }

  #add(series: string, labels: Labels, by = 1): void {
    const key = [series, ...Object.values(labels)].join('\n');
    const count = this.#counts.get(key) ?? { series, labels, value: 0 };
    count.value += by;
    this.#counts.set(key, count);
  }
}

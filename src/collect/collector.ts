import type { Frame } from '../model/frame.ts';
import { loadSeries, pendingOf } from '../model/load-series.ts';
import type { Labels, Sample } from '../model/sample.ts';
import { seriesOf, type SignalDefinition, type SignalMeasure, type SignalSecond } from '../model/signal.ts';
import { duration, minus, plus, secondOf, type DurationMs, type Millis } from '../model/time.ts';
import { measure, measureSpan } from './measure.ts';
import { SampleStore, saysSomething, type StoreLimits } from './sample-store.ts';

const second = duration(1000);

/** Samples of a second that have not come by then are not waited for. */
const secondsLate = duration(3000);

/** Turns samples into frames: every signal at an instant, and of every whole second what its own samples say. */
export class Collector {
  readonly #definitions: readonly SignalDefinition[];
  readonly #store: SampleStore;
  readonly #used: ReadonlySet<string>;
  /** The start of the next second to be measured, of each signal. */
  readonly #nextSecond = new Map<string, Millis>();

  constructor(definitions: readonly SignalDefinition[], limits: StoreLimits) {
    this.#definitions = definitions;
    this.#store = new SampleStore(limits);
    this.#used = new Set([
      ...definitions.flatMap(({ measure: how }) => seriesIn(how)),
      ...[loadSeries.started, loadSeries.dropped, loadSeries.finished, loadSeries.exceptions],
      // What runs are compared by, whatever their target measures.
      ...[loadSeries.requests, loadSeries.failedRequests, loadSeries.requestDuration, loadSeries.deliveryDuration],
    ]);
  }

  /** The signals that it measures. */
  get definitions(): readonly SignalDefinition[] {
    return this.#definitions;
  }

  take(samples: readonly Sample[]): void {
    this.#store.add(samples);
  }

  /** The clock by which all is told was set back: what is remembered happened so much earlier by it. */
  setBack(by: DurationMs): void {
    this.#store.setBack(by);
    this.#nextSecond.clear();
  }

  /** Every signal as it reads now, and the seconds that have become complete since the last frame. */
  frame(now: Millis, loadOn: boolean): Frame {
    const signals = this.#definitions.map(({ id, unit, measure: how }) => ({
      id,
      unit,
      at: now,
      value: measure(how, this.#store, now),
    }));
    return {
      at: now,
      signals,
      seconds: this.#definitions.flatMap((definition) => this.#seconds(definition, now)),
      loadOn,
    };
  }

  /** The newest values of a counter's or gauge's series, added up; 0 when there are none. */
  total(series: string, where: Labels = {}): number {
    return this.#store.select(series, where).reduce((sum, one) => {
      const { newest } = one;
      return newest === null || newest.kind === 'histogram' ? sum : sum + newest.value;
    }, 0);
  }

  /** Whether a sample is needed to measure a signal, to count arrivals or to compare runs; only these are recorded. */
  uses(sample: Sample): boolean {
    return this.#used.has(sample.series) && saysSomething(sample);
  }

  /** How many samples were refused because there were too many series. */
  get refused(): number {
    return this.#store.refused;
  }

  #seconds(definition: SignalDefinition, now: Millis): readonly SignalSecond[] {
    const complete = this.#completeUntil(definition.measure, now);
    let start = this.#nextSecond.get(definition.id) ?? minus(secondOf(now), second);
    const seconds: SignalSecond[] = [];
    while (plus(start, second) <= complete) {
      const value = measureSpan(definition.measure, this.#store, { from: start, to: plus(start, second) });
      if (value !== null) seconds.push({ id: definition.id, start: this.#beganIn(definition.measure, start), value });
      start = plus(start, second);
    }
    this.#nextSecond.set(definition.id, start);
    return seconds;
  }

  /** Until when every sample there will be has come: a series that was read later, or long enough. */
  #completeUntil(how: SignalMeasure, now: Millis): Millis {
    let newest = 0;
    for (const name of seriesIn(how)) {
      for (const series of this.#store.select(name, how.where)) newest = Math.max(newest, series.readAt ?? 0);
    }
    return Math.max(minus(now, secondsLate), Math.min(now, newest)) as Millis;
  }

  /**
   * The second to which a second's samples are attributed. A push tells what happened since the push before, so the trouble may have
   * begun as early as that: the time to detect must not be flattered.
   */
  #beganIn(how: SignalMeasure, start: Millis): Millis {
    const earliest = minus(start, second);
    let began: Millis = start;
    for (const name of seriesIn(how)) {
      for (const series of this.#store.select(name, how.where)) {
        const base = series.at(start)?.at ?? start;
        if (base >= earliest && base < began) began = base;
      }
    }
    return began === start ? start : secondOf(began);
  }
}

/** The series a signal is measured from, and those of what is not finished yet. */
function seriesIn(how: SignalMeasure): readonly string[] {
  if ('of' in how) {
    const pending = pendingOf[how.of];
    if (pending !== undefined) return [how.of, pending];
  }
  return seriesOf(how);
}

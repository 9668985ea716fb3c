import { ByLabels } from '../collect/by-labels.ts';
import { increaseOf, merge } from '../collect/exponential-buckets.ts';
import type { Fact, FrameTaken } from '../model/fact.ts';
import { loadSeries } from '../model/load-series.ts';
import type { ExponentialBuckets, Labels, Sample } from '../model/sample.ts';
import { plus, type DurationMs, type Millis } from '../model/time.ts';

/** The whole seconds of a run that are compared: so many, from this instant on. */
export interface Stretch {
  readonly from: Millis;
  readonly seconds: number;
}

/** A part and the whole it is taken from, as both were counted in one second. */
export interface PartOfWhole {
  readonly part: number;
  readonly whole: number;
}

/** What each second of a run brought; every list has one entry a second. Durations are in seconds. */
export interface RunSeconds {
  readonly seconds: number;
  /** From request to answer, by the request's name. */
  readonly requests: ReadonlyMap<string, readonly ExponentialBuckets[]>;
  /** From sending to receiving, by the message's name. */
  readonly deliveries: ReadonlyMap<string, readonly ExponentialBuckets[]>;
  /** Requests that did not bring what was expected, of all; null where the run did not record how requests ended. */
  readonly failedRequests: readonly PartOfWhole[] | null;
  /** Journeys that did not come to their end, of all that ended. */
  readonly failedJourneys: readonly PartOfWhole[];
  /** Arrivals begun, of those planned. */
  readonly arrivals: readonly PartOfWhole[];
  /** By signal: what it read in all, and how often it was read. */
  readonly saturation: ReadonlyMap<string, readonly PartOfWhole[]>;
}

/** The seconds of a run under load, without those of warming up; null when its load never began. One that was killed ends with its last fact. */
export function stretchOf(facts: readonly Fact[], warmUp: DurationMs): Stretch | null {
  const began = facts.find(({ fact }) => fact === 'load-started');
  const ended = facts.find(({ fact }) => fact === 'load-ended') ?? facts.at(-1);
  if (began === undefined || ended === undefined) return null;
  const from = plus(began.at, warmUp);
  return { from, seconds: Math.max(0, Math.floor((ended.at - from) / 1000)) };
}

interface Counted {
  part: number;
  whole: number;
}

/** Sorts what a run's samples and frames tell into the seconds in which it was told. Samples come in the order in which they were recorded. */
export class SecondsReader {
  readonly #stretch: Stretch;
  readonly #last = new Map<string, ByLabels<{ reading: Sample | null }>>();
  readonly #requests = new Map<string, ExponentialBuckets[]>();
  readonly #deliveries = new Map<string, ExponentialBuckets[]>();
  readonly #failedJourneys: Counted[];
  readonly #failedRequests: Counted[];
  /** A native script's requests are counted, but not how they ended: none of them is known to be well. */
  #failuresCounted = false;

  constructor(stretch: Stretch) {
    this.#stretch = stretch;
    this.#failedJourneys = counters(stretch.seconds);
    this.#failedRequests = counters(stretch.seconds);
  }

  take(samples: readonly Sample[]): void {
    for (const sample of samples) if (told.has(sample.series)) this.#takeOne(sample);
  }

  /** What was taken, with what the frames of the run's journal tell. */
  read(facts: readonly Fact[]): RunSeconds {
    const frames = framesBySecond(facts, this.#stretch);
    return {
      seconds: this.#stretch.seconds,
      requests: this.#requests,
      deliveries: this.#deliveries,
      failedRequests: this.#failuresCounted ? this.#failedRequests : null,
      failedJourneys: this.#failedJourneys,
      ...frames,
    };
  }

  #takeOne(sample: Sample): void {
    const held = this.#heldOf(sample);
    const before = held.reading;
    held.reading = sample;
    const second = secondIn(this.#stretch, sample.at);
    if (second === null) return;
    if (sample.kind === 'histogram') this.#observe(sample, risenBuckets(sample, before), second);
    else if (sample.kind === 'counter') this.#count(sample, risenValue(sample, before), second);
  }

  #heldOf({ series, labels }: Sample): { reading: Sample | null } {
    const ofName = this.#last.get(series) ?? new ByLabels<{ reading: Sample | null }>();
    this.#last.set(series, ofName);
    const known = ofName.get(labels);
    if (known !== undefined) return known;
    const held = { reading: null };
    ofName.add(labels, held);
    return held;
  }

  #observe({ series, labels }: Sample, risen: ExponentialBuckets | null, second: number): void {
    if (risen === null) return;
    const all = series === loadSeries.requestDuration ? this.#requests : this.#deliveries;
    const name = labels['name'] ?? '';
    const seconds = all.get(name) ?? Array.from({ length: this.#stretch.seconds }, () => merge([]));
    all.set(name, seconds);
    seconds[second] = merge([seconds[second] ?? merge([]), risen]);
  }

  #count({ series, labels }: Sample, risen: number, second: number): void {
    const counted = (series === loadSeries.finished ? this.#failedJourneys : this.#failedRequests)[second];
    if (counted === undefined) return;
    this.#failuresCounted ||= series === loadSeries.failedRequests;
    if (series !== loadSeries.failedRequests) counted.whole += risen;
    if (isOfFailed(series, labels)) counted.part += risen;
  }
}

/** Whether what a series counts has failed. */
const isOfFailed = (series: string, labels: Labels): boolean =>
  series === loadSeries.failedRequests || (series === loadSeries.finished && labels['outcome'] !== 'completed');

/** The series that are compared. */
const told: ReadonlySet<string> = new Set([
  loadSeries.requestDuration,
  loadSeries.deliveryDuration,
  loadSeries.requests,
  loadSeries.failedRequests,
  loadSeries.finished,
]);

const counters = (seconds: number): Counted[] => Array.from({ length: seconds }, () => ({ part: 0, whole: 0 }));

/** Which second of the stretch holds an instant, its end included: what is told at the end of a second happened in it. Null outside. */
function secondIn({ from, seconds }: Stretch, at: Millis): number | null {
  const second = Math.ceil((at - from) / 1000) - 1;
  return second >= 0 && second < seconds ? second : null;
}

type Histogram = Extract<Sample, { readonly kind: 'histogram' }>;
type Counter = Extract<Sample, { readonly kind: 'counter' }>;

/** What was observed since the reading before; null for a first one that is only a baseline. */
function risenBuckets(now: Histogram, before: Sample | null): ExponentialBuckets | null {
  if (before?.kind === 'histogram') return increaseOf(before.buckets, now.buckets);
  return now.bornAt === null ? null : now.buckets;
}

function risenValue(now: Counter, before: Sample | null): number {
  if (before?.kind === 'counter') return now.value < before.value ? now.value : now.value - before.value;
  return now.bornAt === null ? 0 : now.value;
}

/** Signals of this name tell how much of a limit is in use. */
const isSaturation = (signal: string): boolean => signal.endsWith('-saturation');

function framesBySecond(facts: readonly Fact[], stretch: Stretch): Pick<RunSeconds, 'arrivals' | 'saturation'> {
  const arrivals = counters(stretch.seconds);
  const saturation = new Map<string, Counted[]>();
  let before = { planned: 0, started: 0 };
  for (const fact of facts) {
    if (fact.fact !== 'frame') continue;
    const second = secondIn(stretch, fact.at);
    const { planned, started } = fact.arrivals;
    if (second !== null) {
      add(arrivals[second], started - before.started, planned - before.planned);
      addSaturation(saturation, fact.signals, second, stretch.seconds);
    }
    before = { planned, started };
  }
  return { arrivals, saturation };
}

function addSaturation(
  all: Map<string, Counted[]>,
  signals: FrameTaken['signals'],
  second: number,
  seconds: number,
): void {
  for (const [signal, value] of Object.entries(signals)) {
    if (value === null || !isSaturation(signal)) continue;
    const counted = all.get(signal) ?? counters(seconds);
    all.set(signal, counted);
    add(counted[second], value, 1);
  }
}

function add(counted: Counted | undefined, part: number, whole: number): void {
  if (counted === undefined) return;
  counted.part += part;
  counted.whole += whole;
}

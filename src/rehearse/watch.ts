import type { Collector } from '../collect/collector.ts';
import type { StoreLimits } from '../collect/sample-store.ts';
import { SeriesHeard } from '../collect/series-heard.ts';
import { judge, nothingJudged, type JudgeState, type Rules } from '../judge/judge.ts';
import type { Answered, Said } from '../model/declaration.ts';
import type { Blind, Declared, FrameTaken, Judgement, Told, Unmeasured } from '../model/fact.ts';
import type { Frame } from '../model/frame.ts';
import type { Incident } from '../model/incident.ts';
import { isLoadSeries, loadSeries } from '../model/load-series.ts';
import type { RatePiece } from '../model/plan.ts';
import type { Sample } from '../model/sample.ts';
import type { SignalDefinition, SignalMeasure } from '../model/signal.ts';
import { secondsText } from '../model/quantity.ts';
import { between, duration, minus, type DurationMs, type Millis } from '../model/time.ts';
import { arrivalsBy, lengthOf, totalArrivals } from '../scenario/rate-curve.ts';

/** Longer than this between two looks, and nobody has watched. */
export const blindAfter = duration(3000);

/** Samples may come late, and looks too. */
const lateness = 60_000;

/** Bounds of what the collector remembers: as far back as the widest window reaches, with room for what comes late. */
export function memoryFor(definitions: readonly SignalDefinition[]): StoreLimits {
  const windows = definitions.map(({ measure }) => ('over' in measure ? measure.over : 0));
  return { retention: duration(Math.max(0, ...windows) + lateness), maxSeries: 20_000 };
}

/** An engine that has not told of an arrival so long after it was due leaves the collector blind; what there is to tell it sends many times as often. */
const engineSilentAfter = duration(6000);

/** A reading of so long before the load began still holds when it does: pages are read every four seconds at the slowest. */
const heldOver = duration(5000);

const tooManySeries = 'new series beyond the most that are kept were refused';

/** When load was on. */
type Load =
  | { readonly load: 'awaited' }
  | { readonly load: 'on'; readonly since: Millis }
  | { readonly load: 'over'; readonly since: Millis; readonly until: Millis };

export interface Arrivals {
  readonly planned: number;
  readonly started: number;
  readonly dropped: number;
}

/** What one look brought: the samples it took in, what is to be told, whom to inform, and when to look again at the latest. */
export interface Look {
  readonly samples: readonly Sample[];
  readonly frame: Frame;
  readonly facts: readonly Told<FrameTaken | Blind | Declared | Judgement>[];
  readonly updates: readonly Incident[];
  /** What became of people's words, in their order. */
  readonly answers: readonly Answered[];
  readonly next: Millis | null;
}

/** Watches a run: collects samples between looks, and at each look measures, judges, and notices when it could not see. */
export class Watch {
  readonly #collector: Collector;
  readonly #rules: Rules;
  readonly #pieces: readonly RatePiece[];
  readonly #heard: SeriesHeard;
  #judged: JudgeState = nothingJudged;
  #inbox: Sample[] = [];
  #load: Load = { load: 'awaited' };
  #lastLook: Millis | null = null;
  #engineHeardAt: Millis | null = null;
  #engineSilent = false;
  #blind: string[] = [];
  #refusing = false;
  #unheard: string[] = [];
  #latest = duration(0);

  constructor(collector: Collector, rules: Rules, pieces: readonly RatePiece[]) {
    this.#collector = collector;
    this.#rules = rules;
    this.#pieces = pieces;
    this.#heard = new SeriesHeard(collector.definitions);
  }

  loadStarted(at: Millis): void {
    this.#load = { load: 'on', since: at };
    this.#engineHeardAt = at;
  }

  loadEnded(at: Millis): void {
    if (this.#load.load === 'on') this.#load = { load: 'over', since: this.#load.since, until: at };
  }

  /** Takes in the samples that are of use; they count from the next look on. A reading that is no number measures nothing. */
  receive(samples: readonly Sample[]): void {
    for (const sample of samples) {
      this.#heard.hearName(sample.series);
      if (isNumber(sample) && this.#collector.uses(sample)) this.#inbox.push(sample);
    }
  }

  /** A series of this name was told, though none of its samples is at hand. */
  hearName(name: string): void {
    this.#heard.hearName(name);
  }

  /** Whether the engine is putting load on. */
  get loadOn(): boolean {
    return this.#load.load === 'on';
  }

  get incidents(): readonly Incident[] {
    return this.#judged.incidents;
  }

  /** A source that was watched has told nothing at all. */
  unheard(source: string, why: string): void {
    this.#unheard.push(`${source} told nothing in the whole run: ${why}`);
  }

  /** Why the collector was blind while load was on, one sentence for each time, which sources it never heard, and what it had no room for. */
  get blind(): readonly string[] {
    const known = [...this.#blind, ...this.#unheard];
    return this.refused === 0
      ? known
      : [...known, `${this.refused} samples were refused: their series were more than are kept`];
  }

  /** The signals that thresholds watch and that were not measured, or not rightly, since no sample of a series came while load was on; none before the load is over. */
  unmeasured(at: Millis): readonly Told<Unmeasured>[] {
    const load = this.#load;
    if (load.load !== 'over') return [];
    return this.#collector.definitions.flatMap((definition) => {
      const { id: signal, measure } = definition;
      const series = this.#heard.missing(definition, minus(load.since, heldOver));
      const thresholds = this.#rules.thresholds.filter((one) => one.signal === signal).map(({ id }) => id);
      if (series.length === 0 || thresholds.length === 0) return [];
      const missing = new Set(series.map(({ name }) => name));
      return [{ at, fact: 'unmeasured', signal, read: readWithout(measure, missing), series, thresholds }];
    });
  }

  /** The longest time by which arrivals came later than planned. */
  get latest(): DurationMs {
    return this.#latest;
  }

  /** Samples that were refused because there were too many series. */
  get refused(): number {
    return this.#collector.refused;
  }

  /** Journeys that were ended by an exception of the scenario's own code. */
  get exceptions(): number {
    return this.#collector.total(loadSeries.exceptions);
  }

  get arrivals(): Arrivals {
    return {
      planned: Math.round(totalArrivals(this.#pieces)),
      started: this.#collector.total(loadSeries.started),
      dropped: this.#collector.total(loadSeries.dropped),
    };
  }

  /** Looks, with what people have said since the look before. */
  look(now: Millis, said: readonly Said[] = []): Look {
    const samples = this.#inbox;
    this.#inbox = [];
    const setBack = duration(Math.max(0, between(now, this.#lastLook ?? now)));
    if (setBack > 0) this.#followClock(setBack);
    if (samples.some(({ series }) => isLoadSeries(series))) this.#engineHeardAt = now;
    this.#heard.take(samples, now);
    this.#collector.take(setBack > 0 ? samples.map((sample) => byNewClock(sample, now, setBack)) : samples);
    const frame = this.#collector.frame(now, this.#arriving(now));
    const judged = judge(this.#rules, this.#judged, frame, said);
    this.#judged = judged.state;
    const declared = judged.answers.map((one): Told<Declared> => ({ at: now, fact: 'declared', ...one }));
    const seen = [...this.#blindness(now, setBack), ...this.#refusal(now)];
    const facts = [...seen, ...declared, this.#frameTaken(frame), ...judged.facts];
    this.#lastLook = now;
    return {
      samples,
      frame,
      facts,
      updates: judged.updates,
      answers: judged.answers,
      next: judged.next,
    };
  }

  /** The machine's clock was set back: what was, has been as long ago as before. */
  #followClock(setBack: DurationMs): void {
    const load = this.#load;
    this.#collector.setBack(setBack);
    this.#heard.setBack(setBack);
    if (load.load !== 'awaited') this.#load = { ...load, since: minus(load.since, setBack) };
    if (this.#load.load === 'over') this.#load = { ...this.#load, until: minus(this.#load.until, setBack) };
    if (this.#engineHeardAt !== null) this.#engineHeardAt = minus(this.#engineHeardAt, setBack);
    if (this.#lastLook !== null) this.#lastLook = minus(this.#lastLook, setBack);
  }

  /** Whether people are arriving: from the load's start to the last arrival planned. Those inside may stay on after that. */
  #arriving(now: Millis): boolean {
    return this.#load.load === 'on' && between(this.#load.since, now) <= lengthOf(this.#pieces);
  }

  #frameTaken(frame: Frame): Told<FrameTaken> {
    const arrivals = this.#arrivalsAt(frame.at);
    this.#followLateness(frame.at, arrivals);
    return {
      at: frame.at,
      fact: 'frame',
      signals: Object.fromEntries(frame.signals.map(({ id, value }) => [id, value])),
      arrivals,
      people: this.#load.load === 'on' ? arrivals.started - this.#collector.total(loadSeries.finished) : null,
    };
  }

  #arrivalsAt(now: Millis): Arrivals {
    const elapsed = this.#load.load === 'awaited' ? duration(0) : between(this.#load.since, now);
    return { ...this.arrivals, planned: Math.round(arrivalsBy(this.#pieces, elapsed)) };
  }

  /** While people should be arriving: how long ago the next arrival was due. */
  #followLateness(now: Millis, { started, dropped }: Arrivals): void {
    if (this.#load.load !== 'on') return;
    const elapsed = between(this.#load.since, now);
    if (elapsed > lengthOf(this.#pieces)) return;
    const due = dueTime(this.#pieces, started + dropped + 1, elapsed);
    this.#latest = duration(Math.max(this.#latest, elapsed - due));
  }

  #blindness(now: Millis, setBack: DurationMs): readonly Told<Blind>[] {
    const load = this.#load;
    if (load.load === 'awaited') return [];
    const lookedAt = this.#lastLook ?? load.since;
    if (setBack > this.#rules.blindAfter && loadWithin(load, minus(lookedAt, duration(1)), now) > 0) {
      return [this.#blindFrom(minus(now, setBack), now, 'the clock was set back, and tells the same time again')];
    }
    if (loadWithin(load, lookedAt, now) > this.#rules.blindAfter) {
      // Nor has the engine been heard in that time, whether it spoke or not.
      this.#engineHeardAt = now;
      return [this.#blindFrom(lookedAt, now, 'the collector itself was paused')];
    }
    const heardAt = this.#engineHeardAt ?? now;
    const silent = load.load === 'on' && this.#arrivalUntold(between(load.since, heardAt), between(load.since, now));
    const gaps = silent && !this.#engineSilent ? [this.#blindFrom(heardAt, now, 'the engine sent no samples')] : [];
    this.#engineSilent = silent;
    return gaps;
  }

  /** Told when it begins; how many it was in the end is among the reasons. */
  #refusal(now: Millis): readonly Told<Blind>[] {
    if (this.#refusing || this.refused === 0) return [];
    this.#refusing = true;
    return [{ at: now, fact: 'blind', from: this.#lastLook ?? now, why: tooManySeries }];
  }

  #blindFrom(from: Millis, now: Millis, why: string): Told<Blind> {
    this.#blind.push(`${why} for ${secondsText(between(from, now))}`);
    return { at: now, fact: 'blind', from, why };
  }

  /** Whether an arrival has long been due that the engine cannot have told of yet. While nobody is due it may have nothing to send. */
  #arrivalUntold(heardAt: DurationMs, elapsed: DurationMs): boolean {
    const overdue = duration(elapsed - engineSilentAfter);
    return arrivalsBy(this.#pieces, overdue) - arrivalsBy(this.#pieces, heardAt) >= 1;
  }
}

/** A sample of before the clock was set back; one that is not newer than now is of after it. */
const byNewClock = (sample: Sample, now: Millis, setBack: DurationMs): Sample =>
  sample.at > now ? { ...sample, at: minus(sample.at, setBack) } : sample;

/** For how long of a stretch of time load was on; not above zero when it never was. */
function loadWithin(load: Exclude<Load, { readonly load: 'awaited' }>, from: Millis, to: Millis): DurationMs {
  const until = load.load === 'over' ? Math.min(to, load.until) : to;
  return duration(until - Math.max(from, load.since));
}

const readWithout = (how: SignalMeasure, missing: ReadonlySet<string>): Unmeasured['read'] =>
  'ratio' in how && !missing.has(how.ratio[1]) ? 'zero' : 'nothing';

const isNumber = (sample: Sample): boolean =>
  (sample.kind !== 'counter' && sample.kind !== 'gauge') || Number.isFinite(sample.value);

/** When the arrival of this number was due, counted from the start of the load; `latest` if not before that. */
function dueTime(pieces: readonly RatePiece[], arrival: number, latest: DurationMs): DurationMs {
  if (arrivalsBy(pieces, latest) < arrival) return latest;
  let early = 0;
  let late: number = latest;
  while (late - early > 10) {
    const middle = (early + late) / 2;
    if (arrivalsBy(pieces, duration(middle)) < arrival) early = middle;
    else late = middle;
  }
  return duration(late);
}

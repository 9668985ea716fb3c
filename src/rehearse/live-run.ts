import type { RunFolder } from '../journal/run-folder.ts';
import type { SampleRecord } from '../journal/sample-record.ts';
import type { Clock } from '../model/clock.ts';
import type { Engine, EngineContext, EngineEnd } from '../model/engine.ts';
import type { Judgement, Told } from '../model/fact.ts';
import type { IncidentId } from '../model/id.ts';
import type { Plan } from '../model/plan.ts';
import type { Sample } from '../model/sample.ts';
import type { Source } from '../model/source.ts';
import { duration, plus, type DurationMs, type Millis } from '../model/time.ts';
import { lengthOf } from '../scenario/rate-curve.ts';
import { stopReason, type StopRule } from '../scenario/stop-rule.ts';
import type { ActionDesk } from './act/action-desk.ts';
import type { Chronicle } from './chronicle.ts';
import type { PeopleDesk } from './people/people-desk.ts';
import { respond, type Stationery } from './respond.ts';
import { blindAfter, type Look, type Watch } from './watch.ts';

/** A look is taken so often even when nothing falls due and nothing new comes in. */
const beat = duration(500);

/** Samples are looked at as soon as they come, but not more often than this: several may come one right after the other. */
const leastBetween = duration(50);

/** What an engine may take after its last journey could have ended: it tells the rest; a script of a person's own may tear down for a minute. */
const overdueAfter = { journeys: duration(12_000), script: duration(70_000) };

/** No timer can be set beyond this. */
const longestWait = 2 ** 31 - 1;

const frozen = (engine: string): EngineEnd => ({
  kind: 'failed',
  why: `${engine} had not ended long after its last journey could have: it was frozen, and has been ended`,
  lastWords: '',
});

/** What a live run is made of. */
export interface LiveRunParts {
  readonly engine: Engine;
  readonly watch: Watch;
  readonly chronicle: Chronicle;
  readonly record: SampleRecord;
  readonly folder: RunFolder;
  readonly stationery: Stationery;
  readonly clock: Clock;
  readonly stopRule: StopRule;
  /** Null for a run without its playbooks' own actions. */
  readonly desk: ActionDesk | null;
  /** Null for a run that no person has a part in. */
  readonly people: PeopleDesk | null;
}

/** Drives the load while it looks, judges and responds; owns the order in which things are told. */
export class LiveRun {
  readonly #parts: LiveRunParts;
  readonly #notifiedAt = new Map<IncidentId, Millis>();
  #loadStartedAt: Millis | null = null;
  #lastLook: Look | null = null;
  #stoppedBecause: string | null = null;
  readonly #stopping = new AbortController();
  #overdue = false;
  /** Ends the waiting for the next look. */
  #wake = new AbortController();

  constructor(parts: LiveRunParts) {
    this.#parts = parts;
    parts.people?.whenHeard(() => {
      this.#wake.abort();
    });
  }

  /** When each incident's first notices were on disk. */
  get notifiedAt(): ReadonlyMap<IncidentId, Millis> {
    return this.#notifiedAt;
  }

  /** Why the load was stopped before its plan was done, by a threshold or an expectation; null when it was not. */
  get stoppedBecause(): string | null {
    return this.#stoppedBecause;
  }

  /** Takes in what a source brings until it ends. A failure is told once, and its end too; where it was all there was, nobody has seen what the source tells. */
  async follow(source: Source, stop: AbortSignal): Promise<void> {
    let failing: string | null = null;
    let heard = false;
    for await (const reading of source.watch(stop)) {
      if (reading.kind === 'samples') {
        heard = true;
        if (failing !== null) this.note(source.name, 'works again', reading.at);
        failing = null;
        this.#receive(reading.samples, reading.at);
      } else if (reading.why !== failing) {
        failing = reading.why;
        this.note(source.name, reading.why, reading.at);
      }
    }
    if (!heard && failing !== null) this.#parts.watch.unheard(source.name, failing);
  }

  note(about: string, message: string, at: Millis): void {
    this.#parts.chronicle.tell({ at, fact: 'noted', about, message });
  }

  /** Puts the load on, looking at every beat, until the engine has ended. */
  async drive(plan: Plan, context: EngineContext): Promise<EngineEnd> {
    const over = new AbortController();
    const looking = this.#lookUntil(over.signal);
    // Without anyone looking there must be no load; what went wrong is thrown below.
    looking.catch(() => {
      this.#stopping.abort();
    });
    try {
      const stop = AbortSignal.any([context.stop, this.#stopping.signal]);
      return await this.#followEngine(plan, { ...context, stop });
    } finally {
      over.abort();
      await looking;
    }
  }

  /** After the load: goes on looking while an open incident's symptom can still be measured, or people are to say something yet, at most so long. */
  async settle(most: DurationMs, stop: AbortSignal): Promise<void> {
    const until = plus(this.#parts.clock.now(), most);
    const isAwaited = (): boolean => this.#unresolvedAndMeasured() || (this.#parts.people?.isAwaited(until) ?? false);
    while (isAwaited() && this.#parts.clock.now() < until && !stop.aborted) {
      await this.#lookNext(stop);
    }
  }

  async #followEngine(plan: Plan, context: EngineContext): Promise<EngineEnd> {
    const ended = new AbortController();
    try {
      return await this.#followEvents(plan, context, (startedAt) => {
        void this.#stopWhenOverdue(plan, startedAt, ended.signal);
      });
    } finally {
      ended.abort();
    }
  }

  /** An engine that has not ended long after its last journey could have is frozen: it is ended, and nobody waits for it. */
  async #stopWhenOverdue(plan: Plan, startedAt: Millis, ended: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    const longest = duration(lengthOf(plan.pieces) + plan.grace + overdueAfter[plan.behaviour.kind]);
    if (longest > longestWait) return;
    await clock.wait(plus(startedAt, longest), ended);
    // Whoever was paused meanwhile hears first what was said in that time.
    await clock.wait(plus(clock.now(), blindAfter), ended);
    if (ended.aborted) return;
    this.#overdue = true;
    this.#stopping.abort();
  }

  async #followEvents(plan: Plan, context: EngineContext, started: (at: Millis) => void): Promise<EngineEnd> {
    const { engine, watch, chronicle, clock, people } = this.#parts;
    for await (const event of engine.drive(plan, context)) {
      switch (event.kind) {
        case 'started':
          started(event.at);
          this.#loadStartedAt = event.at;
          watch.loadStarted(event.at);
          people?.loadStarted(event.at);
          chronicle.tell({ at: event.at, fact: 'load-started' });
          break;
        case 'samples':
          watch.receive(event.samples);
          this.#wake.abort();
          break;
        case 'said':
          this.note(engine.name, event.line, clock.now());
          break;
        case 'ended': {
          const end = this.#overdue ? frozen(engine.name) : event.end;
          watch.loadEnded(event.at);
          chronicle.tell({ at: event.at, fact: 'load-ended', end });
          return end;
        }
      }
    }
    return { kind: 'failed', why: `${engine.name} ended without saying so`, lastWords: '' };
  }

  /** What the engine pushed gets its engine-neutral name; everything else is the target's own. */
  #receive(samples: readonly Sample[], at: Millis): void {
    const { engine, watch } = this.#parts;
    const bornAt = this.#loadStartedAt ?? at;
    watch.receive(samples.map((sample) => engine.translate(sample, bornAt) ?? sample));
    this.#wake.abort();
  }

  async #lookUntil(over: AbortSignal): Promise<void> {
    while (!over.aborted) await this.#lookNext(over);
  }

  /** Looks when something falls due, when samples have come, or at the next beat; at once when it is over. */
  async #lookNext(over: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    const looked = clock.now();
    const next = plus(looked, beat);
    const due = this.#lastLook?.next ?? next;
    await this.#awakened(due < next ? due : next, over);
    const now = clock.now();
    // A clock that was set back meanwhile is not waited for.
    await clock.wait(plus(now < looked ? now : looked, leastBetween), over);
    this.#look();
  }

  async #awakened(until: Millis, over: AbortSignal): Promise<void> {
    const wake = new AbortController();
    const end = (): void => {
      wake.abort();
    };
    this.#wake = wake;
    over.addEventListener('abort', end);
    if (!over.aborted) await this.#parts.clock.wait(until, wake.signal);
    over.removeEventListener('abort', end);
  }

  #look(): void {
    const { watch, chronicle, record, folder, stationery, clock, people } = this.#parts;
    const now = clock.now();
    const look = watch.look(now, people?.take(now));
    this.#lastLook = look;
    const { at } = look.frame;
    record.append({ at, samples: look.samples });
    for (const fact of look.facts) chronicle.tell(fact);
    this.#stopIfAsked(look);
    for (const incident of look.updates) {
      const composed = respond(incident, chronicle.facts, stationery, folder, at);
      chronicle.tell(composed);
      if (!this.#notifiedAt.has(incident.id)) this.#notifiedAt.set(incident.id, clock.now());
    }
    people?.look(watch.incidents, look.answers, at);
    this.#parts.desk?.look(watch.incidents, look.frame.signals, at);
  }

  #stopIfAsked({ facts, frame }: Look): void {
    const { watch, stopRule, chronicle } = this.#parts;
    if (this.#stoppedBecause !== null || !watch.loadOn) return;
    const reason = stopReason(stopRule, facts.filter(isJudgement));
    if (reason === null) return;
    this.#stoppedBecause = reason;
    chronicle.tell({ at: frame.at, fact: 'load-stopping', reason });
    this.#stopping.abort();
  }

  #unresolvedAndMeasured(): boolean {
    const measured = new Set(
      this.#lastLook?.frame.signals.filter(({ value }) => value !== null).map(({ id }) => id) ?? [],
    );
    return this.#parts.watch.incidents.some(
      ({ phase, breaches }) =>
        phase !== 'resolved' && breaches.some(({ signal, clearedAt }) => clearedAt === null && measured.has(signal)),
    );
  }
}

const isJudgement = (fact: Look['facts'][number]): fact is Told<Judgement> =>
  fact.fact !== 'frame' && fact.fact !== 'blind' && fact.fact !== 'declared';

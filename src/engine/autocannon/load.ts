import type { EngineEnd } from '../../model/engine.ts';
import type { Plan } from '../../model/plan.ts';
import { duration, type DurationMs } from '../../model/time.ts';
import { readyValues, type ArrivalValues } from '../../scenario/arrival-values.ts';
import { journeyAt } from '../../scenario/draw.ts';
import { lengthOf } from '../../scenario/rate-curve.ts';
import { Connections, type Autocannon } from './connections.ts';
import { Gate } from './gate.ts';
import { LoadCounts } from './load-counts.ts';
import { dueBy, slotLength } from './pace.ts';
import { Visit, type ReadyJourney } from './visit.ts';

/** What a load is made of. */
export interface LoadParts {
  readonly plan: Plan;
  /** Beside each of the plan's journeys, the same made ready; null for one that autocannon cannot make. */
  readonly journeys: readonly (ReadyJourney | null)[];
  readonly shares: readonly number[];
  readonly secrets: Readonly<Record<string, string>>;
  readonly autocannon: Autocannon;
}

/** The load under way: lets people in as they fall due and there is a place, and follows them to the end of their journeys. */
export class Load {
  readonly counts = new LoadCounts();
  /** Resolves once the load is over. */
  readonly over: Promise<EngineEnd>;
  readonly #parts: LoadParts;
  readonly #valuesAt: (arrival: number) => ArrivalValues;
  readonly #gate: Gate;
  readonly #connections: Connections;
  readonly #length: DurationMs;
  readonly #planned: number;
  readonly #brokenJourneys = new Set<string>();
  #settle: (end: EngineEnd) => void = () => undefined;
  #said: string[] = [];
  #startedAt = 0;
  #slots: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | null = null;
  #ended = false;

  constructor(parts: LoadParts) {
    const { plan, secrets, autocannon } = parts;
    this.#parts = parts;
    this.#valuesAt = readyValues({ ...plan, secrets });
    this.#gate = new Gate(plan.atOnce.ready, (arrival) => this.#journeyOf(arrival) !== null);
    this.#connections = new Connections(autocannon, plan.url, {
      left: () => {
        this.#left();
      },
      failed: (why) => {
        this.#end({ kind: 'failed', why, lastWords: '' });
      },
    });
    this.#length = lengthOf(plan.pieces);
    this.#planned = dueBy(plan.pieces, this.#length);
    this.over = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  begin(): void {
    this.#startedAt = performance.now();
    this.#slots = setInterval(() => {
      this.#advance();
    }, slotLength);
  }

  /** How long the load has been on. */
  get elapsed(): DurationMs {
    return duration(performance.now() - this.#startedAt);
  }

  /** Ends the load at once, whoever is inside. */
  stop(): void {
    this.#end({ kind: 'stopped' });
  }

  /** Resolves when nothing of the load is left. */
  closed(): Promise<void> {
    return this.#connections.closed();
  }

  /** What there is to be told since the last time. */
  takeSaid(): readonly string[] {
    return this.#said.splice(0);
  }

  #journeyOf(arrival: number): ReadyJourney | null {
    return this.#parts.journeys[journeyAt(this.#parts.shares, arrival)] ?? null;
  }

  #advance(): void {
    if (this.#ended) return;
    const { elapsed } = this;
    const { pieces, grace } = this.#parts.plan;
    const due = elapsed >= this.#length ? this.#planned : dueBy(pieces, elapsed);
    const visits = this.#gate.admit(due).flatMap((arrival) => this.#beginVisit(arrival) ?? []);
    this.#connections.open(visits);
    if (elapsed < this.#length) return;
    if (this.#gate.inside === 0 && this.#gate.waiting(this.#planned) === 0) this.#end({ kind: 'completed' });
    else if (elapsed >= this.#length + grace) this.#endLate();
  }

  /** Null when the person had nothing to send, and has left again. */
  #beginVisit(arrival: number): Visit | null {
    const journey = this.#journeyOf(arrival);
    if (journey === null) return null;
    const visit = new Visit(journey, this.#valuesAt(arrival), this.counts, (id, error) => {
      this.#tellBroken(id, error);
    });
    if (visit.request !== null) return visit;
    this.#left();
    return null;
  }

  /** Who waits for the place need not wait for the next slot. */
  #left(): void {
    const awaited = this.#gate.full || this.elapsed >= this.#length;
    this.#gate.leave();
    if (!awaited) return;
    this.#soon ??= setImmediate(() => {
      this.#soon = null;
      this.#advance();
    });
  }

  #tellBroken(journey: string, error: unknown): void {
    if (this.#brokenJourneys.has(journey)) return;
    this.#brokenJourneys.add(journey);
    this.#said.push(`the journey ${journey} broke: ${error instanceof Error ? error.message : String(error)}`);
  }

  #endLate(): void {
    const waiting = this.#gate.waiting(this.#planned);
    if (waiting > 0)
      this.#said.push(`closed model: ${waiting} arrivals still waited for a place at the end, and never began`);
    this.#end({ kind: 'completed' });
  }

  #end(end: EngineEnd): void {
    this.#ended = true;
    clearInterval(this.#slots);
    if (this.#soon !== null) clearImmediate(this.#soon);
    this.#connections.cut();
    this.#settle(end);
  }
}

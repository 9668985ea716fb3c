import type { ActionFact, Told } from '../../model/fact.ts';
import type { Incident } from '../../model/incident.ts';
import type { Json } from '../../model/json.ts';
import type { Playbook } from '../../model/playbook.ts';
import type { Settings } from '../../model/settings.ts';
import type { Signal } from '../../model/signal.ts';
import type { TargetProfile } from '../../model/target-profile.ts';
import { plus, type Millis } from '../../model/time.ts';
import { actText, type TargetAction } from '../../model/action.ts';
import { holds, nextAct, type ActingStep, type ActProgress } from '../../playbook/next-act.ts';
import type { Mark, Standing } from './left-over.ts';
import { refusal } from './allowance.ts';
import { command, request, type PerformContext, type Performed } from './perform.ts';

/** What a desk acts with; the same for a whole run. */
export interface ActionDeskParts {
  readonly profile: TargetProfile;
  readonly targetUrl: string;
  readonly playbooks: readonly Playbook[];
  readonly settings: Settings;
  readonly secrets: Readonly<Record<string, string>>;
  readonly drill: boolean;
  readonly context: PerformContext;
  /** Marks the run while something of it stands that must be taken back, whoever does it. */
  readonly mark: Mark;
  /** Tells a fact: it is on disk when this returns. */
  readonly tell: (fact: Told<ActionFact>) => void;
}

/** Something that was done, and how it is taken back. */
interface Done {
  readonly incident: string;
  readonly step: ActingStep;
  readonly captured: Readonly<Record<string, Json>>;
}

/** An action whose effect is awaited until a time. */
interface Awaited extends Done {
  readonly until: Millis;
}

/** A step by its id, if it is still there and acts. */
export const actingStep = (playbooks: readonly Playbook[], playbook: string, id: string): ActingStep | undefined =>
  playbooks
    .find((one) => one.id === playbook)
    ?.steps.find((one): one is ActingStep => one.kind === 'act' && one.id === id);

const isUncertain = (performed: Performed): boolean => performed.kind === 'failed' && performed.mayStand;

/**
 * Takes the actions of the playbooks of open incidents, one at a time for each incident: the next is tried when the one before failed or had no effect. Each
 * is told before it begins and when it has ended; none is fatal to the run. What was done, or may have been, is taken back at the end, the last first, and one that
 * cannot be taken back does not keep the others.
 */
export class ActionDesk {
  readonly #parts: ActionDeskParts;
  readonly #progress = new Map<string, Map<string, ActProgress>>();
  readonly #inFlight = new Set<Promise<void>>();
  #awaited: Awaited[] = [];
  #done: Done[] = [];
  #closed = false;
  /** Whether something could not be taken back. */
  #left = false;

  constructor(parts: ActionDeskParts) {
    this.#parts = parts;
  }

  /** Looks whether anything is to be done, or has been brought about, as things stand now. */
  look(incidents: readonly Incident[], signals: readonly Signal[], now: Millis): void {
    if (this.#closed) return;
    this.#verify(signals, now);
    for (const incident of incidents) {
      const playbook = this.#parts.playbooks.find(({ id }) => id === incident.playbook);
      if (playbook === undefined) continue;
      const step = nextAct(playbook, incident, this.#progressOf(incident.id), signals);
      if (step !== null) this.#begin(incident, playbook, step);
    }
  }

  /** Takes over what another run left standing, in the order in which it was done: closing takes it back. Steps that are no longer in their playbook cannot be. */
  adopt(left: readonly Standing[]): void {
    for (const { incident, playbook, step: id, captured } of left) {
      const step = actingStep(this.#parts.playbooks, playbook, id);
      if (step === undefined) this.#left = true;
      else this.#done.push({ incident, step, captured });
    }
  }

  /** Whether something could not be taken back. */
  get left(): boolean {
    return this.#left;
  }

  /** Waits for what is being done, and takes everything back that is to be, the last first. Nothing is begun any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#inFlight);
    const undone = this.#done.filter(({ step }) => step.rollback !== 'never').reverse();
    this.#done = [];
    for (const done of undone) await this.#undo(done);
    // What could not be taken back stays marked.
    if (!this.#left) this.#parts.mark.clear();
  }

  #progressOf(incident: string): Map<string, ActProgress> {
    const known = this.#progress.get(incident) ?? new Map<string, ActProgress>();
    this.#progress.set(incident, known);
    return known;
  }

  #begin(incident: Incident, playbook: Playbook, step: ActingStep): void {
    const progress = this.#progressOf(incident.id);
    progress.set(step.id, 'acting');
    const acting = this.#take(incident, playbook, step).finally(() => this.#inFlight.delete(acting));
    this.#inFlight.add(acting);
  }

  async #take(incident: Incident, playbook: Playbook, step: ActingStep): Promise<void> {
    const { tell, context, targetUrl, drill, settings } = this.#parts;
    const about = { incident: incident.id, playbook: playbook.id, step: step.id };
    const progress = this.#progressOf(incident.id);
    tell({ at: context.clock.now(), fact: 'action-started', ...about, action: actText(step.act) });
    const dry = refusal(step.act, { targetUrl, drill, allow: settings.allow });
    // Before it is done: a kill in between must not leave it standing unmarked.
    if (dry === null) this.#parts.mark.set(step.act);
    const { performed, tries, mayStand } =
      dry === null ? await this.#perform(step) : { performed: null, tries: 0, mayStand: false };
    const at = context.clock.now();
    if (performed?.kind === 'done') {
      const done = { incident: incident.id, step, captured: performed.captured };
      this.#done.push(done);
      tell({ at, fact: 'action-ended', ...about, outcome: 'done', tries, why: null, captured: performed.captured });
      progress.set(step.id, step.verify === null ? 'over' : 'verifying');
      if (step.verify !== null) this.#awaited.push({ ...done, until: plus(at, step.verify.within) });
      return;
    }
    if (mayStand) this.#done.push({ incident: incident.id, step, captured: {} });
    const why = performed === null ? dry : performed.why;
    tell({
      at,
      fact: 'action-ended',
      ...about,
      outcome: performed === null ? 'dry' : 'failed',
      tries,
      why,
      ...(mayStand ? { mayStand } : {}),
      captured: {},
    });
    progress.set(step.id, 'over');
  }

  async #perform(step: ActingStep): Promise<{
    readonly performed: Performed;
    readonly tries: number;
    /** Whether one of the tries may have done it, though none said so. */
    readonly mayStand: boolean;
  }> {
    let performed = await this.#attempt(step);
    let tries = 1;
    let mayStand = isUncertain(performed);
    while (performed.kind === 'failed' && tries <= step.retries && !this.#closed) {
      performed = await this.#attempt(step);
      tries += 1;
      mayStand ||= isUncertain(performed);
    }
    return { performed, tries, mayStand: mayStand && performed.kind === 'failed' };
  }

  async #attempt({ act, timeOut }: ActingStep): Promise<Performed> {
    const { profile, targetUrl, context, secrets } = this.#parts;
    switch (act.kind) {
      case 'target': {
        const action = this.#actionOf(act.action);
        if (action === undefined)
          return { kind: 'failed', why: `the target ${profile.id} has no action "${act.action}"`, mayStand: false };
        return request(action.do, targetUrl, this.#values(act.with), timeOut, context);
      }
      case 'command':
        return command(act.run, timeOut, context, Object.values(secrets));
      case 'call':
        return request(act.call, null, this.#values({}), timeOut, context);
    }
  }

  #actionOf(id: string): TargetAction | undefined {
    const { actions } = this.#parts.profile;
    return Object.hasOwn(actions, id) ? actions[id] : undefined;
  }

  #values(given: Readonly<Record<string, Json>>): ReadonlyMap<string, Json> {
    const secrets = Object.entries(this.#parts.secrets).map(([name, value]) => [`secret.${name}`, value] as const);
    return new Map<string, Json>([...Object.entries(given), ...secrets]);
  }

  #verify(signals: readonly Signal[], now: Millis): void {
    for (const awaited of this.#awaited) {
      const { step, incident, until } = awaited;
      if (step.verify === null) continue;
      const effective = holds(step.verify, signals) === true;
      if (!effective && now < until) continue;
      this.#awaited = this.#awaited.filter((one) => one !== awaited);
      const value = signals.find(({ id }) => id === step.verify?.signal)?.value ?? null;
      const outcome = effective ? 'effective' : 'without-effect';
      this.#parts.tell({
        at: now,
        fact: 'action-verified',
        incident,
        step: step.id,
        signal: step.verify.signal,
        value,
        outcome,
      });
      if (!effective && step.rollback === 'without-effect') this.#takeBack(awaited);
      else this.#progressOf(incident).set(step.id, 'over');
    }
  }

  /** Takes back what had no effect before the next one is tried. */
  #takeBack({ incident, step, captured }: Done): void {
    this.#done = this.#done.filter((one) => one.incident !== incident || one.step !== step);
    const undoing = this.#undo({ incident, step, captured }).finally(() => {
      this.#progressOf(incident).set(step.id, 'over');
      this.#inFlight.delete(undoing);
    });
    this.#inFlight.add(undoing);
  }

  async #undo({ incident, step, captured }: Done): Promise<void> {
    const { tell, context, targetUrl, drill, settings } = this.#parts;
    // What another run did was allowed then; what would take it back must be so now.
    const refused = refusal(step.act, { targetUrl, drill, allow: settings.allow });
    const performed: Performed | null =
      refused === null ? await this.#attemptUndo(step, captured) : { kind: 'failed', why: refused, mayStand: true };
    if (performed === null) return;
    if (performed.kind === 'failed') this.#left = true;
    const why = performed.kind === 'done' ? null : performed.why;
    const at = context.clock.now();
    tell({ at, fact: 'action-undone', incident, step: step.id, outcome: performed.kind, why });
  }

  /** Null where nothing is known that would take it back. */
  async #attemptUndo({ act, timeOut }: ActingStep, captured: Done['captured']): Promise<Performed | null> {
    const { targetUrl, context, secrets } = this.#parts;
    switch (act.kind) {
      case 'target': {
        const undo = this.#actionOf(act.action)?.undo;
        if (undo === undefined) return null;
        return request(undo, targetUrl, this.#values({ ...act.with, ...captured }), timeOut, context);
      }
      case 'command':
        return act.undo === null ? null : command(act.undo, timeOut, context, Object.values(secrets));
      case 'call':
        return act.undo === null ? null : request(act.undo, null, this.#values(captured), timeOut, context);
    }
  }
}

import type { DueStep, Fact } from '../model/fact.ts';
import type { IncidentId, PlaybookId } from '../model/id.ts';
import type { Incident } from '../model/incident.ts';
import type { Locale } from '../model/locale.ts';
import type { Playbook } from '../model/playbook.ts';
import { plus, type Millis } from '../model/time.ts';

/** What a person can say of a step. */
export const stepMarks = ['acknowledged', 'done', 'skipped'] as const;
export type StepMark = (typeof stepMarks)[number];

/** That something was said of a step, when, and whose word it is. */
export interface Marked {
  readonly at: Millis;
  readonly who: string;
}

/** A step of a person, from the moment it was shown. */
export interface PersonStep extends DueStep {
  readonly incident: IncidentId;
  readonly playbook: PlaybookId;
  /** When it was shown. */
  readonly dueAt: Millis;
  readonly acknowledged: Marked | null;
  readonly done: Marked | null;
  readonly skipped: (Marked & { readonly why: string | null }) | null;
}

/** How far a step has come. */
export const standingOf = ({ acknowledged, done, skipped }: PersonStep): 'due' | StepMark => {
  if (done !== null) return 'done';
  if (skipped !== null) return 'skipped';
  return acknowledged === null ? 'due' : 'acknowledged';
};

/** Whether a person has said anything of it. */
export const isTouched = (step: PersonStep): boolean => standingOf(step) !== 'due';

/** Whether nothing more can be said of it. */
export const isSettled = ({ done, skipped }: PersonStep): boolean => done !== null || skipped !== null;

/**
 * The steps of people that are to be done from now on: those of the playbook of an open incident that were not shown before and whose cause, where they wait for
 * one, is known. The time that a step may take runs from the opening of the incident.
 */
export function newlyDue(
  playbook: Playbook,
  incident: Incident,
  shown: ReadonlySet<string>,
  locale: Locale,
): readonly DueStep[] {
  if (incident.phase === 'resolved') return [];
  return playbook.steps.flatMap((step): readonly DueStep[] => {
    if (step.kind !== 'person' || shown.has(step.id)) return [];
    if (step.when !== undefined && step.when.cause !== incident.cause) return [];
    const by = step.within === null ? null : plus(incident.openedAt, step.within);
    return [{ step: step.id, person: step.person, do: step.do[locale], by }];
  });
}

/** The steps of people after a fact; the same ones when it says nothing of them. */
export function followSteps(steps: readonly PersonStep[], fact: Fact): readonly PersonStep[] {
  switch (fact.fact) {
    case 'steps-due': {
      const { incident, playbook, at: dueAt } = fact;
      const fresh = { incident, playbook, dueAt, acknowledged: null, done: null, skipped: null };
      return [...steps, ...fact.steps.map((step): PersonStep => ({ ...step, ...fresh }))];
    }
    case 'step-acknowledged':
      return marked(steps, fact, { acknowledged: { at: fact.at, who: fact.who } });
    case 'step-done':
      return marked(steps, fact, { done: { at: fact.at, who: fact.who } });
    case 'step-skipped':
      return marked(steps, fact, { skipped: { at: fact.at, who: fact.who, why: fact.why } });
    default:
      return steps;
  }
}

const marked = (
  steps: readonly PersonStep[],
  { incident, step }: { readonly incident: IncidentId; readonly step: string },
  mark: Partial<PersonStep>,
): readonly PersonStep[] =>
  steps.map((one) => (one.incident === incident && one.step === step ? { ...one, ...mark } : one));

/** The steps of people of a whole run, in the order in which they were shown. */
export const personSteps = (facts: readonly Fact[]): readonly PersonStep[] =>
  facts.reduce<readonly PersonStep[]>(followSteps, []);

/** Why something cannot be said of a step any more; null where it can. */
export function markRefusal(step: PersonStep, mark: StepMark): string | null {
  const standing = standingOf(step);
  if (isSettled(step)) return `${step.step} of ${step.incident} is ${standing} already`;
  return mark === 'acknowledged' && standing === 'acknowledged'
    ? `${step.step} of ${step.incident} is acknowledged already`
    : null;
}

/** What has become of a step when a run is over. */
export type PersonFate = 'done' | 'late' | 'skipped' | 'open';

/**
 * What has become of a step by a moment: *done* in its time; *late* when it was done after it, or was taken up and not done by it; *skipped* when a person said
 * so, or nobody touched it and its time is over, or has none; *open* while its time is not over.
 */
export function fateOf(step: PersonStep, now: Millis): PersonFate {
  const { by, done } = step;
  const isOver = (at: Millis): boolean => by !== null && at > by;
  if (done !== null) return isOver(done.at) ? 'late' : 'done';
  if (step.skipped !== null) return 'skipped';
  if (step.acknowledged !== null) return isOver(now) ? 'late' : 'open';
  return by === null || isOver(now) ? 'skipped' : 'open';
}

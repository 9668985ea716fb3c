import type { Verification } from '../model/action.ts';
import type { Incident } from '../model/incident.ts';
import type { Playbook, PlaybookStep } from '../model/playbook.ts';
import type { Signal } from '../model/signal.ts';

/** A step that acts by itself. */
export type ActingStep = Extract<PlaybookStep, { readonly kind: 'act' }>;

/** How far a step that acts has come. */
export type ActProgress = 'acting' | 'verifying' | 'over';

/** What a signal reads now against what must hold: null while it is not measured. */
export function holds({ signal, bound }: Verification, signals: readonly Signal[]): boolean | null {
  const value = signals.find(({ id }) => id === signal)?.value ?? null;
  if (value === null) return null;
  return bound.side === 'above' ? value > bound.level : value < bound.level;
}

/**
 * The step of an incident's playbook that is to act now: the first that has not been taken, once those before it are over. It waits for its cause, and while
 * what it is to bring about holds already, there is nothing to do; what is not measured does not hold.
 */
export function nextAct(
  playbook: Playbook,
  incident: Incident,
  progress: ReadonlyMap<string, ActProgress>,
  signals: readonly Signal[],
): ActingStep | null {
  if (incident.phase === 'resolved') return null;
  const acting = playbook.steps.filter((step) => step.kind === 'act');
  // Of the playbook that this one took the incident over from, an action may still be under way.
  if ([...progress.values()].some((far) => far !== 'over')) return null;
  for (const step of acting) {
    const { id, when, verify } = step;
    if (progress.has(id) || (when !== undefined && when.cause !== incident.cause)) continue;
    return verify !== null && holds(verify, signals) === true ? null : step;
  }
  return null;
}

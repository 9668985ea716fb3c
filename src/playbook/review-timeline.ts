import { personTold } from './person-told.ts';
import type { ActionFact, Fact, StepsDue } from '../model/fact.ts';
import type { Incident } from '../model/incident.ts';
import type { Millis } from '../model/time.ts';

/** Something that happened, as a review tells it. */
export interface Happening {
  readonly at: Millis;
  readonly what: string;
}

/** What a run's facts tell of an incident, in order: its onset, its breaches, its phases, what its readers were told, and when nothing was seen. */
export function reviewTimeline(incident: Incident, facts: readonly Fact[]): readonly Happening[] {
  const told = facts.flatMap((fact): readonly Happening[] => {
    const what = saidOf(fact, incident);
    return what === null ? [] : [{ at: fact.at, what }];
  });
  // Facts are in order; only the onset was not known when it was.
  return [{ at: incident.onsetAt, what: 'onset' }, ...told].toSorted((a, b) => a.at - b.at);
}

function saidOf(fact: Fact, incident: Incident): string | null {
  switch (fact.fact) {
    case 'breach-opened':
    case 'breach-cleared':
      return isOf(incident, fact) ? `${fact.threshold}: ${fact.reason}` : null;
    case 'steps-due':
      return null;
    case 'blind':
      return blindDuring(incident, fact) ? `nothing was seen: ${fact.why}` : null;
    default:
      return 'incident' in fact && fact.incident === incident.id ? toldOf(fact) : null;
  }
}

/** Whether a breach belongs to the incident: a root may be seen before the onset of the symptom, but what comes after the end is of another trouble. */
function isOf(incident: Incident, { threshold, at }: Extract<Fact, { readonly threshold: string }>): boolean {
  const first = Math.min(incident.openedAt, ...incident.breaches.map(({ openedAt }) => openedAt));
  const over = incident.phase === 'resolved' ? incident.resolvedAt : Infinity;
  return incident.breaches.some((one) => one.threshold === threshold) && at >= first && at <= over;
}

function toldOf(fact: Exclude<Extract<Fact, { readonly incident: string }>, StepsDue>): string {
  switch (fact.fact) {
    case 'incident-opened':
      return `investigating: ${fact.reason}`;
    case 'incident-taken-over':
      return `taken over from ${fact.from} by ${fact.playbook}: ${fact.reason}`;
    case 'severity-raised':
      return `${fact.severity}: ${fact.reason}`;
    case 'phase-changed':
      return `${fact.phase}: ${fact.reason}`;
    case 'update-due':
      return `the promised update ${fact.update} came due, with nothing new`;
    case 'notices-composed':
      return `${fact.notices.length} notices were written, update ${fact.update}`;
    case 'step-acknowledged':
    case 'step-done':
    case 'step-skipped':
      return personTold(fact);
    default:
      return toldOfAction(fact);
  }
}

function toldOfAction(fact: ActionFact): string {
  switch (fact.fact) {
    case 'action-started':
      return `${fact.step}: ${fact.action} begins`;
    case 'action-ended':
      return `${fact.step}: ${fact.outcome}${because(fact.why)}`;
    case 'action-verified':
      return `${fact.step}: ${fact.outcome === 'effective' ? 'it helped' : 'it did not help'}`;
    case 'action-undone':
      return `${fact.step}: ${fact.outcome === 'done' ? 'taken back' : 'could not be taken back'}${because(fact.why)}`;
  }
}

const because = (why: string | null): string => (why === null ? '' : `: ${why}`);

/** Whether the collector was blind at a time that belongs to the incident. */
export const blindDuring = (incident: Incident, blind: Extract<Fact, { readonly fact: 'blind' }>): boolean =>
  blind.at >= incident.onsetAt && (incident.phase !== 'resolved' || blind.from <= incident.resolvedAt);

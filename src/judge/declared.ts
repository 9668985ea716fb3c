import type { Answered, Declaration, Said } from '../model/declaration.ts';
import type { IncidentFact } from '../model/fact.ts';
import type { Incident } from '../model/incident.ts';
import type { Playbook } from '../model/playbook.ts';
import { worse } from '../model/threshold.ts';
import type { Millis } from '../model/time.ts';
import { enterIncident, withIncident, type PlaybooksById } from './enter-incident.ts';
import {
  asItStands,
  enter,
  identify,
  isRootOf,
  severityRaised,
  symptomsOf,
  type Breaches,
  type Lived,
} from './incident-life.ts';

/** What people's words have made of the incidents. */
export interface Heard {
  readonly incidents: readonly Incident[];
  readonly lived: readonly Lived<IncidentFact>[];
  /** One for each declaration, in their order. */
  readonly answers: readonly Answered[];
}

/** Against what declarations are held. */
interface Present {
  readonly playbooks: PlaybooksById;
  readonly incidents: readonly Incident[];
  readonly breaches: Breaches;
  readonly now: Millis;
}

/**
 * Takes people at their word, one after the other, as far as the rules of an incident's life allow: one open incident for each trouble, phases that only go
 * forward, a severity that only rises, and no end while a symptom is still breached.
 */
export function hear(said: readonly Said[], present: Present): Heard {
  let { incidents } = present;
  const lived: Lived<IncidentFact>[] = [];
  const answers = said.map((one): Answered => {
    const outcome = weigh(one, { ...present, incidents });
    if (typeof outcome === 'string') return { ...one, refused: outcome };
    for (const { incident } of outcome) incidents = withIncident(incidents, incident);
    lived.push(...outcome);
    return { ...one, refused: null };
  });
  return { incidents, lived, answers };
}

/** What a declaration changes, or why it cannot be so. */
function weigh({ who, declaration }: Said, present: Present): readonly Lived<IncidentFact>[] | string {
  if (declaration.declares === 'incident') return weighIncident(who, declaration, present);
  const { incidents, playbooks, breaches, now } = present;
  const before = incidents.find(({ id }) => id === declaration.incident);
  const playbook = before === undefined ? undefined : playbooks.get(before.playbook);
  if (before === undefined || playbook === undefined) return `there is no incident "${declaration.incident}"`;
  if (before.phase === 'resolved') return `${before.id} is resolved already`;
  const incident = asItStands(before, playbook, breaches, now);
  const changed = changeOf(who, declaration, { incident, playbook, breaches, now });
  return typeof changed === 'string' ? changed : [changed];
}

type Of<Kind extends Declaration['declares']> = Extract<Declaration, { readonly declares: Kind }>;

function weighIncident(
  who: string,
  { playbook: id, severity, cause }: Of<'incident'>,
  { playbooks, incidents, breaches, now }: Present,
): readonly Lived<IncidentFact>[] | string {
  const playbook = playbooks.get(id);
  if (playbook === undefined) return `there is no playbook "${id}"`;
  if (cause !== null && !Object.hasOwn(playbook.causes, cause)) return `${id} knows no cause "${cause}"`;
  const told = toldAlready(playbook, { playbooks, incidents, breaches, now });
  if (told !== null) return told;
  const entered = enterIncident(playbook, playbooks, incidents, breaches, now, `${who} declared it`);
  const opened = asBadAs(entered, severity);
  // One that was taken over is identified by that.
  if (cause === null || opened.incident.phase !== 'investigating') return [opened];
  const incident = asItStands(opened.incident, playbook, breaches, now);
  return [opened, identify(incident, cause, playbook, now, `${who} says so`)];
}

/** Why a playbook's trouble is no new one: an open incident tells of it. */
function toldAlready(playbook: Playbook, { playbooks, incidents, breaches }: Present): string | null {
  const symptoms = symptomsOf(playbook, breaches);
  for (const { id, phase, playbook: of } of incidents) {
    const other = playbooks.get(of);
    if (phase === 'resolved' || other === undefined) continue;
    if (other.id === playbook.id) return `${id} is open already`;
    if (isRootOf(playbook, other, breaches))
      return `${id} is open already, and this is its root: say that it is the cause`;
    const theirs = new Set(symptomsOf(other, breaches).map(({ threshold }) => threshold));
    const isTheirs = symptoms.length > 0 && symptoms.every(({ threshold }) => theirs.has(threshold));
    if (isTheirs && !isRootOf(other, playbook, breaches)) return `${id} is open already, and tells of what is breached`;
  }
  return null;
}

/** The same with the severity that was said, where that is worse. */
function asBadAs(entered: Lived<IncidentFact>, severity: Incident['severity'] | null): Lived<IncidentFact> {
  if (severity === null) return entered;
  const worst = worse(entered.incident.severity, severity);
  return {
    incident: { ...entered.incident, severity: worst },
    told: entered.told.map((fact) => ('severity' in fact ? { ...fact, severity: worst } : fact)),
  };
}

interface Standing {
  readonly incident: Incident;
  readonly playbook: Playbook;
  readonly breaches: Breaches;
  readonly now: Millis;
}

function changeOf(
  who: string,
  declaration: Of<'cause' | 'severity' | 'end'>,
  standing: Standing,
): Lived<IncidentFact> | string {
  const { incident, playbook, breaches, now } = standing;
  switch (declaration.declares) {
    case 'cause': {
      const { cause } = declaration;
      if (!Object.hasOwn(playbook.causes, cause)) return `${playbook.id} knows no cause "${cause}"`;
      if (incident.cause !== null) return `the cause of ${incident.id} is known already: ${incident.cause}`;
      return identify(incident, cause, playbook, now, `${who} says so`);
    }
    case 'severity': {
      const { severity } = declaration;
      if (worse(incident.severity, severity) === incident.severity)
        return `${incident.id} is ${incident.severity} already, and a severity only rises`;
      return severityRaised({ ...incident, severity }, playbook, `${who} says so`, now);
    }
    case 'end': {
      const breached = symptomsOf(playbook, breaches).map(({ threshold }) => threshold);
      if (breached.length > 0) return `${incident.id} is not over: ${breached.join(', ')} still breached`;
      return enter({ ...incident, phase: 'resolved', resolvedAt: now }, playbook, now, `${who} says that it is over`);
    }
  }
}

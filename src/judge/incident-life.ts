import type { IncidentOpened, IncidentTakenOver, PhaseChanged, SeverityRaised, UpdateDue } from '../model/fact.ts';
import type { CauseId, ThresholdId } from '../model/id.ts';
import type { Breach, Incident } from '../model/incident.ts';
import type { Playbook } from '../model/playbook.ts';
import { worse, type Severity } from '../model/threshold.ts';
import { plus, type Millis } from '../model/time.ts';
import { causeOf, causeTriggersOf, symptomTriggersOf, triggersOf } from '../playbook/match.ts';

/** What the thresholds say at one moment: the open breaches, and which of them have their clear hold running. */
export interface Breaches {
  readonly open: ReadonlyMap<ThresholdId, Breach>;
  readonly clearing: ReadonlySet<ThresholdId>;
}

export interface Lived<T> {
  readonly incident: Incident;
  readonly told: readonly T[];
}

const breachedOf = (breaches: Breaches): ReadonlySet<ThresholdId> => new Set(breaches.open.keys());

/** What the playbook knows for its symptoms, of that what is breached now. */
export function symptomsOf(playbook: Playbook, breaches: Breaches): readonly Breach[] {
  return symptomTriggersOf(playbook).flatMap((id) => breaches.open.get(id) ?? []);
}

/** Opens an incident for a playbook whose condition holds, or that a person declared. Its onset is that of its earliest symptom; without any it is now. */
export function openIncident(
  playbook: Playbook,
  breaches: Breaches,
  id: string,
  now: Millis,
  because?: string,
): Lived<IncidentOpened> {
  const symptoms = symptomsOf(playbook, breaches);
  const onsetAt = Math.min(now, ...symptoms.map((breach) => breach.onsetAt)) as Millis;
  const incident: Incident = {
    id,
    playbook: playbook.id,
    severity: severityOf(playbook, symptoms),
    phase: 'investigating',
    onsetAt,
    openedAt: now,
    breaches: symptoms,
    cause: null,
    update: 1,
    nextUpdateAt: plus(now, playbook.notices['next-update']),
  };
  const told: IncidentOpened = {
    fact: 'incident-opened',
    incident: id,
    playbook: playbook.id,
    severity: incident.severity,
    onsetAt,
    update: incident.update,
    nextUpdateAt: incident.nextUpdateAt,
    reason: because ?? breachedText(symptoms),
  };
  return { incident, told: [told] };
}

const breachedText = (symptoms: readonly Breach[]): string =>
  `breached: ${symptoms.map(({ threshold }) => threshold).join(', ')}`;

/** The playbook's severity, or that of its worst breached trigger. */
export const severityOf = (playbook: Playbook, symptoms: readonly Breach[]): Severity =>
  symptoms.reduce(
    (severity, { threshold }) => worse(severity, playbook.triggers[threshold]?.severity ?? severity),
    playbook.severity,
  );

/**
 * Whether an incident's playbook is only the root of what another one describes: everything it rests on now is a cause that the other knows,
 * and not the other way round.
 */
export function isRootOf(root: Playbook, symptom: Playbook, breaches: Breaches): boolean {
  const explains = (one: Playbook, other: Playbook): boolean => {
    const causes = causeTriggersOf(one);
    const evidence = symptomsOf(other, breaches);
    return evidence.length > 0 && evidence.every(({ threshold }) => causes.has(threshold));
  };
  return root.id !== symptom.id && explains(symptom, root) && !explains(root, symptom);
}

/** The symptom's playbook takes over the incident that its root opened: the same trouble, under the same id, its cause known. */
export function takeOver(
  root: Incident,
  playbook: Playbook,
  cause: string,
  breaches: Breaches,
  now: Millis,
  because?: string,
): Lived<IncidentTakenOver> {
  const symptoms = symptomsOf(playbook, breaches);
  const severity = worse(root.severity, severityOf(playbook, symptoms));
  const incident = countUpdate<Incident>(
    {
      ...openedPart(root),
      playbook: playbook.id,
      severity,
      breaches: joinBreaches(root.breaches, playbook, breaches, now),
      phase: 'identified',
      identifiedAt: now,
      cause,
    },
    playbook,
    now,
  );
  const { id, update, nextUpdateAt } = incident;
  const reason = `${because ?? breachedText(symptoms)}; ${evidenceOf(playbook, cause, breaches)} is its cause`;
  const told: IncidentTakenOver = {
    fact: 'incident-taken-over',
    ...{ incident: id, from: root.playbook, playbook: playbook.id, severity, cause, update, nextUpdateAt, reason },
  };
  return { incident, told: [told] };
}

/** What an incident is whatever its phase. */
function openedPart({ id, onsetAt, openedAt, update, nextUpdateAt }: Incident) {
  return { id, onsetAt, openedAt, update, nextUpdateAt };
}

/** An open incident with its breaches and its severity as they are now. */
export function asItStands(before: Incident, playbook: Playbook, breaches: Breaches, now: Millis): Incident {
  const severity = worse(before.severity, severityOf(playbook, symptomsOf(playbook, breaches)));
  return { ...before, severity, breaches: joinBreaches(before.breaches, playbook, breaches, now) };
}

/** Whether a symptom of it was ever measured. Of one that a person declared none may have been: then only a person ends it. */
const wasMeasured = ({ breaches }: Incident, playbook: Playbook): boolean => {
  const symptoms = symptomTriggersOf(playbook);
  return breaches.some(({ threshold }) => symptoms.includes(threshold));
};

/**
 * Takes an open incident on by one moment. Phases only go forward: *identified* when one of the playbook's causes holds, *monitoring* when every
 * symptom's clear hold is running, *resolved* when no symptom is left. A root breach joins as the cause, also of what is monitored already; it need
 * not clear for the users' trouble to be over.
 */
export function liveOn(
  before: Incident,
  playbook: Playbook,
  breaches: Breaches,
  now: Millis,
): Lived<PhaseChanged | SeverityRaised | UpdateDue> {
  const symptoms = symptomsOf(playbook, breaches);
  const incident = asItStands(before, playbook, breaches, now);
  const { severity } = incident;
  if (symptoms.length === 0 && wasMeasured(incident, playbook)) {
    return enter({ ...incident, phase: 'resolved', resolvedAt: now }, playbook, now, 'every symptom has cleared');
  }
  const cause = incident.cause === null ? causeOf(playbook, breachedOf(breaches)) : null;
  if (cause !== null) {
    return identify(incident, cause, playbook, now, evidenceOf(playbook, cause, breaches));
  }
  const clearing = symptoms.length > 0 && symptoms.every((breach) => breaches.clearing.has(breach.threshold));
  if (clearing && incident.phase !== 'monitoring') {
    const monitoring: Incident = { ...incident, phase: 'monitoring', monitoringAt: now };
    return enter(monitoring, playbook, now, 'every symptom is within its clear level, the clear hold is running');
  }
  if (severity !== before.severity) {
    const worst = symptoms.filter(({ threshold }) => playbook.triggers[threshold]?.severity === severity);
    return severityRaised(incident, playbook, breachedText(worst), now);
  }
  return incident.nextUpdateAt <= now ? updateDue(incident, playbook, now) : { incident, told: [] };
}

function evidenceOf(playbook: Playbook, cause: string, breaches: Breaches): string {
  const condition = playbook.causes[cause]?.when;
  if (condition === undefined) return '';
  return triggersOf(condition)
    .filter((id) => breaches.open.has(id))
    .join(', ');
}

/** An incident whose cause has become known. What is monitored stays so: its readers learn the cause, and no phase goes back. */
export function identify(
  incident: Incident,
  cause: CauseId,
  playbook: Playbook,
  now: Millis,
  evidence: string,
): Lived<PhaseChanged> {
  const reason = `cause ${cause}: ${evidence}`;
  return incident.phase === 'monitoring'
    ? enter({ ...incident, cause }, playbook, now, reason)
    : enter({ ...incident, phase: 'identified', cause, identifiedAt: now }, playbook, now, reason);
}

/** An incident in its next phase, and what its readers are told of that. */
export function enter(
  entered: Incident & { readonly phase: PhaseChanged['phase'] },
  playbook: Playbook,
  now: Millis,
  reason: string,
): Lived<PhaseChanged> {
  const incident = countUpdate(entered, playbook, now);
  const { id, phase, cause, update, nextUpdateAt } = incident;
  return { incident, told: [{ fact: 'phase-changed', incident: id, phase, cause, update, nextUpdateAt, reason }] };
}

/** An incident that has become worse, and what its readers are told of that. */
export function severityRaised(
  before: Incident,
  playbook: Playbook,
  reason: string,
  now: Millis,
): Lived<SeverityRaised> {
  const incident = countUpdate(before, playbook, now);
  const { id, severity, update, nextUpdateAt } = incident;
  return { incident, told: [{ fact: 'severity-raised', incident: id, severity, update, nextUpdateAt, reason }] };
}

function updateDue(before: Incident, playbook: Playbook, now: Millis): Lived<UpdateDue> {
  const incident = countUpdate(before, playbook, now);
  const { id, phase, update, nextUpdateAt } = incident;
  return { incident, told: [{ fact: 'update-due', incident: id, phase, update, nextUpdateAt }] };
}

const countUpdate = <T extends Incident>(incident: T, playbook: Playbook, now: Millis): T => ({
  ...incident,
  update: incident.update + 1,
  nextUpdateAt: plus(now, playbook.notices['next-update']),
});

/** The incident's breaches as they stand now: those it had, brought up to date, and those of its triggers and causes that have opened since. */
function joinBreaches(had: readonly Breach[], playbook: Playbook, breaches: Breaches, now: Millis): readonly Breach[] {
  const mine = new Set([...triggersOf(playbook.when), ...causeTriggersOf(playbook)]);
  const known = had.map((breach): Breach => {
    if (breach.clearedAt !== null) return breach;
    const open = breaches.open.get(breach.threshold);
    return open?.openedAt === breach.openedAt ? open : { ...breach, clearedAt: now };
  });
  const fresh = [...breaches.open.values()].filter(
    (open) =>
      mine.has(open.threshold) &&
      !had.some((breach) => breach.threshold === open.threshold && breach.openedAt === open.openedAt),
  );
  return [...known, ...fresh];
}

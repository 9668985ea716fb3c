import type { Fact, IncidentFact } from '../model/fact.ts';
import type { CauseId, IncidentId, ThresholdId } from '../model/id.ts';
import type { Breach, Incident } from '../model/incident.ts';
import { thresholdsOf, type Playbook } from '../model/playbook.ts';
import { worse as worseSeverity, type Severity, type Threshold } from '../model/threshold.ts';
import type { Millis } from '../model/time.ts';
import { causeTriggersOf, triggersOf } from '../playbook/match.ts';
import { severityOf } from './incident-life.ts';
import { worse } from './threshold-watch.ts';

/** An incident as it stood when its readers were told something. */
export interface RecordedIncident {
  readonly incident: Incident;
  readonly at: Millis;
  /** Whether the update came because its promised time had come, with nothing new. */
  readonly again: boolean;
}

/** What has been read of a run. */
interface Reading {
  /** In the order in which they were judged. */
  readonly thresholds: readonly Threshold[];
  readonly open: ReadonlyMap<ThresholdId, Breach>;
  readonly incident: Incident | null;
}

/**
 * Every update of an incident, in order, from the facts of its run. Empty when the run knows no such incident, or its playbook is no longer there. Of a
 * forecast, a change or a burn rate that lasts, the worst reading is not in the facts: the first stands for it until it has cleared.
 */
export function recordedUpdates(
  facts: readonly Fact[],
  id: IncidentId,
  playbooks: readonly Playbook[],
): readonly RecordedIncident[] {
  let reading: Reading = { thresholds: recordedThresholds(facts, playbooks), open: new Map(), incident: null };
  let last: Millis | null = null;
  const updates: RecordedIncident[] = [];
  const playbookOf = (incident: Incident | null) => playbooks.find((one) => one.id === incident?.playbook);
  for (const fact of facts) {
    // What is breached at one moment joins then, also when nobody is told of it.
    if (fact.at !== last && !isOver(reading.incident)) {
      reading = { ...reading, incident: joined(reading, playbookOf(reading.incident)) };
    }
    last = fact.at;
    reading = followBreach(reading, fact);
    const incident = followIncident(reading.incident, fact, id);
    if (incident === null) continue;
    const playbook = playbookOf(incident);
    if (playbook === undefined) return [];
    const told =
      fact.fact === 'incident-opened'
        ? { ...incident, breaches: triggersOf(playbook.when).flatMap((one) => reading.open.get(one) ?? []) }
        : (joined({ ...reading, incident }, playbook) ?? incident);
    const severe = { ...told, severity: severityNow(told, playbook, reading) };
    reading = { ...reading, incident: severe };
    updates.push({ incident: severe, at: fact.at, again: fact.fact === 'update-due' });
  }
  return updates;
}

/** The thresholds by which a run was judged, as it recorded them; of those that there are now, only what it did not know. */
export function recordedThresholds(facts: readonly Fact[], playbooks: readonly Playbook[]): readonly Threshold[] {
  const recorded = facts.flatMap((fact) => (fact.fact === 'run-started' ? fact.thresholds : []));
  const known = new Set(recorded.map(({ id }) => id));
  return [...recorded, ...playbooks.flatMap(thresholdsOf).filter(({ id }) => !known.has(id))];
}

/** A severity that rises in the moment of another phase is not told by itself: it follows from what is breached then. */
function severityNow(incident: Incident, playbook: Playbook, { open }: Reading): Severity {
  const symptoms = triggersOf(playbook.when).flatMap((id) => open.get(id) ?? []);
  return worseSeverity(incident.severity, severityOf(playbook, symptoms));
}

/** The ids of a run's incidents, in the order in which they opened. */
export const recordedIds = (facts: readonly Fact[]): readonly IncidentId[] =>
  facts.flatMap((fact) => (fact.fact === 'incident-opened' ? [fact.incident] : []));

/** The incident with its breaches as they stand, and those of its triggers and causes that are open and new to it. */
function joined({ incident, open, thresholds }: Reading, playbook: Playbook | undefined): Incident | null {
  if (incident === null || playbook === undefined) return incident;
  const mine = new Set([...triggersOf(playbook.when), ...causeTriggersOf(playbook)]);
  const fresh = thresholds.flatMap(({ id }) => {
    const breach = open.get(id);
    const had = incident.breaches.some((one) => one.threshold === id && one.openedAt === breach?.openedAt);
    return breach === undefined || had || !mine.has(id) ? [] : [breach];
  });
  return { ...incident, breaches: [...incident.breaches, ...fresh] };
}

/** One that is over stays as it was. */
const isOver = (incident: Incident | null): boolean => incident?.phase === 'resolved';

function followBreach(reading: Reading, fact: Fact): Reading {
  switch (fact.fact) {
    case 'breach-opened': {
      const { threshold, signal, onsetAt, value: peak, at: openedAt } = fact;
      const breach: Breach = { threshold, signal, openedAt, onsetAt, peak, clearedAt: null };
      return { ...reading, open: new Map([...reading.open, [threshold, breach]]) };
    }
    case 'breach-cleared': {
      const { threshold, peak, at: clearedAt } = fact;
      const open = new Map([...reading.open].filter(([id]) => id !== threshold));
      return withBreaches({ ...reading, open }, (breach) =>
        breach.threshold === threshold && breach.clearedAt === null ? { ...breach, peak, clearedAt } : breach,
      );
    }
    case 'frame': {
      const seen = (breach: Breach): Breach => ({ ...breach, peak: peakAfter(breach, reading, fact.signals) });
      const open = new Map([...reading.open].map(([id, breach]) => [id, seen(breach)]));
      return withBreaches({ ...reading, open }, (breach) => (breach.clearedAt === null ? seen(breach) : breach));
    }
    default:
      return reading;
  }
}

/** What a frame shows of a signal is what the thresholds on its value see. */
function peakAfter(
  { threshold: id, signal, peak }: Breach,
  { thresholds }: Reading,
  signals: Readonly<Record<string, number | null>>,
): number | null {
  const threshold = thresholds.find((one) => one.id === id);
  if (threshold?.aspect.kind !== 'value') return peak;
  return worse(threshold, peak, signals[signal] ?? null);
}

const withBreaches = (reading: Reading, change: (breach: Breach) => Breach): Reading =>
  reading.incident === null || isOver(reading.incident)
    ? reading
    : { ...reading, incident: { ...reading.incident, breaches: reading.incident.breaches.map(change) } };

/** The incident after a fact that tells its readers something; null for any other. Its breaches are those it had. */
export function followIncident(before: Incident | null, fact: Fact, id: IncidentId): Incident | null {
  if (!tellsReaders(fact) || fact.incident !== id) return null;
  const { update, at } = fact;
  const told = { update, nextUpdateAt: fact.nextUpdateAt };
  if (fact.fact === 'incident-opened') {
    const { playbook, severity, onsetAt } = fact;
    const opened = { id, playbook, severity, onsetAt, openedAt: at, breaches: [], cause: null };
    return { ...opened, ...told, phase: 'investigating' };
  }
  if (before === null) return null;
  switch (fact.fact) {
    case 'incident-taken-over': {
      // What its root was in between, it is no more.
      const { onsetAt, openedAt, breaches } = before;
      const { playbook, severity, cause } = fact;
      return {
        id,
        onsetAt,
        openedAt,
        breaches,
        ...told,
        playbook,
        severity,
        phase: 'identified',
        identifiedAt: at,
        cause,
      };
    }
    case 'severity-raised':
      return { ...before, ...told, severity: fact.severity };
    case 'phase-changed':
      return entered({ ...before, ...told }, fact.phase, fact.cause, at);
    case 'update-due':
      return { ...before, ...told };
  }
}

const tellsReaders = (fact: Fact): fact is Extract<Fact, IncidentFact> =>
  'update' in fact && fact.fact !== 'notices-composed';

function entered(
  before: Incident,
  phase: Exclude<Incident['phase'], 'investigating'>,
  cause: CauseId | null,
  at: Millis,
): Incident {
  switch (phase) {
    case 'identified':
      return { ...before, phase, identifiedAt: at, cause: cause ?? '' };
    case 'monitoring':
      // Told again when its cause has shown.
      return { ...before, phase, monitoringAt: before.phase === 'monitoring' ? before.monitoringAt : at, cause };
    case 'resolved':
      return { ...before, phase, resolvedAt: at, cause };
  }
}

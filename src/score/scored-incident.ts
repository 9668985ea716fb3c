import { recordedIds, recordedUpdates, type RecordedIncident } from '../judge/recorded-incident.ts';
import type { Fact } from '../model/fact.ts';
import type { IncidentId, PlaybookId, SignalId, ThresholdId } from '../model/id.ts';
import type { Breach, Incident } from '../model/incident.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Threshold } from '../model/threshold.ts';
import { minus, type Millis } from '../model/time.ts';
import { symptomTriggersOf } from '../playbook/match.ts';

/** An incident of a run with the moments it is scored by; null for one that did not come before the run's end. */
export interface ScoredIncident {
  /** As its readers were last told of it. */
  readonly incident: Incident;
  readonly playbook: Playbook;
  /** The playbook that opened it: another may have taken it over since. */
  readonly openedBy: PlaybookId;
  readonly updates: readonly RecordedIncident[];
  /** Whether a person declared it before any symptom was measured. */
  readonly declared: boolean;
  /** The threshold whose hold was the last to be waited for. */
  readonly opening: Threshold | null;
  readonly notifiedAt: Millis | null;
  /** When the first of its actions that was more than dry began. */
  readonly firstActionAt: Millis | null;
  /** From when on every symptom stayed within its clear level: its clearing less its clear hold. Known once the incident is resolved. */
  readonly backAt: Millis | null;
  /** `backAt`, or when an action was found to have had its effect on a symptom, if that was sooner. */
  readonly mitigatedAt: Millis | null;
  readonly resolvedAt: Millis | null;
}

/** What incidents are read from. */
export interface IncidentEvidence {
  readonly facts: readonly Fact[];
  readonly thresholds: readonly Threshold[];
  readonly playbooks: readonly Playbook[];
  /** When each incident's first notices were on disk, where that is known to more than the look that called for them. */
  readonly notifiedAt: ReadonlyMap<IncidentId, Millis>;
}

/** The incidents of a run in the order in which they opened; without those whose playbook is not there. */
export function scoredIncidents(evidence: IncidentEvidence): readonly ScoredIncident[] {
  return recordedIds(evidence.facts).flatMap((id) => scored(id, evidence) ?? []);
}

function scored(id: IncidentId, { facts, thresholds, playbooks, notifiedAt }: IncidentEvidence): ScoredIncident | null {
  const updates = recordedUpdates(facts, id, playbooks);
  const opened = updates[0]?.incident;
  const incident = updates.at(-1)?.incident;
  const playbookOf = (one: PlaybookId): Playbook | undefined => playbooks.find((playbook) => playbook.id === one);
  const playbook = incident === undefined ? undefined : playbookOf(incident.playbook);
  if (opened === undefined || incident === undefined || playbook === undefined) return null;
  const known = new Map(thresholds.map((threshold) => [threshold.id, threshold]));
  const backAt = incident.phase === 'resolved' ? backSince(incident, playbook, known) : null;
  const openedBy = playbookOf(opened.playbook);
  const symptoms = symptomTriggersOf(playbook).flatMap((one) => known.get(one)?.signal ?? []);
  return {
    ...{ incident, playbook, updates, backAt },
    openedBy: opened.playbook,
    declared: openedBy !== undefined && ofSymptoms(opened, openedBy).length === 0,
    opening: openingOf(opened, openedBy, known),
    notifiedAt:
      notifiedAt.get(id) ?? firstAt(facts, (fact) => fact.fact === 'notices-composed' && fact.incident === id),
    firstActionAt: firstActionOf(id, facts),
    mitigatedAt: earlier(backAt, effectiveAt(id, symptoms, facts)),
    resolvedAt: incident.phase === 'resolved' ? incident.resolvedAt : null,
  };
}

type Known = ReadonlyMap<ThresholdId, Threshold>;

const ofSymptoms = ({ breaches }: Incident, playbook: Playbook): readonly Breach[] => {
  const triggers = symptomTriggersOf(playbook);
  return breaches.filter(({ threshold }) => triggers.includes(threshold));
};

function openingOf(opened: Incident, playbook: Playbook | undefined, known: Known): Threshold | null {
  if (playbook === undefined) return null;
  const [last] = ofSymptoms(opened, playbook).toSorted((one, other) => other.openedAt - one.openedAt);
  return last === undefined ? null : (known.get(last.threshold) ?? null);
}

function backSince(incident: Incident, playbook: Playbook, known: Known): Millis | null {
  const symptoms = ofSymptoms(incident, playbook);
  // Of one that nothing was measured of, only its end is known.
  if (symptoms.length === 0 && incident.phase === 'resolved') return incident.resolvedAt;
  const since = symptoms.flatMap(({ threshold, clearedAt }) => {
    const clearHold = known.get(threshold)?.clearHold;
    return clearedAt === null || clearHold === undefined ? [] : [minus(clearedAt, clearHold)];
  });
  return since.length === 0 ? null : (Math.max(...since) as Millis);
}

function firstActionOf(id: IncidentId, facts: readonly Fact[]): Millis | null {
  const dry = new Set(
    facts.flatMap((fact) =>
      fact.fact === 'action-ended' && fact.incident === id && fact.outcome === 'dry' ? [fact.step] : [],
    ),
  );
  return firstAt(facts, (fact) => fact.fact === 'action-started' && fact.incident === id && !dry.has(fact.step));
}

/** An effect on the cause alone is not yet felt by anybody. */
const effectiveAt = (id: IncidentId, symptoms: readonly SignalId[], facts: readonly Fact[]): Millis | null =>
  firstAt(
    facts,
    (fact) =>
      fact.fact === 'action-verified' &&
      fact.incident === id &&
      fact.outcome === 'effective' &&
      symptoms.includes(fact.signal),
  );

const firstAt = (facts: readonly Fact[], is: (fact: Fact) => boolean): Millis | null => facts.find(is)?.at ?? null;

const earlier = (one: Millis | null, other: Millis | null): Millis | null =>
  one === null || other === null ? (one ?? other) : (Math.min(one, other) as Millis);

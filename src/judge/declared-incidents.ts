import type { Fact } from '../model/fact.ts';
import type { IncidentId, PlaybookId, ThresholdId } from '../model/id.ts';
import type { Breach, Incident } from '../model/incident.ts';
import type { Playbook } from '../model/playbook.ts';
import { between, type DurationMs, type Millis } from '../model/time.ts';
import { holds } from '../playbook/match.ts';
import { symptomsOf } from './incident-life.ts';

/** The incidents that a person opened by a word, each with how long after the onset its playbook's condition was measured to hold; null where it never was. */
export type DeclaredIncidents = ReadonlyMap<IncidentId, DurationMs | null>;

/**
 * Reads from the facts of a run which incidents a person declared, and what was measured of them while they were open. One whose playbook is not there was
 * measured by nothing.
 */
export function declaredIncidents(facts: readonly Fact[], playbooks: readonly Playbook[]): DeclaredIncidents {
  const declared = new Map<IncidentId, DurationMs | null>();
  const words = new Map<PlaybookId, Millis>();
  /** Those that are open and not measured yet, by the playbook that each has now. */
  const unmeasured = new Map<IncidentId, PlaybookId>();
  let open: ReadonlyMap<ThresholdId, Breach> = new Map();
  for (const fact of facts) {
    open = breachesAfter(open, fact);
    if (fact.fact === 'declared' && fact.refused === null && fact.declaration.declares === 'incident') {
      words.set(fact.declaration.playbook, fact.at);
    } else if (fact.fact === 'incident-opened' && words.get(fact.playbook) === fact.at) {
      declared.set(fact.incident, null);
      unmeasured.set(fact.incident, fact.playbook);
    } else if (fact.fact === 'incident-taken-over' && unmeasured.has(fact.incident)) {
      unmeasured.set(fact.incident, fact.playbook);
    } else if (fact.fact === 'phase-changed' && fact.phase === 'resolved') unmeasured.delete(fact.incident);
    for (const [incident, of] of unmeasured) {
      const took = timeMeasured(playbooks, of, open, fact.at);
      if (took === null) continue;
      declared.set(incident, took);
      unmeasured.delete(incident);
    }
  }
  return declared;
}

/** How long after the onset an incident was detected by what is measured, whoever opened it; null where only a person saw it. */
export function timeToDetect(
  { id, onsetAt, openedAt }: Pick<Incident, 'id' | 'onsetAt' | 'openedAt'>,
  declared: DeclaredIncidents,
): DurationMs | null {
  const measured = declared.get(id);
  return measured === undefined ? between(onsetAt, openedAt) : measured;
}

function breachesAfter(open: ReadonlyMap<ThresholdId, Breach>, fact: Fact): ReadonlyMap<ThresholdId, Breach> {
  if (fact.fact === 'breach-cleared') return new Map([...open].filter(([id]) => id !== fact.threshold));
  if (fact.fact !== 'breach-opened') return open;
  const { threshold, signal, onsetAt, value: peak, at: openedAt } = fact;
  return new Map([...open, [threshold, { threshold, signal, onsetAt, openedAt, peak, clearedAt: null }]]);
}

/** How long after its onset a playbook's condition holds now; null where it does not. */
function timeMeasured(
  playbooks: readonly Playbook[],
  id: PlaybookId,
  open: ReadonlyMap<ThresholdId, Breach>,
  now: Millis,
): DurationMs | null {
  const playbook = playbooks.find((one) => one.id === id);
  if (playbook === undefined || !holds(playbook.when, new Set(open.keys()))) return null;
  const onsets = symptomsOf(playbook, { open, clearing: new Set() }).map(({ onsetAt }) => onsetAt);
  return between(Math.min(now, ...onsets) as Millis, now);
}

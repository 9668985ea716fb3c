import { declaredIncidents } from '../judge/declared-incidents.ts';
import type { Fact } from '../model/fact.ts';
import type { PlaybookId } from '../model/id.ts';

/** How long an incident took, in milliseconds; null where it did not get there. */
export interface IncidentTimes {
  readonly playbook: PlaybookId;
  /** From the onset to the opening; null of one that a person declared. */
  readonly detect: number | null;
  /** From the onset to *resolved*. */
  readonly recover: number | null;
}

/** The incidents of a run in the order in which they opened, each under the playbook that it ended with. */
export function incidentTimes(facts: readonly Fact[]): readonly IncidentTimes[] {
  const incidents = new Map<string, IncidentTimes & { readonly onsetAt: number }>();
  const declared = declaredIncidents(facts, []);
  for (const fact of facts) {
    if (fact.fact === 'incident-opened') {
      const { playbook, onsetAt } = fact;
      const detect = declared.has(fact.incident) ? null : fact.at - onsetAt;
      incidents.set(fact.incident, { playbook, onsetAt, detect, recover: null });
      continue;
    }
    if (fact.fact !== 'incident-taken-over' && fact.fact !== 'phase-changed') continue;
    const known = incidents.get(fact.incident);
    if (known === undefined) continue;
    if (fact.fact === 'incident-taken-over') incidents.set(fact.incident, { ...known, playbook: fact.playbook });
    else if (fact.phase === 'resolved') incidents.set(fact.incident, { ...known, recover: fact.at - known.onsetAt });
  }
  return [...incidents.values()].map(({ playbook, detect, recover }) => ({ playbook, detect, recover }));
}

/** The nth incident of a playbook in both runs; what a run has none of is null. */
export interface IncidentPair {
  readonly playbook: PlaybookId;
  readonly a: IncidentTimes | null;
  readonly b: IncidentTimes | null;
}

/** Each incident beside the one of the other run. Their times are told as they are: one incident has no interval. */
export function incidentPairs(a: readonly IncidentTimes[], b: readonly IncidentTimes[]): readonly IncidentPair[] {
  const playbooks = [...new Set([...a, ...b].map(({ playbook }) => playbook))];
  return playbooks.flatMap((playbook) => {
    const [ofA, ofB] = [a, b].map((all) => all.filter((one) => one.playbook === playbook));
    return Array.from({ length: Math.max(ofA?.length ?? 0, ofB?.length ?? 0) }, (_, nth) => ({
      ...{ playbook, a: ofA?.[nth] ?? null, b: ofB?.[nth] ?? null },
    }));
  });
}

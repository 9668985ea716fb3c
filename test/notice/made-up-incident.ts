import { phases, type Breach, type Incident, type Phase, type PhaseName } from '../../src/model/incident.ts';
import type { Playbook } from '../../src/model/playbook.ts';
import { duration, instant, plus, type Millis } from '../../src/model/time.ts';
import { triggersOf } from '../../src/playbook/match.ts';
import { thresholds } from './library.ts';

/** A Monday, eight seconds after nine in Shanghai. */
export const onsetAt = instant(Date.parse('2026-11-23T01:00:08Z'));

const after = (seconds: number): Millis => plus(onsetAt, duration(seconds * 1000));

/** When each phase of the made-up incident begins. */
export const begins: Readonly<Record<PhaseName, Millis>> = {
  investigating: after(3),
  identified: after(50),
  monitoring: after(12 * 60),
  resolved: after(12 * 60 + 20),
};

/** The worst reading of each breach that fires above its level, beyond every shipped one. */
const highest = { seconds: 3.94, ratio: 0.984, 'per-second': 312, count: 41 } as const;

function breachOf(id: string, phase: PhaseName): Breach {
  const threshold = thresholds.find((one) => one.id === id);
  if (threshold === undefined) throw new Error(`there is no threshold ${id}`);
  const { signal, unit, fire } = threshold;
  return {
    ...{ threshold: id, signal, openedAt: begins.investigating, onsetAt },
    peak: fire.side === 'above' ? Math.max(highest[unit], fire.level) : fire.level / 2,
    clearedAt: phase === 'resolved' ? begins.resolved : null,
  };
}

/** How far the incident has come in each phase; *identified* is the one in which the cause is known for sure. */
const stages = (
  cause: string,
  known: string | null,
): Readonly<Record<PhaseName, Phase & { readonly cause: string | null }>> => ({
  investigating: { phase: 'investigating', cause: null },
  identified: { phase: 'identified', identifiedAt: begins.identified, cause },
  monitoring: { phase: 'monitoring', monitoringAt: begins.monitoring, cause: known },
  resolved: { phase: 'resolved', resolvedAt: begins.resolved, cause: known },
});

/** A trouble that never was, for which a playbook applies, as it stands when a phase begins. Its first cause is found, unless it is said that none is. */
export function madeUpIncident(playbook: Playbook, phase: PhaseName, found = true): Incident {
  const [cause, recognised] = Object.entries(playbook.causes)[0] ?? [];
  if (cause === undefined || recognised === undefined) throw new Error(`${playbook.id} knows no cause`);
  const stage = stages(cause, found ? cause : null)[phase];
  const breached = [...triggersOf(playbook.when), ...(stage.cause === null ? [] : triggersOf(recognised.when))];
  return {
    id: `${playbook.id}-1`,
    playbook: playbook.id,
    severity: playbook.severity,
    onsetAt,
    openedAt: begins.investigating,
    breaches: [...new Set(breached)].map((id) => breachOf(id, phase)),
    update: phases.indexOf(phase) + 1,
    nextUpdateAt: plus(begins[phase], playbook.notices['next-update']),
    ...stage,
  };
}

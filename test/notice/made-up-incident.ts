import { phases, type Breach, type Incident, type Phase, type PhaseName } from '../../src/model/incident.ts';
import { thresholdsOf, type Playbook } from '../../src/model/playbook.ts';
import { duration, instant, plus, type Millis } from '../../src/model/time.ts';
import { triggersOf } from '../../src/playbook/match.ts';

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

/** The worst reading of each breach, above every shipped fire level. */
const worst = { seconds: 3.94, ratio: 0.984, 'per-second': 312, count: 41 } as const;

function breachOf(playbook: Playbook, id: string, phase: PhaseName): Breach {
  const threshold = thresholdsOf(playbook).find((one) => one.id === id);
  if (threshold === undefined) throw new Error(`${playbook.id} has no threshold ${id}`);
  return {
    threshold: id,
    signal: threshold.signal,
    openedAt: begins.investigating,
    onsetAt,
    peak: worst[threshold.unit],
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

/** A trouble that never was, for which a playbook applies, as it stands when a phase begins. Its cause is found, unless it is said that it never is. */
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
    breaches: breached.map((id) => breachOf(playbook, id, phase)),
    update: phases.indexOf(phase) + 1,
    nextUpdateAt: plus(begins[phase], playbook.notices['next-update']),
    ...stage,
  };
}

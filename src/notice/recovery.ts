import type { Incident } from '../model/incident.ts';
import type { Threshold } from '../model/threshold.ts';
import { duration, plus, type Millis } from '../model/time.ts';

/** When a service is expected to be well again: a range, since nobody knows a minute. */
export interface ExpectedRecovery {
  readonly from: Millis;
  readonly to: Millis;
}

/**
 * An expected recovery is given only when there is something it rests on. While an incident is monitored that is the running clear hold, the longest of all its
 * breaches, whosever thresholds they crossed: it ends at `from` at the earliest, and by `to`, the next update, readers hear whether it held. Before that nothing
 * is known, and nothing is said.
 */
export function expectedRecovery(
  incident: Incident,
  thresholds: readonly Pick<Threshold, 'id' | 'clearHold'>[],
  now: Millis,
): ExpectedRecovery | null {
  if (incident.phase !== 'monitoring') return null;
  const holds = incident.breaches
    .filter(({ clearedAt }) => clearedAt === null)
    .map(({ threshold }) => thresholds.find(({ id }) => id === threshold)?.clearHold ?? duration(0));
  const from = plus(incident.monitoringAt, duration(Math.max(0, ...holds)));
  // A clear hold that should have ended by now was broken: then nothing is known again.
  return from > now && from < incident.nextUpdateAt ? { from, to: incident.nextUpdateAt } : null;
}

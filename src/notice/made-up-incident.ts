import type { CauseId } from '../model/id.ts';
import type { Breach, Incident, PhaseName } from '../model/incident.ts';
import type { Condition, Playbook } from '../model/playbook.ts';
import type { Threshold } from '../model/threshold.ts';
import { plus, type Millis } from '../model/time.ts';

/** How a trouble that never was stands. */
export interface MadeUp {
  readonly phase: PhaseName;
  /** Known in every phase but *investigating*, in which nothing is. */
  readonly cause: CauseId | null;
  readonly onsetAt: Millis;
  readonly now: Millis;
  readonly update: number;
}

/**
 * A trouble that never was, for which a playbook applies: so that its notices can be read before the morning on which they are needed. Its thresholds are
 * beyond their fire level by half; a cause may be known by those of another playbook, so all there are come in.
 */
export function madeUpIncident(
  playbook: Playbook,
  thresholds: readonly Threshold[],
  { phase, onsetAt, now, update, ...made }: MadeUp,
): Incident {
  const cause = phase === 'investigating' ? null : made.cause;
  const recognised = cause === null ? undefined : playbook.causes[cause]?.when;
  const breached = new Set([...idsIn(playbook.when), ...(recognised === undefined ? [] : idsIn(recognised))]);
  const common = {
    ...{ id: `${playbook.id}-1`, playbook: playbook.id, severity: playbook.severity, onsetAt, openedAt: onsetAt },
    breaches: thresholds
      .filter(({ id }) => breached.has(id))
      .map((threshold) => breachOf(threshold, onsetAt, phase === 'resolved' ? now : null)),
    ...{ cause, update, nextUpdateAt: plus(now, playbook.notices['next-update']) },
  };
  switch (phase) {
    case 'investigating':
      return { ...common, phase };
    case 'identified':
      return { ...common, phase, identifiedAt: now, cause: cause ?? '' };
    case 'monitoring':
      return { ...common, phase, monitoringAt: now };
    case 'resolved':
      return { ...common, phase, resolvedAt: now };
  }
}

const idsIn = ({ all = [], any = [] }: Condition): readonly string[] => [...all, ...any];

function breachOf({ id, signal, fire, unit }: Threshold, openedAt: Millis, clearedAt: Millis | null): Breach {
  const beyond = fire.side === 'above' ? fire.level * 1.5 : fire.level / 2;
  const peak = unit === 'ratio' ? Math.min(1, beyond) : beyond;
  return { threshold: id, signal, openedAt, onsetAt: openedAt, peak, clearedAt };
}

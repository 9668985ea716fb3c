import type { ThresholdId } from '../../model/id.ts';
import type { Condition, Playbook } from '../../model/playbook.ts';
import { symptomTriggersOf } from '../../playbook/match.ts';
import { quoted } from './promql.ts';
import { firing, playbookAlertOf, type AlertRule } from './threshold-alert.ts';

type Measured = ReadonlySet<ThresholdId>;

/** A condition with each of its lists, empty where it has none. */
export type WholeCondition = Readonly<Record<keyof Condition, readonly ThresholdId[]>>;

/** A condition without the thresholds that are not measured; those are never breached. */
export function measuredPart({ all, any, none }: Condition, measured: Measured): WholeCondition {
  const only = (ids: readonly ThresholdId[] = []): readonly ThresholdId[] =>
    [...new Set(ids)].filter((id) => measured.has(id));
  return { all: only(all), any: only(any), none: only(none) };
}

/**
 * The alert of a playbook: its condition opens it, and it stays for as long as one of its symptoms is breached. What must not be breached is so
 * read only when it opens.
 */
export function playbookAlert(playbook: Playbook, target: string, measured: Measured): AlertRule {
  const when = measuredPart(playbook.when, measured);
  const alert = playbookAlertOf(playbook.id);
  const felt = symptomTriggersOf(playbook).filter((id) => measured.has(id));
  const stays = `${anyOf([...new Set(felt)], target)} and on(target) ${firing(alert, target)}`;
  return {
    alert,
    expr: `${opening(when, target)}\nor ${stays}`,
    labels: { severity: playbook.severity, playbook: playbook.id, target },
    annotations: {
      summary: playbook.title.en,
      summary_zh_CN: playbook.title['zh-CN'],
      summary_zh_TW: playbook.title['zh-TW'],
    },
  };
}

function opening({ all, any, none }: WholeCondition, target: string): string {
  const together = [
    ...(all.length === 0 ? [] : [`count by(target) (${breached(all, target)}) == ${all.length}`]),
    ...(any.length === 0 ? [] : [anyOf(any, target)]),
  ].join(' and on(target) ');
  return none.length === 0 ? together : `${together} unless on(target) ${breached(none, target)}`;
}

const anyOf = (ids: readonly ThresholdId[], target: string): string => `max by(target) (${breached(ids, target)})`;

/** The alerts of thresholds that fire. An id holds nothing that a pattern would read otherwise. */
function breached(ids: readonly ThresholdId[], target: string): string {
  const which = ids.length === 1 ? `threshold=${quoted(ids[0] ?? '')}` : `threshold=~${quoted(ids.join('|'))}`;
  return `ALERTS{alertstate="firing", target=${quoted(target)}, ${which}}`;
}

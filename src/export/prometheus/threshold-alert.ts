import { aspectName, levelText } from '../../judge/reading-text.ts';
import type { PlaybookId, ThresholdId } from '../../model/id.ts';
import type { Playbook } from '../../model/playbook.ts';
import { thresholdsOf } from '../../model/playbook.ts';
import { formatDuration, secondsText } from '../../model/quantity.ts';
import type { Bound, Threshold } from '../../model/threshold.ts';
import { duration, type DurationMs } from '../../model/time.ts';
import type { Fault } from './fault.ts';
import { isPromDuration, quoted, selector, underscored } from './promql.ts';

/** An alerting rule, in the order in which its keys are written. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** As people read them. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** A threshold and the playbook that brings it. */
export interface OwnedThreshold {
  readonly threshold: Threshold;
  readonly playbook: Playbook;
}

/** People count as arriving as long as an arrival was told within so long. */
const arrivingFor = '10s';

/** How long a signal counts as seen; a breach of one that is gone for longer ends. */
const leastRemembered = duration(3_600_000);

export const owned = (playbooks: readonly Playbook[]): readonly OwnedThreshold[] =>
  playbooks.flatMap((playbook) => thresholdsOf(playbook).map((threshold) => ({ threshold, playbook })));

/** The metric that a signal is recorded as. */
export const recordOf = (signal: string): string => `surgebook:${underscored(signal)}`;

/** The recorded signal of one target. */
export const recorded = (signal: string, target: string): string => selector(recordOf(signal), { target });

/**
 * The metric that a threshold's levels are compared with: the recorded signal, or what is recorded of its trend or its burn rate. That of a playbook's own
 * threshold has a colon more than a signal's.
 */
export const subjectOf = ({ id, signal, aspect }: Threshold): string =>
  aspect.kind === 'value' ? recordOf(signal) : `surgebook:threshold:${underscored(id)}`;

/** A threshold's subject at one target. */
export const subject = (threshold: Threshold, target: string): string => selector(subjectOf(threshold), { target });

export const alertOf = (threshold: ThresholdId): string => underscored(threshold);

/** An id has no colon: the alert of a playbook never has the name of a threshold's. */
export const playbookAlertOf = (playbook: PlaybookId): string => `playbook:${underscored(playbook)}`;

/** Where an alert of this name shows that it fires. */
export const firing = (alert: string, target: string): string =>
  `ALERTS{alertname=${quoted(alert)}, alertstate="firing", target=${quoted(target)}}`;

/**
 * The alert of a threshold. It is true beyond the fire level, and once it fires for as long as the signal is not measured within its clear level:
 * Prometheus has no clear level of its own, but shows its alerts as a series.
 */
export function thresholdAlert({ threshold, playbook }: OwnedThreshold, target: string, started: string): AlertRule {
  const alert = alertOf(threshold.id);
  return {
    alert,
    expr: thresholdExpression(threshold, target, started),
    ...(threshold.hold > 0 ? { for: formatDuration(threshold.hold) } : {}),
    ...(threshold.clearHold > 0 ? { keep_firing_for: formatDuration(threshold.clearHold) } : {}),
    labels: {
      severity: threshold.severity ?? playbook.severity,
      threshold: threshold.id,
      signal: threshold.signal,
      playbook: playbook.id,
      target,
    },
    annotations: { summary: summaryOf(threshold), ...runbookOf(threshold) },
  };
}

function thresholdExpression(threshold: Threshold, target: string, started: string): string {
  const signal = subject(threshold, target);
  const gone = `absent(${signal}) and on() present_over_time(${signal}[${formatDuration(rememberedFor(threshold))}])`;
  const unclear = `${signal} ${notBeyond(threshold.clear)} or (${gone})`;
  return [
    `${signal} ${beyond(threshold.fire)}`,
    `or ((${unclear}) and on() ${firing(alertOf(threshold.id), target)})`,
    ...(threshold.absence === 'breach' ? [`or (${gone} and on() present_over_time(${started}[${arrivingFor}]))`] : []),
  ].join('\n');
}

const beyond = ({ side, level }: Bound): string => `${side === 'above' ? '>' : '<'} ${level}`;

const notBeyond = ({ side, level }: Bound): string => `${side === 'above' ? '<=' : '>='} ${level}`;

/** Longer than its holds, or it would end while they run. */
const rememberedFor = ({ hold, clearHold }: Threshold): DurationMs =>
  duration(Math.max(leastRemembered, 2 * (hold + clearHold)));

/** Alertmanager and what reads it know a runbook by this name; a path in a workspace leads nowhere from there. */
const runbookOf = ({ runbook }: Threshold): { readonly runbook_url?: string } =>
  runbook !== null && /^https?:/.test(runbook) ? { runbook_url: runbook } : {};

function summaryOf(threshold: Threshold): string {
  const { fire, hold } = threshold;
  const level = `${aspectName(threshold)} ${levelText(threshold, fire)}`;
  return hold > 0 ? `${level} for ${secondsText(hold)}` : level;
}

/** What of a threshold cannot be asked of Prometheus. */
export function thresholdFaults({ threshold, playbook }: OwnedThreshold): readonly Fault[] {
  const fault = (...at: readonly PropertyKey[]): Fault => ({
    in: { playbook: playbook.id },
    at: ['triggers', threshold.id, ...at],
    message: 'Prometheus counts whole milliseconds',
  });
  return [
    ...(isPromDuration(threshold.hold) ? [] : [fault('hold')]),
    ...(isPromDuration(threshold.clearHold) ? [] : [fault('clear', 'hold')]),
  ];
}

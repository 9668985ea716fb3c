import type { Playbook } from '../../model/playbook.ts';
import { formatDuration } from '../../model/quantity.ts';
import type { SignalDefinition } from '../../model/signal.ts';
import type { DurationMs } from '../../model/time.ts';
import { canHold } from '../../playbook/match.ts';
import type { Fault } from './fault.ts';
import { measureExpression, measureFaults, startedOf, type Ingest } from './measure-expression.ts';
import { aspectExpression, isExpressed, windowDefinitions } from './aspect-expression.ts';
import { playbookAlert } from './playbook-alert.ts';
import { isPromDuration } from './promql.ts';
import {
  owned,
  recordOf,
  subjectOf,
  thresholdAlert,
  thresholdFaults,
  type AlertRule,
  type OwnedThreshold,
} from './threshold-alert.ts';

/** What a target is judged by, as it is to be written for Prometheus. */
export interface Judged {
  readonly target: string;
  readonly definitions: readonly SignalDefinition[];
  readonly playbooks: readonly Playbook[];
  readonly ingest: Ingest;
  /** How often rules are evaluated. */
  readonly interval: DurationMs;
}

/** A recording rule. */
export interface RecordRule {
  readonly record: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface RuleGroup {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly (RecordRule | AlertRule)[];
}

/** What of the thresholds and playbooks a target can show: a signal it does not measure, or that it cannot tell, is never breached. */
export interface Shown {
  readonly thresholds: readonly OwnedThreshold[];
  readonly playbooks: readonly Playbook[];
  readonly leftOut: { readonly thresholds: readonly OwnedThreshold[]; readonly playbooks: readonly Playbook[] };
}

export function shownOf({ definitions, playbooks: library }: Pick<Judged, 'definitions' | 'playbooks'>): Shown {
  const playbooks = library.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const signals = new Set(definitions.map(({ id }) => id));
  const all = owned(playbooks);
  const thresholds = all.filter(({ threshold }) => signals.has(threshold.signal) && isExpressed(threshold.aspect));
  const measured = new Set(thresholds.map(({ threshold }) => threshold.id));
  return {
    thresholds,
    playbooks: playbooks.filter((playbook) => canHold(playbook.when, measured)),
    leftOut: {
      thresholds: all.filter(({ threshold }) => !measured.has(threshold.id)),
      playbooks: playbooks.filter((playbook) => !canHold(playbook.when, measured)),
    },
  };
}

/** Everything that Prometheus cannot express of it; rules are made only when there is nothing. */
export function ruleFaults(judged: Judged): readonly Fault[] {
  return [
    ...judged.definitions.flatMap((definition) => measureFaults(definition, judged.ingest)),
    ...shownOf(judged).thresholds.flatMap((one) => [...windowFaults(one, judged), ...trendFaults(one, judged)]),
    ...shownOf(judged).thresholds.flatMap(thresholdFaults),
  ];
}

/** A trend is drawn through recorded signals, one an evaluation. */
const trendFaults = (
  { threshold: { id, aspect }, playbook }: OwnedThreshold,
  { interval }: Judged,
): readonly Fault[] =>
  aspect.kind !== 'forecast' || (isPromDuration(aspect.from) && aspect.from >= 3 * interval)
    ? []
    : [
        {
          ...{ in: { playbook: playbook.id }, at: ['triggers', id, 'forecast', 'from'] },
          message: `with an evaluation every ${formatDuration(interval)}, Prometheus sees too few readings for a trend`,
        },
      ];

/** What of the windows of a threshold's burn rate cannot be asked. */
const windowFaults = (one: OwnedThreshold, { definitions, ingest }: Judged): readonly Fault[] =>
  [...windowDefinitions([one], definitions).values()].flatMap((definition) =>
    measureFaults(definition, ingest).map(({ message }) => ({
      ...{ in: { playbook: one.playbook.id }, at: ['triggers', one.threshold.id, 'burn-rate', 'over'], message },
    })),
  );

/**
 * The rules in the order in which each needs the one before: signals, what is seen of them, thresholds, playbooks. They are one group: Prometheus evaluates its
 * rules one right after the other, but each group at a moment of its own, so that one that needs another's would be late by up to an interval.
 */
export function ruleGroup(judged: Judged): RuleGroup {
  const { target, definitions, ingest } = judged;
  const { thresholds, playbooks } = shownOf(judged);
  const measured = new Set(thresholds.map(({ threshold }) => threshold.id));
  const named = new Map([
    ...definitions.map((definition) => [recordOf(definition.id), definition] as const),
    ...windowDefinitions(thresholds, definitions),
  ]);
  const signals = [...named].map(([record, definition]): RecordRule => ({
    record,
    expr: measureExpression(definition, ingest),
    labels: { target },
  }));
  const aspects = thresholds.flatMap(({ threshold }): readonly RecordRule[] => {
    const expr = aspectExpression(threshold, target);
    return expr === null ? [] : [{ record: subjectOf(threshold), expr, labels: { target } }];
  });
  return {
    name: `surgebook-${target}`,
    interval: formatDuration(judged.interval),
    rules: [
      ...signals,
      ...aspects,
      ...thresholds.map((one) => thresholdAlert(one, target, startedOf(ingest))),
      ...playbooks.map((playbook) => playbookAlert(playbook, target, measured)),
    ],
  };
}

import type { ThresholdId } from '../../model/id.ts';
import type { Playbook } from '../../model/playbook.ts';
import { formatDuration } from '../../model/quantity.ts';
import type { Threshold } from '../../model/threshold.ts';
import { duration, type DurationMs } from '../../model/time.ts';
import { startedOf } from './measure-expression.ts';
import { playbookCases } from './playbook-cases.ts';
import { selector } from './promql.ts';
import { ruleGroup, shownOf, type Judged } from './rules.ts';
import { sideBySide, type OwnedCase, type SharedCase } from './side-by-side.ts';
import { alertOf, playbookAlertOf, subject, type AlertRule } from './threshold-alert.ts';
import { thresholdCases, type Check } from './threshold-cases.ts';
import { tickSeries } from './tick-series.ts';

/** Arrivals are told once a step, and count for this long. */
const longestStep = duration(10_000);

/** A file of unit tests as promtool reads it. */
export interface RuleTests {
  readonly rule_files: readonly string[];
  readonly evaluation_interval: string;
  readonly tests: readonly RuleTest[];
}

interface RuleTest {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly alert_rule_test: readonly AlertCheck[];
}

interface AlertCheck {
  readonly eval_time: string;
  readonly alertname: string;
  /** None: the alert does not fire then. */
  readonly exp_alerts: readonly {
    readonly exp_labels: AlertRule['labels'];
    readonly exp_annotations: AlertRule['annotations'];
  }[];
}

/** The unit tests of the alerts, run by promtool on the recorded signals: the cases of thresholds, many thresholds side by side, then those of playbooks. */
export function ruleTests(exported: Judged, rulesFile: string): RuleTests {
  const judged = { ...exported, interval: stepOf(exported) };
  const { thresholds, playbooks } = shownOf(judged);
  const rules = ruleGroup(judged).rules.flatMap((rule) => ('alert' in rule ? [rule] : []));
  const rulesOf = (alert: string): readonly AlertRule[] => rules.filter((rule) => rule.alert === alert);
  const byId = new Map(thresholds.map(({ threshold }) => [threshold.id, threshold]));
  return {
    rule_files: [rulesFile],
    evaluation_interval: formatDuration(judged.interval),
    tests: [
      ...sideBySide(
        thresholds.flatMap(({ threshold }) =>
          rulesOf(alertOf(threshold.id)).flatMap((rule) => ownedCases(threshold, rule, judged)),
        ),
      ).map((one) => thresholdTest(one, judged)),
      ...playbooks.flatMap((playbook) =>
        rulesOf(playbookAlertOf(playbook.id)).flatMap((rule) => playbookTests(playbook, byId, rule, judged)),
      ),
    ],
  };
}

/** Tests of long holds take larger steps than the rules will: promtool would take minutes for nothing. */
function stepOf(judged: Judged): DurationMs {
  const longest = Math.max(
    0,
    ...shownOf(judged).thresholds.flatMap(({ threshold }) => [threshold.hold, threshold.clearHold]),
  );
  const enough = Math.min(longestStep, longest / 60);
  return duration(judged.interval * Math.max(1, Math.floor(enough / judged.interval)));
}

const ownedCases = (
  threshold: Threshold,
  owner: AlertRule,
  { target, interval }: Judged,
): readonly OwnedCase<AlertRule>[] =>
  thresholdCases(threshold, interval).map((one) => ({
    ...one,
    owner,
    of: threshold.signal,
    subject: subject(threshold, target),
  }));

function thresholdTest({ name, arriving, ticks, subjects, checks }: SharedCase<AlertRule>, judged: Judged): RuleTest {
  const arrivals = { series: startedOf(judged.ingest), values: `0+1x${ticks}` };
  return {
    name: `a threshold ${name}`,
    interval: formatDuration(judged.interval),
    input_series: [
      ...[...subjects].map(([series, signal]) => ({ series, values: tickSeries(signal) })),
      ...(arriving ? [arrivals] : []),
    ],
    alert_rule_test: checks.map(({ owner, ...check }) => alertCheck(owner, check, judged)),
  };
}

function playbookTests(
  playbook: Playbook,
  thresholds: ReadonlyMap<ThresholdId, Threshold>,
  rule: AlertRule,
  judged: Judged,
): readonly RuleTest[] {
  return playbookCases(playbook, thresholds, judged.interval).map(({ name, subjects, checks }) => ({
    name: `the playbook ${playbook.id} ${name}`,
    interval: formatDuration(judged.interval),
    input_series: [...subjects].map(([name, stretches]) => ({
      series: selector(name, { target: judged.target }),
      values: tickSeries(stretches),
    })),
    alert_rule_test: checks.map((check) => alertCheck(rule, check, judged)),
  }));
}

const alertCheck = (
  { alert, labels, annotations }: AlertRule,
  { tick, fires }: Check,
  { interval }: Judged,
): AlertCheck => ({
  eval_time: formatDuration(duration(tick * interval)),
  alertname: alert,
  exp_alerts: fires ? [{ exp_labels: labels, exp_annotations: annotations }] : [],
});

import type { Judgement, Told } from '../model/fact.ts';
import type { PlaybookId, ThresholdId } from '../model/id.ts';
import type { Expectation } from '../model/scenario.ts';
import type { Threshold } from '../model/threshold.ts';

/** When the load is stopped before its plan is done. */
export interface StopRule {
  /** Thresholds whose breach stops it. */
  readonly thresholds: ReadonlySet<ThresholdId>;
  /** Playbooks whose incident stops it: there is nothing more to expect. */
  readonly playbooks: ReadonlySet<PlaybookId>;
  /** Whether any incident stops it: nothing was expected to happen. */
  readonly anyIncident: boolean;
}

/** The rule that a scenario's expectations and the thresholds that say `stop: true` make together. */
export function stopRule(expectations: readonly Expectation[], thresholds: readonly Threshold[]): StopRule {
  const stopping = expectations.filter(({ stop }) => stop);
  return {
    thresholds: new Set(thresholds.filter(({ stop }) => stop).map(({ id }) => id)),
    playbooks: new Set(stopping.flatMap((one) => ('playbook' in one ? [one.playbook] : []))),
    anyIncident: stopping.some((one) => 'no-incident' in one),
  };
}

/** Why these facts stop the load; null when they do not. */
export function stopReason(rule: StopRule, facts: readonly Told<Judgement>[]): string | null {
  for (const fact of facts) {
    if (fact.fact === 'breach-opened' && rule.thresholds.has(fact.threshold))
      return `${fact.threshold}: ${fact.reason}`;
    const opens = fact.fact === 'incident-opened' || fact.fact === 'incident-taken-over';
    if (opens && (rule.anyIncident || rule.playbooks.has(fact.playbook))) {
      return `${fact.incident} opened: ${fact.reason}`;
    }
  }
  return null;
}

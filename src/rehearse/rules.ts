import { thresholdsOf, type Playbook } from '../model/playbook.ts';
import type { SignalDefinition } from '../model/signal.ts';
import type { Threshold } from '../model/threshold.ts';
import { triggersOf } from '../playbook/match.ts';

/** What a run is judged by: how its target measures, and the playbooks there are. */
export interface JudgedBy {
  readonly definitions: readonly SignalDefinition[];
  readonly playbooks: readonly Playbook[];
}

/** The thresholds whose signals the target measures. */
export function measurable({ playbooks, definitions }: JudgedBy): readonly Threshold[] {
  const measured = new Set(definitions.map(({ id }) => id));
  return playbooks.flatMap(thresholdsOf).filter(({ signal }) => measured.has(signal));
}

/** The playbooks that can apply: all of whose triggers the target measures. */
export function applicable(by: JudgedBy): readonly Playbook[] {
  const thresholds = new Set(measurable(by).map(({ id }) => id));
  return by.playbooks.filter(({ when }) => triggersOf(when).every((id) => thresholds.has(id)));
}

import type { ThresholdId } from '../model/id.ts';
import { thresholdsOf } from '../model/playbook.ts';
import type { PlaybookLibrary } from './playbook-library.ts';
import type { Target } from './target-file.ts';

/** The thresholds of a library whose signals a target measures. */
export function measuredThresholds({ shelf }: PlaybookLibrary, { definitions }: Target): ReadonlySet<ThresholdId> {
  const measured = new Set(definitions.map(({ id }) => id));
  const thresholds = [...shelf.values()].flatMap(({ playbook }) => thresholdsOf(playbook));
  return new Set(thresholds.filter(({ signal }) => measured.has(signal)).map(({ id }) => id));
}

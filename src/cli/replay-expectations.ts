import type { Playbook } from '../model/playbook.ts';
import { expectationResults, type ExpectationResult } from '../report/expectation-results.ts';
import { followIncidents } from '../report/incident-stories.ts';
import type { Replayed } from '../rehearse/replay.ts';

/** What the run expected when it was made, held against what it is judged to have been now; null for a run of an earlier version, which did not record it. */
export function replayedExpectations(
  { started, facts }: Replayed,
  playbooks: readonly Playbook[],
): readonly ExpectationResult[] | null {
  if (started.expectations === undefined) return null;
  return expectationResults(
    started.expectations,
    followIncidents(facts).map(({ incident }) => incident),
    facts,
    playbooks,
  );
}

/** A line for each expectation; none where they are not known. */
export const expectationLines = (results: readonly ExpectationResult[] | null): string =>
  (results ?? [])
    .map(({ name, faults }) => `expected: ${name}: ${faults.length === 0 ? 'came true' : faults.join('; ')}\n`)
    .join('');

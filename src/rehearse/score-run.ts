import { join } from 'node:path';
import { readJournal } from '../journal/journal.ts';
import type { Outcome } from '../model/fact.ts';
import type { Expectation, Scenario } from '../model/scenario.ts';
import type { Settings } from '../model/settings.ts';
import { keyFaults } from '../score/score-text.ts';
import { scorecardOf, type Scorecard, type ScoreInput } from '../score/scorecard.ts';

/** A run that has been judged to its end. */
export interface JudgedRun extends Pick<
  ScoreInput,
  'definitions' | 'thresholds' | 'playbooks' | 'actions' | 'notifiedAt'
> {
  /** The run's folder. */
  readonly folder: string;
  readonly scenario: Scenario;
  readonly settings: Settings;
}

/** Scores a run from its journal: nobody keeps frames in memory while it lasts. */
export function scoreRun({ folder, scenario, settings, ...judged }: JudgedRun): Scorecard {
  return scorecardOf({
    ...judged,
    facts: readJournal(join(folder, 'journal.ndjson')),
    channels: settings.channels,
    expected: scenario.expect.flatMap(playbookOf),
    targets: scenario.score,
  });
}

const playbookOf = (expected: Expectation): readonly string[] => ('playbook' in expected ? [expected.playbook] : []);

interface Verdict {
  readonly outcome: Outcome;
  readonly reasons: readonly string[];
}

/** A key item is expected like anything else: without it the run is not as expected. */
export function withScore(verdict: Verdict, score: Scorecard | null): Verdict {
  if (score === null || score.passed || verdict.outcome === 'inconclusive') return verdict;
  const before = verdict.outcome === 'expected' ? [] : verdict.reasons;
  return { outcome: 'unexpected', reasons: [...before, ...keyFaults(score)] };
}

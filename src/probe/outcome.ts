import type { Outcome } from '../model/fact.ts';
import type { MeasuredStep } from './measured-step.ts';
import type { PaperCapacity } from './paper-capacity.ts';
import type { Scaling } from './scaling.ts';

/** A probe that finds the set capacity within this share has found it. */
const paperTolerance = 0.25;

/** What was found beside what was set. */
export interface Comparison extends PaperCapacity {
  /** What was found, as a share of it. */
  readonly found: number;
  readonly agrees: boolean;
}

/** Compares with the paper, where there is one and a knee was found. */
export function compareWithPaper({ knee }: Scaling, paper: PaperCapacity | null): Comparison | null {
  if (paper === null || knee === null) return null;
  const found = knee.throughput.value / paper.throughput;
  return { ...paper, found, agrees: Math.abs(found - 1) <= paperTolerance };
}

/** A knee is what is expected of a probe, and the set capacity is what is expected of the knee. */
export function outcomeOf({ knee }: Scaling, comparison: Comparison | null): Outcome {
  if (knee === null) return 'inconclusive';
  return comparison === null || comparison.agrees ? 'expected' : 'unexpected';
}

/** In a step that is steady, its halves differ by less. */
const mostDrift = 0.15;
/** In a closed model as many requests are under way as there are people, give or take this share. */
const littleTolerance = 0.2;
const mostFailed = 0.01;

/** What the reader must know of the steps before relying on them, one line each. */
export function warningsOf(steps: readonly MeasuredStep[]): readonly string[] {
  const worst = (pick: (step: MeasuredStep) => number): MeasuredStep | undefined =>
    [...steps].sort((one, other) => pick(other) - pick(one))[0];
  const driftOf = ({ drift }: MeasuredStep): number => drift ?? 0;
  const awayOf = ({ users, underWay }: MeasuredStep): number => Math.abs(underWay / users - 1);
  const [unsteady, away, failing] = [worst(driftOf), worst(awayOf), worst(({ failed }) => failed)];
  return [
    ...(unsteady !== undefined && driftOf(unsteady) > mostDrift
      ? [
          `throughput was not steady: at ${unsteady.users} users the halves of the step differ by ${percent(driftOf(unsteady))}; take longer steps`,
        ]
      : []),
    ...(away !== undefined && awayOf(away) > littleTolerance
      ? [
          `at ${away.users} users ${away.underWay.toFixed(1)} requests were under way on average (Little's law: N = X·R): the time in between is the generator's, or journeys wait without a request`,
        ]
      : []),
    ...(failing !== undefined && failing.failed > mostFailed
      ? [
          `at ${failing.users} users ${percent(failing.failed)} of the journeys failed; they are not counted as throughput`,
        ]
      : []),
  ];
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

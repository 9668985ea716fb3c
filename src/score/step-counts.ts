import type { ActionFact, Fact } from '../model/fact.ts';

/** What became of the steps that acted. A step is counted once, as the worst that is known of it. */
export interface StepCounts {
  /** Done, and where its effect was looked for and told, it had one. */
  readonly done: number;
  readonly failed: number;
  readonly withoutEffect: number;
  readonly notTakenBack: number;
  /** Not taken, for want of an allowance: it says nothing of the step. */
  readonly dry: number;
}

/** Counts the steps of all incidents that were begun. */
export function countSteps(facts: readonly Fact[]): StepCounts {
  const fates = new Map<string, keyof StepCounts>();
  for (const fact of facts) {
    if (!isOfAction(fact)) continue;
    const step = `${fact.incident} ${fact.step}`;
    const fate = fateOf(fact);
    if (fate !== null) fates.set(step, fate);
  }
  const counts = { done: 0, failed: 0, withoutEffect: 0, notTakenBack: 0, dry: 0 };
  for (const fate of fates.values()) counts[fate] += 1;
  return counts;
}

/** Of the steps begun in earnest, the share that was done; null when there were none. */
export function shareDone({ done, failed, withoutEffect, notTakenBack }: StepCounts): number | null {
  const begun = done + failed + withoutEffect + notTakenBack;
  return begun === 0 ? null : done / begun;
}

const isOfAction = (fact: Fact): fact is Extract<Fact, ActionFact> =>
  fact.fact === 'action-started' ||
  fact.fact === 'action-ended' ||
  fact.fact === 'action-verified' ||
  fact.fact === 'action-undone';

/** What a step has come to with this fact; null where it changes nothing. One that never ended has failed. */
function fateOf(fact: ActionFact): keyof StepCounts | null {
  switch (fact.fact) {
    case 'action-started':
      return 'failed';
    case 'action-ended':
      return fact.outcome;
    case 'action-verified':
      return fact.outcome === 'effective' ? null : 'withoutEffect';
    case 'action-undone':
      return fact.outcome === 'done' ? null : 'notTakenBack';
  }
}

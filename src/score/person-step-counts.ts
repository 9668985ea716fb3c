import type { Fact } from '../model/fact.ts';
import { fateOf, isTouched, personSteps, type PersonFate } from '../playbook/person-steps.ts';

/** What became of the steps of people; each is counted once. `open` are those whose time was not over: they say nothing. */
export type PersonStepCounts = Readonly<Record<PersonFate, number>>;

/** Counts the steps of people of all incidents as they stood at the last fact; null where nobody took part: a run without people says nothing of them. */
export function countPersonSteps(facts: readonly Fact[]): PersonStepCounts | null {
  const steps = personSteps(facts);
  const end = facts.at(-1)?.at;
  if (end === undefined || !steps.some(isTouched)) return null;
  const counts = { done: 0, late: 0, skipped: 0, open: 0 };
  for (const step of steps) counts[fateOf(step, end)] += 1;
  return counts;
}

/** Of the steps whose time was over, the share that was done in it; null when there were none. */
export function shareInTime({ done, late, skipped }: PersonStepCounts): number | null {
  const over = done + late + skipped;
  return over === 0 ? null : done / over;
}

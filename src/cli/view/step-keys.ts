import { isSettled, markRefusal, type PersonStep, type StepMark } from '../../playbook/person-steps.ts';

/** So many steps are shown at once: as many as a person can choose from at a glance, and fewer than there are digits. */
export const mostSteps = 6;

/** The keys, for people. */
export const keyHelp = '1-6 choose a step · a acknowledge · d done · s skip';

const marks: Readonly<Record<string, StepMark>> = { a: 'acknowledged', d: 'done', s: 'skipped' };

/** A step as it is known in a run. */
const nameOf = ({ incident, step }: PersonStep): string => `${incident} ${step}`;

/** The steps that are to be chosen from. */
export const openSteps = (steps: readonly PersonStep[]): readonly PersonStep[] =>
  steps.filter((step) => !isSettled(step)).slice(0, mostSteps);

/** The step that a key would be about: the chosen one, or the first while none is. */
export const chosenStep = (steps: readonly PersonStep[], chosen: string | null): PersonStep | null => {
  const open = openSteps(steps);
  return open.find((step) => nameOf(step) === chosen) ?? open[0] ?? null;
};

/** What a key means: another step is chosen, or something is said of the one that is. */
export interface KeyMeaning {
  readonly chosen: string | null;
  readonly word: { readonly step: PersonStep; readonly mark: StepMark } | null;
}

export function meaningOf(key: string, steps: readonly PersonStep[], chosen: string | null): KeyMeaning {
  const numbered = /^[1-9]$/.test(key) ? openSteps(steps)[Number(key) - 1] : undefined;
  if (numbered !== undefined) return { chosen: nameOf(numbered), word: null };
  const mark = Object.hasOwn(marks, key) ? marks[key] : undefined;
  const step = chosenStep(steps, chosen);
  if (mark === undefined || step === null || markRefusal(step, mark) !== null) return { chosen, word: null };
  return { chosen: nameOf(step), word: { step, mark } };
}

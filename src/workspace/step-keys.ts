import type { Problem } from '../model/problem.ts';
import type { ShelvedPlaybook } from './shelved-playbook.ts';

/** Keys that mean something only beside another: of a step that has none of these, each would be read and never heeded. */
const belongsTo: readonly (readonly [key: string, beside: readonly string[]])[] = [
  ['within', ['person']],
  ['with', ['action']],
  ['undo-run', ['run']],
  ['undo-call', ['call']],
  ...['time-out', 'retries', 'verify', 'rollback'].map((key) => [key, ['action', 'run', 'call']] as const),
];

/** The keys of a playbook's steps that do not belong on their kind of step. */
export function strayStepKeys({ found }: ShelvedPlaybook): readonly Problem[] {
  return stepsIn(found.yaml.value).flatMap((step, place) =>
    belongsTo
      .filter(([key, beside]) => Object.hasOwn(step, key) && !beside.some((other) => Object.hasOwn(step, other)))
      .map(([key, beside]) => {
        const message = `"${key}" goes with ${listed(beside)} only; this is ${kindOf(step)}`;
        return found.yaml.keyProblem(['steps', place], key, message);
      }),
  );
}

const listed = (keys: readonly string[]): string =>
  keys
    .map((key) => `"${key}"`)
    .join(', ')
    .replace(/, ([^,]*)$/, ' or $1');

function kindOf(step: object): string {
  const kind = ['person', 'action', 'run', 'call'].find((key) => Object.hasOwn(step, key)) ?? 'person';
  return kind === 'person' ? "a person's step" : `a step with "${kind}"`;
}

function stepsIn(playbook: unknown): readonly object[] {
  if (typeof playbook !== 'object' || playbook === null || !('steps' in playbook)) return [];
  const steps: unknown = playbook.steps;
  return Array.isArray(steps) ? steps.map((step: unknown) => (typeof step === 'object' ? (step ?? {}) : {})) : [];
}

import type { Problem } from '../model/problem.ts';
import { captureProblems } from './journey-problems.ts';
import type { ShelvedPlaybook } from './shelved-playbook.ts';

/** Requests of a playbook to others that have no address, whatever their variables hold, and paths into their answers that are none. */
export const callProblems = ({ playbook, found }: ShelvedPlaybook): readonly Problem[] =>
  playbook.steps.flatMap((step, place) => {
    if (step.kind !== 'act' || step.act.kind !== 'call') return [];
    const { call, undo } = step.act;
    const requests = [['call', call] as const, ...(undo === null ? [] : [['undo-call', undo] as const])];
    return requests.flatMap(([key, request]) => {
      const at = ['steps', place, key];
      const { method, path } = request;
      const message = `"${path}" is no address: expected http://host or https://host`;
      const nowhere = /^https?:\/\/[^/]/.test(path) ? [] : [found.yaml.problem([...at, method], message)];
      return [...nowhere, ...captureProblems(request, at, found.yaml)];
    });
  });

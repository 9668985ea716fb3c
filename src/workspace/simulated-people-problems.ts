import { didYouMean } from '../model/nearest.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Problem } from '../model/problem.ts';
import type { SimulatedSaying } from '../model/simulated-people.ts';
import type { PlaybookLibrary } from './playbook-library.ts';
import type { ScenarioFile } from './scenario-file.ts';

/** Simulated people can only do steps that people have, and only speak of playbooks and causes that there are. */
export function simulatedPeopleProblems(
  { scenario, found }: ScenarioFile,
  library: PlaybookLibrary,
): readonly Problem[] {
  const { steps, says } = scenario['simulate-people'];
  const problem = (path: readonly (string | number)[], message: string): Problem =>
    found.yaml.problem(['simulate-people', ...path], message);
  const keyProblem = (path: readonly string[], key: string, message: string): Problem =>
    found.yaml.keyProblem(['simulate-people', ...path], key, message);
  const playbookOf = (id: string): Playbook | undefined => library.shelf.get(id)?.playbook;
  const unknown = (id: string): string => `there is no playbook "${id}"${didYouMean(id, library.shelf.keys())}`;
  const ofSteps = Object.entries(steps).flatMap(([id, times]): readonly Problem[] => {
    if (library.unread.has(id)) return [];
    const playbook = playbookOf(id);
    if (playbook === undefined) return [keyProblem(['steps'], id, unknown(id))];
    return Object.keys(times).flatMap((step) => {
      const fault = stepFault(playbook, step);
      return fault === null ? [] : [keyProblem(['steps', id], step, fault)];
    });
  });
  const ofSayings = says.flatMap((saying, place): readonly Problem[] => {
    const [key, id] = playbookIn(saying);
    if (library.unread.has(id)) return [];
    const playbook = playbookOf(id);
    if (playbook === undefined) return [problem(['says', place, key], unknown(id))];
    const cause = 'cause' in saying ? saying.cause : undefined;
    if (cause === undefined || Object.hasOwn(playbook.causes, cause)) return [];
    const guess = didYouMean(cause, Object.keys(playbook.causes));
    return [problem(['says', place, 'cause'], `${playbook.id} knows no cause "${cause}"${guess}`)];
  });
  return [...ofSteps, ...ofSayings];
}

function stepFault({ id, steps }: Playbook, step: string): string | null {
  const known = steps.find((one) => one.id === step);
  if (known?.kind === 'person') return null;
  if (known !== undefined) return `${step} of ${id} acts by itself: no person does it`;
  const ofPeople = steps.flatMap((one) => (one.kind === 'person' ? [one.id] : []));
  return `${id} has no step "${step}"${didYouMean(step, ofPeople)}`;
}

/** The key under which a saying names its playbook, and the playbook. */
function playbookIn(saying: SimulatedSaying): readonly [key: string, playbook: string] {
  if ('incident' in saying) return ['incident', saying.incident];
  return 'end' in saying ? ['end', saying.end] : ['of', saying.of];
}

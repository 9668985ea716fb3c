import type { TargetAction } from '../model/action.ts';
import { didYouMean, nearest } from '../model/nearest.ts';
import type { PlaybookStep } from '../model/playbook.ts';
import type { Problem } from '../model/problem.ts';
import type { RequestStep } from '../model/step.ts';
import type { Json } from '../model/json.ts';
import { TemplateError, variablesIn } from '../scenario/template.ts';
import { canHold } from '../playbook/match.ts';
import { captureProblems, pathFault } from './journey-problems.ts';
import { measuredThresholds } from './measured-thresholds.ts';
import type { PlaybookLibrary } from './playbook-library.ts';
import type { ShelvedPlaybook } from './shelved-playbook.ts';
import type { Target } from './target-file.ts';
import type { YamlPath } from './yaml-file.ts';

/** A step that acts, with its playbook and its place in it. */
export interface PlacedStep {
  readonly by: ShelvedPlaybook;
  readonly step: Extract<PlaybookStep, { readonly kind: 'act' }>;
  readonly at: YamlPath;
}

/** Every step of a library that acts by itself. */
export const actingSteps = (library: PlaybookLibrary): readonly PlacedStep[] =>
  [...library.shelf.values()].flatMap((by) =>
    by.playbook.steps.flatMap((step, place) => (step.kind === 'act' ? [{ by, step, at: ['steps', place] }] : [])),
  );

const problemWith = ({ by, at }: PlacedStep, path: YamlPath, message: string): Problem =>
  by.found.yaml.problem([...at, ...path], message);

const actionOf = ({ profile }: Target, id: string): TargetAction | undefined =>
  Object.hasOwn(profile.actions, id) ? profile.actions[id] : undefined;

/** What is wrong with a target's own actions, and with the steps that take them there: variables without a value, effects that are looked for and cannot be seen. */
export function targetActionProblems(library: PlaybookLibrary, target: Target): readonly Problem[] {
  const measured = measuredThresholds(library, target);
  const ofSteps = actingSteps(library).flatMap((placed) => {
    const { act } = placed.step;
    const action = act.kind === 'target' ? actionOf(target, act.action) : undefined;
    if (action === undefined) return [];
    const opens = canHold(placed.by.playbook.when, measured);
    return [...missingProblems(placed, action, target), ...verifyProblems(placed, target, opens)];
  });
  return [...templateProblems(target), ...ofSteps];
}

/** What no target can make right: actions that none has, variables that none of them takes, effects that nobody measures. */
export function strayActionProblems(library: PlaybookLibrary, targets: readonly Target[]): readonly Problem[] {
  const known = targets.flatMap(({ profile }) => Object.keys(profile.actions));
  const measured = targets.flatMap(({ definitions }) => definitions.map(({ id }) => id));
  return actingSteps(library).flatMap((placed) => {
    const { act, verify } = placed.step;
    const unseen =
      verify === null || measured.includes(verify.signal)
        ? []
        : [
            problemWith(
              placed,
              ['verify', 'signal'],
              `no target measures ${verify.signal}${didYouMean(verify.signal, measured)}`,
            ),
          ];
    if (act.kind !== 'target') return unseen;
    if (known.includes(act.action)) return [...unneededProblems(placed, act, targets), ...unseen];
    const message = `no target has an action "${act.action}"${didYouMean(act.action, known)}`;
    return [problemWith(placed, ['action'], message), ...unseen];
  });
}

type TargetAct = Extract<PlacedStep['step']['act'], { readonly kind: 'target' }>;

function unneededProblems(placed: PlacedStep, act: TargetAct, targets: readonly Target[]): readonly Problem[] {
  const actions = targets.flatMap((target) => actionOf(target, act.action) ?? []);
  const taken = actions.flatMap(wantedBy);
  const told = actions.flatMap((action) => [...misspeltIn(act, action).values()]);
  return Object.keys(act.with)
    .filter((name) => !taken.includes(name) && !told.includes(name))
    .map((name) => {
      const message = `the action "${act.action}" takes no "${name}"${didYouMean(name, taken)}`;
      return placed.by.found.yaml.keyProblem([...placed.at, 'with'], name, message);
    });
}

function missingProblems(placed: PlacedStep, action: TargetAction, { profile }: Target): readonly Problem[] {
  const { act } = placed.step;
  if (act.kind !== 'target') return [];
  const misspelt = misspeltIn(act, action);
  return missingIn(act, action).map((name) => {
    const given = misspelt.get(name);
    if (given === undefined) {
      const message = `the action "${act.action}" of the target ${profile.id} wants "${name}"; say it under "with"`;
      return problemWith(placed, ['action'], message);
    }
    const message = `the action "${act.action}" wants "${name}", not "${given}"`;
    return placed.by.found.yaml.keyProblem([...placed.at, 'with'], given, message);
  });
}

const missingIn = (act: TargetAct, action: TargetAction): readonly string[] =>
  wantedBy(action).filter((name) => !Object.hasOwn(act.with, name));

/** The names under which a step gives what is missing, by the right ones. */
function misspeltIn(act: TargetAct, action: TargetAction): ReadonlyMap<string, string> {
  const [wanted, missing] = [wantedBy(action), missingIn(act, action)];
  const unknown = Object.keys(act.with).filter((name) => !wanted.includes(name));
  return new Map(
    unknown.flatMap((given): [string, string][] => {
      const meant = nearest(given, missing);
      return meant === null ? [] : [[meant, given]];
    }),
  );
}

/**
 * What must hold after an action is measured where it is taken, in the unit in which it is asked for. It need not be where the playbook never opens by what is
 * measured: of one that a person declares there, the effect is not seen, and that is told.
 */
function verifyProblems(placed: PlacedStep, { profile, definitions }: Target, opens: boolean): readonly Problem[] {
  const { verify } = placed.step;
  if (verify === null) return [];
  const { signal, unit, bound } = verify;
  const definition = definitions.find(({ id }) => id === signal);
  if (definition === undefined) {
    if (!opens) return [];
    const guess = didYouMean(
      signal,
      definitions.map(({ id }) => id),
    );
    return [problemWith(placed, ['verify', 'signal'], `the target ${profile.id} does not measure ${signal}${guess}`)];
  }
  if (definition.unit === unit) return [];
  const message = `the target ${profile.id} measures ${signal} in ${definition.unit}, this level is in ${unit}`;
  return [problemWith(placed, ['verify', bound.side], message)];
}

/** Variables that are written wrongly, secrets that the target does not have, and paths of addresses or answers that are none. */
function templateProblems({ profile, found }: Target): readonly Problem[] {
  const secrets = Object.keys(profile.secrets).map((name) => `secret.${name}`);
  return Object.entries(profile.actions).flatMap(([id, action]) =>
    (['do', 'undo'] as const).flatMap((key) => {
      const request = action[key];
      if (request === undefined) return [];
      const at = ['actions', id, key];
      const faults = textsOf(request).flatMap((text) => faultsOf(text, secrets));
      const elsewhere = request.path.startsWith('/')
        ? []
        : [found.yaml.problem([...at, request.method], pathFault(request.path))];
      return [
        ...faults.map((message) => found.yaml.problem(at, message)),
        ...elsewhere,
        ...captureProblems(request, at, found.yaml),
      ];
    }),
  );
}

function faultsOf(text: string, secrets: readonly string[]): readonly string[] {
  try {
    return variablesIn(text)
      .filter((name) => name.startsWith('secret.') && !secrets.includes(name))
      .map((name) => `{{${name}}} has no value here${didYouMean(name, secrets)}`);
  } catch (error) {
    if (error instanceof TemplateError) return [error.message];
    throw error;
  }
}

/** The variables that a step must give: neither secrets nor what was captured of the answer before. */
function wantedBy({ do: request, undo }: TargetAction): readonly string[] {
  const captured = Object.keys(request.capture);
  const undoing = undo === undefined ? [] : namesIn(undo).filter((name) => !captured.includes(name));
  return [...new Set([...namesIn(request), ...undoing])].filter((name) => !name.startsWith('secret.'));
}

const namesIn = (request: RequestStep): readonly string[] => textsOf(request).flatMap(namesOf);

/** None where the text cannot be read, which is told elsewhere. */
function namesOf(text: string): readonly string[] {
  try {
    return variablesIn(text);
  } catch (error) {
    if (error instanceof TemplateError) return [];
    throw error;
  }
}

/** Every text of a request that is filled in. */
function textsOf({ path, headers, payload }: RequestStep): readonly string[] {
  const body = payload === null ? [] : payload.kind === 'text' ? [payload.text] : textsIn(payload.json);
  return [path, ...Object.values(headers), ...body];
}

/** Keys are sent as they are. */
function textsIn(json: Json): readonly string[] {
  if (typeof json === 'string') return [json];
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap((inner: Json) => textsIn(inner)) : [];
}

import { basename, join, resolve } from 'node:path';
import { isId } from '../model/id.ts';
import { didYouMean } from '../model/nearest.ts';
import { thresholdsOf, type Playbook } from '../model/playbook.ts';
import { InputError, problem, type Problem } from '../model/problem.ts';
import { scenarioSchema, type Scenario } from '../model/scenario.ts';
import { triggersOf } from '../playbook/match.ts';
import { firstFile, namesIn, readYaml, type Folders, type Found } from './folders.ts';
import type { PlaybookLibrary } from './playbook-library.ts';
import { conform } from './schema-problems.ts';
import type { Target } from './target-file.ts';

/** A scenario that has been read. */
export interface ScenarioFile {
  readonly scenario: Scenario;
  readonly found: Found;
}

/** Reads a scenario by its id, or from a .yaml file.
 * @throws InputError
 */
export async function readScenario(idOrFile: string, folders: Folders): Promise<ScenarioFile> {
  const found = await readYaml(await scenarioPath(idOrFile, folders), folders.root);
  const scenario = conform(found.yaml, scenarioSchema);
  return { scenario, found };
}

/** The shipped scenarios and the workspace's own: `scenarios/<id>.yaml`, by id. */
export async function scenarioFiles(folders: Folders): Promise<ReadonlyMap<string, string>> {
  const files = [...(await namesIn(folders, 'scenarios'))].filter(
    ([name]) => name.endsWith('.yaml') && !name.endsWith('.test.yaml'),
  );
  return new Map(files.map(([name, path]) => [basename(name, '.yaml'), path]));
}

async function scenarioPath(idOrFile: string, folders: Folders): Promise<string> {
  if (/\.ya?ml$/.test(idOrFile)) return resolve(folders.root, idOrFile);
  if (!isId(idOrFile)) {
    throw new InputError([
      problem(`"${idOrFile}" is neither the id of a scenario (lower-case words joined by hyphens) nor a .yaml file`),
    ]);
  }
  const path = await firstFile(
    [folders.root, folders.shipped].map((base) => join(base, 'scenarios', `${idOrFile}.yaml`)),
  );
  if (path !== null) return path;
  const known = [...(await scenarioFiles(folders)).keys()];
  const guess = didYouMean(idOrFile, known);
  throw new InputError([
    problem(`there is no scenario "${idOrFile}"${guess === '' ? `; there are ${known.join(', ')}` : guess}`),
  ]);
}

/** A file found by its name is referred to by that name. */
export function scenarioIdProblems({ scenario, found }: ScenarioFile): readonly Problem[] {
  const expected = basename(found.path, '.yaml');
  if (scenario.id === expected || !isId(expected)) return [];
  return [
    found.yaml.problem(['id'], `the scenario in ${expected}.yaml has the id "${scenario.id}"; expected "${expected}"`),
  ];
}

/** What is expected must be able to happen: the playbook exists, its target measures what triggers it, and it knows the cause. */
export function expectationProblems(
  { scenario, found }: ScenarioFile,
  library: PlaybookLibrary,
  target: Target,
): readonly Problem[] {
  const measured = new Set(target.definitions.map(({ id }) => id));
  return scenario.expect.flatMap((expected, place) => {
    if ('no-incident' in expected) return [];
    const at = (key: string): readonly PropertyKey[] => ['expect', place, key];
    const shelved = library.shelf.get(expected.playbook);
    if (shelved === undefined) {
      const guess = didYouMean(expected.playbook, library.shelf.keys());
      return [found.yaml.problem(at('playbook'), `there is no playbook "${expected.playbook}"${guess}`)];
    }
    const { playbook } = shelved;
    const missing = unmeasured(
      playbook,
      [...library.shelf.values()].map((one) => one.playbook),
      measured,
    );
    const causes = Object.keys(playbook.causes);
    return [
      ...missing.map((signal) =>
        found.yaml.problem(
          at('playbook'),
          `${playbook.id} can never open: the target ${target.profile.id} does not measure ${signal}`,
        ),
      ),
      ...(expected.cause === undefined || causes.includes(expected.cause)
        ? []
        : [
            found.yaml.problem(
              at('cause'),
              `${playbook.id} knows no cause "${expected.cause}"${didYouMean(expected.cause, causes)}`,
            ),
          ]),
    ];
  });
}

/** The signals that speak for a playbook and that are not measured. */
function unmeasured(playbook: Playbook, all: readonly Playbook[], measured: ReadonlySet<string>): readonly string[] {
  const signals = new Map(all.flatMap(thresholdsOf).map(({ id, signal }) => [id, signal]));
  return triggersOf(playbook.when).flatMap((id) => {
    const signal = signals.get(id);
    return signal === undefined || measured.has(signal) ? [] : [signal];
  });
}

/** A threshold's levels are in the unit in which the target measures its signal. */
export function unitProblems(library: PlaybookLibrary, target: Target): readonly Problem[] {
  const units = new Map(target.definitions.map(({ id, unit }) => [id, unit]));
  return [...library.shelf.values()].flatMap(({ playbook, found }) =>
    thresholdsOf(playbook).flatMap(({ id, signal, unit, fire }) => {
      const measuredIn = units.get(signal);
      if (measuredIn === undefined || measuredIn === unit) return [];
      const message = `the target ${target.profile.id} measures ${signal} in ${measuredIn}, this level is in ${unit}`;
      return [found.yaml.problem(['triggers', id, fire.side], message)];
    }),
  );
}

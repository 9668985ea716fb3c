import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { isId, type SignalId, type ThresholdId } from '../model/id.ts';
import { didYouMean } from '../model/nearest.ts';
import { thresholdsOf, type Condition } from '../model/playbook.ts';
import { InputError, problem, type Problem } from '../model/problem.ts';
import { scenarioSchema, type Scenario } from '../model/scenario.ts';
import { totalArrivals } from '../scenario/rate-curve.ts';
import { ratePieces } from '../scenario/surge-shape.ts';
import { firstFile, namesIn, readYaml, shownPath, type Folders, type Found } from './folders.ts';
import type { PlaybookLibrary } from './playbook-library.ts';
import { conform } from './schema-problems.ts';
import type { Target } from './target-file.ts';
import { levelProblems } from './threshold-problems.ts';

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
  if (/\.ya?ml$/.test(idOrFile)) {
    const file = resolve(folders.root, idOrFile);
    const id = basename(idOrFile).replace(/\.ya?ml$/, '');
    const guess = existsSync(file) ? '' : didYouMean(id, (await scenarioFiles(folders)).keys());
    if (guess !== '')
      throw new InputError([problem(`${shownPath(file, folders.root)}: there is no such file${guess}`)]);
    return file;
  }
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

/** A journey is known by its id, in what the engines tell of it. */
export function journeyIdProblems({ scenario, found }: ScenarioFile): readonly Problem[] {
  const ids = (scenario.journeys ?? []).map(({ id }) => id);
  return ids.flatMap((id, place) =>
    ids.indexOf(id) === place
      ? []
      : [found.yaml.problem(['journeys', place, 'id'], `another journey before has the id "${id}" too`)],
  );
}

/** A load that nobody is of would prove nothing. */
export function surgeProblems({ scenario, found }: ScenarioFile): readonly Problem[] {
  const { surge } = scenario;
  if ('people' in surge || Math.round(totalArrivals(ratePieces(surge))) >= 1) return [];
  return [found.yaml.keyProblem(['surge'], 'stages', 'nobody arrives by these stages; expected a rate for a while')];
}

/** What is expected must be able to happen: the playbook exists and knows the cause, and its target measures what speaks for both, where it is expected of what is measured. */
export function expectationProblems(
  { scenario, found }: ScenarioFile,
  library: PlaybookLibrary,
  target: Target,
): readonly Problem[] {
  const unmeasured = unmeasuredIn(library, target);
  const notMeasured = (signal: SignalId): string =>
    `the target ${target.profile.id} does not measure ${signal}${didYouMean(signal, Object.keys(target.profile.signals))}`;
  const quiet = scenario.expect.every((expected) => 'no-incident' in expected);
  return scenario.expect.flatMap((expected, place) => {
    if ('no-incident' in expected) {
      const message = 'an incident is expected too; expected one or the other';
      return quiet ? [] : [found.yaml.keyProblem(['expect', place], 'no-incident', message)];
    }
    if (library.unread.has(expected.playbook)) return [];
    const problem = (key: string, message: string): Problem => found.yaml.problem(['expect', place, key], message);
    const playbook = library.shelf.get(expected.playbook)?.playbook;
    if (playbook === undefined) {
      const guess = didYouMean(expected.playbook, library.shelf.keys());
      return [problem('playbook', `there is no playbook "${expected.playbook}"${guess}`)];
    }
    const { cause, within } = expected;
    // Without a time, a person's word is enough.
    const unmeasuredOf = (when: Condition): readonly SignalId[] => (within === undefined ? [] : unmeasured(when));
    const never = unmeasuredOf(playbook.when).map((signal) =>
      problem('playbook', `${playbook.id} can never open: ${notMeasured(signal)}`),
    );
    if (cause === undefined) return never;
    const known = Object.keys(playbook.causes);
    const when = known.includes(cause) ? playbook.causes[cause]?.when : undefined;
    if (when === undefined) {
      return [...never, problem('cause', `${playbook.id} knows no cause "${cause}"${didYouMean(cause, known)}`)];
    }
    const unseen = unmeasuredOf(when).map((signal) =>
      problem('cause', `${cause} can never be identified: ${notMeasured(signal)}`),
    );
    return [...never, ...unseen];
  });
}

/** The signals for want of which a condition can never hold: of its alternatives one is enough. */
function unmeasuredIn(
  library: PlaybookLibrary,
  { definitions }: Target,
): (condition: Condition) => readonly SignalId[] {
  const measured = new Set(definitions.map(({ id }) => id));
  const thresholds = [...library.shelf.values()].flatMap(({ playbook }) => thresholdsOf(playbook));
  const signals = new Map(thresholds.map(({ id, signal }) => [id, signal]));
  const missing = (ids: readonly ThresholdId[]): readonly SignalId[] =>
    ids.flatMap((id) => signals.get(id) ?? []).filter((signal) => !measured.has(signal));
  return ({ all = [], any = [] }) => {
    const alternatives = missing(any);
    return [...new Set([...missing(all), ...(alternatives.length === any.length ? alternatives : [])])];
  };
}

/** What a target's way to measure makes wrong with thresholds. */
export const measureProblems = (library: PlaybookLibrary, target: Target): readonly Problem[] => [
  ...unitProblems(library, target),
  ...[...library.shelf.values()].flatMap((one) => levelProblems(one, target)),
];

/** A threshold's levels are in the unit in which the target measures its signal. */
function unitProblems(library: PlaybookLibrary, target: Target): readonly Problem[] {
  const definitions = new Map(target.definitions.map((definition) => [definition.id, definition]));
  return [...library.shelf.values()].flatMap(({ playbook, found }) =>
    thresholdsOf(playbook).flatMap(({ id, signal, aspect, unit, fire }) => {
      const definition = definitions.get(signal);
      if (definition === undefined || aspect.kind === 'change') return [];
      const at = (key: string, message: string): readonly Problem[] => [
        found.yaml.problem(['triggers', id, key], `the target ${target.profile.id} measures ${signal} ${message}`),
      ];
      if (aspect.kind === 'burn-rate') {
        return 'ratio' in definition.measure
          ? []
          : at('signal', 'otherwise than as a ratio of two series: it has no burn rate');
      }
      return definition.unit === unit ? [] : at(fire.side, `in ${definition.unit}, this level is in ${unit}`);
    }),
  );
}

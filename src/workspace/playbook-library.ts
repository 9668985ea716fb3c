import { basename, dirname, join } from 'node:path';
import type { PlaybookId, ThresholdId } from '../model/id.ts';
import { didYouMean } from '../model/nearest.ts';
import { phasesFor, playbookSchema, unexplained, type Condition } from '../model/playbook.ts';
import type { Problem } from '../model/problem.ts';
import { ties } from '../playbook/match.ts';
import { callProblems } from './call-problems.ts';
import { gather } from './collect-problems.ts';
import { isFolder, layeredFile, namesIn, readYaml, type Folders } from './folders.ts';
import { phraseWording, readNotices, readPhraseBook, strayNotices } from './notice-files.ts';
import { conform } from './schema-problems.ts';
import type { ShelvedPlaybook } from './shelved-playbook.ts';
import { strayStepKeys } from './step-keys.ts';
import { yamlWording } from './wording-problems.ts';
import { contradictionProblems, runbookProblems } from './threshold-problems.ts';

/** Every playbook of a workspace, with everything that is wrong with any of them. */
export interface PlaybookLibrary {
  readonly shelf: ReadonlyMap<PlaybookId, ShelvedPlaybook>;
  /** Those with which so much is wrong that they could not be read: what they would bring is not known, and nobody is blamed for naming it. */
  readonly unread: ReadonlySet<PlaybookId>;
  readonly problems: readonly Problem[];
}

/**
 * Reads the playbooks of a workspace and of the library behind it: `playbooks/<id>/playbook.yaml`. Each file of a workspace's folder hides its like in the
 * library alone: whoever words one notice anew keeps all the others, and what the library learns of them.
 */
export async function readPlaybooks(folders: Folders): Promise<PlaybookLibrary> {
  const phrases = await readPhraseBook(folders);
  const unread = new Set<PlaybookId>();
  const shelves = [...(await namesIn(folders, 'playbooks'))].filter(([name]) => !/^[_.]/.test(name));
  const { results, problems } = await gather(shelves, async ([name, path]): Promise<readonly ShelvedPlaybook[]> => {
    if (!(await isFolder(path))) return [];
    unread.add(name);
    const file = await layeredFile(folders, join('playbooks', name, 'playbook.yaml'));
    const found = await readYaml(file ?? join(path, 'playbook.yaml'), folders.root);
    const playbook = conform(found.yaml, playbookSchema);
    const notices = await readNotices(name, playbook, found, phrases, folders);
    unread.delete(name);
    return [{ playbook, notices, found }];
  });
  const shelved = results.flat();
  const shelf = new Map(shelved.map((one) => [one.playbook.id, one]));
  const stray = await Promise.all(shelves.map(([name]) => strayNotices(name, folders)));
  const runbooks = await Promise.all(shelved.map((one) => runbookProblems(one, folders)));
  return {
    shelf,
    unread,
    problems: [
      ...phraseWording(phrases),
      ...problems,
      ...libraryProblems(shelved, unread),
      ...runbooks.flat(),
      ...stray.flat(),
    ],
  };
}

function libraryProblems(shelved: readonly ShelvedPlaybook[], unread: ReadonlySet<PlaybookId>): readonly Problem[] {
  const thresholds = new Set(shelved.flatMap(({ playbook }) => Object.keys(playbook.triggers)));
  return [
    ...shelved.flatMap(idProblems),
    ...(unread.size > 0 ? [] : shelved.flatMap((one) => thresholdProblems(one, thresholds))),
    ...shelved.flatMap(contradictionProblems),
    ...shelved.flatMap(stepProblems),
    ...shelved.flatMap(strayStepKeys),
    ...shelved.flatMap(callProblems),
    ...shelved.flatMap(silenceProblems),
    ...shelved.flatMap(({ found }) => yamlWording(found.yaml)),
    ...repeatedThresholds(shelved),
    ...tieProblems(shelved),
  ];
}

function idProblems({ playbook, found }: ShelvedPlaybook): readonly Problem[] {
  const folder = basename(dirname(found.path));
  if (playbook.id === folder) return [];
  return [
    found.yaml.problem(
      ['id'],
      `the playbook in the folder "${folder}" has the id "${playbook.id}"; expected "${folder}"`,
    ),
  ];
}

/** A threshold that a playbook refers to by id must exist, in whichever playbook. */
function thresholdProblems(
  { playbook, found }: ShelvedPlaybook,
  thresholds: ReadonlySet<ThresholdId>,
): readonly Problem[] {
  const unknownIn = (condition: Condition, at: readonly PropertyKey[]): readonly Problem[] =>
    (['all', 'any', 'none'] as const).flatMap((list) =>
      (condition[list] ?? []).flatMap((id, place) =>
        thresholds.has(id)
          ? []
          : [found.yaml.problem([...at, list, place], `there is no threshold "${id}"${didYouMean(id, thresholds)}`)],
      ),
    );
  return [
    ...unknownIn(playbook.when, ['when']),
    ...Object.entries(playbook.causes).flatMap(([id, { when }]) => unknownIn(when, ['causes', id, 'when'])),
  ];
}

/** A step is known by its id, and waits for a cause of its own playbook. */
function stepProblems({ playbook, found }: ShelvedPlaybook): readonly Problem[] {
  const causes = Object.keys(playbook.causes);
  return playbook.steps.flatMap(({ id, when }, place) => [
    ...(playbook.steps.findIndex((step) => step.id === id) === place
      ? []
      : [found.yaml.problem(['steps', place, 'id'], `another step before has the id "${id}" too`)]),
    ...(when === undefined || causes.includes(when.cause)
      ? []
      : [
          found.yaml.problem(
            ['steps', place, 'when', 'cause'],
            `the playbook knows no cause "${when.cause}"${didYouMean(when.cause, causes)}`,
          ),
        ]),
  ]);
}

/** Whoever is not told something must not have been forgotten. */
const silenceProblems = ({ playbook, found }: ShelvedPlaybook): readonly Problem[] =>
  unexplained(playbook).map((audience) =>
    found.yaml.problem(
      ['notices'],
      phasesFor(playbook, audience).length === 0
        ? `${audience} are told nothing; say why under "leaves-out"`
        : `${audience} are not told of every phase; say why under "leaves-out"`,
    ),
  );

/** A threshold is referred to by its id alone, so an id stands for one threshold. */
function repeatedThresholds(shelved: readonly ShelvedPlaybook[]): readonly Problem[] {
  const owners = new Map<ThresholdId, PlaybookId>();
  return shelved.flatMap(({ playbook, found }) =>
    Object.keys(playbook.triggers).flatMap((id) => {
      const owner = owners.get(id);
      owners.set(id, playbook.id);
      return owner === undefined
        ? []
        : [found.yaml.keyProblem(['triggers'], id, `${owner} has a threshold of this id too; refer to it by its id`)];
    }),
  );
}

function tieProblems(shelved: readonly ShelvedPlaybook[]): readonly Problem[] {
  return ties(shelved.map(({ playbook }) => playbook)).flatMap(([first, second]) => {
    const found = shelved.find(({ playbook }) => playbook === second)?.found;
    return found === undefined
      ? []
      : [
          found.yaml.problem(
            ['when'],
            `one trouble would choose both this playbook and ${first.id}; make one of them more specific`,
          ),
        ];
  });
}

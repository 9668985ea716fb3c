import { basename, dirname, join } from 'node:path';
import type { PlaybookId, ThresholdId } from '../model/id.ts';
import type { Locale } from '../model/locale.ts';
import { didYouMean } from '../model/nearest.ts';
import { playbookSchema, type Condition, type Playbook } from '../model/playbook.ts';
import type { Problem } from '../model/problem.ts';
import type { NoticeTemplate } from '../notice/template.ts';
import { ties } from '../playbook/match.ts';
import { gather } from './collect-problems.ts';
import { isFile, namesIn, readYaml, type Folders, type Found } from './folders.ts';
import { readNotices, readPhraseBook } from './notice-files.ts';
import { conform } from './schema-problems.ts';

/** A playbook, its notices, and the file it came from. */
export interface ShelvedPlaybook {
  readonly playbook: Playbook;
  readonly notices: Readonly<Record<Locale, NoticeTemplate>>;
  readonly found: Found;
}

/** Every playbook of a workspace, with everything that is wrong with any of them. */
export interface PlaybookLibrary {
  readonly shelf: ReadonlyMap<PlaybookId, ShelvedPlaybook>;
  readonly problems: readonly Problem[];
}

/** Reads the playbooks of a workspace and of the library behind it: `playbooks/<id>/playbook.yaml`. */
export async function readPlaybooks(folders: Folders): Promise<PlaybookLibrary> {
  const phrases = await readPhraseBook(folders);
  const named = await namesIn(folders, 'playbooks');
  const files: string[] = [];
  for (const [name, path] of named) {
    const file = join(path, 'playbook.yaml');
    if (!name.startsWith('_') && (await isFile(file))) files.push(file);
  }
  const { results, problems } = await gather(files, async (file): Promise<ShelvedPlaybook> => {
    const found = await readYaml(file, folders.root);
    const playbook = conform(found.yaml, playbookSchema);
    return { playbook, notices: await readNotices(playbook, found, phrases, folders.root), found };
  });
  const shelf = new Map(results.map((shelved) => [shelved.playbook.id, shelved]));
  return { shelf, problems: [...problems, ...libraryProblems(results)] };
}

function libraryProblems(shelved: readonly ShelvedPlaybook[]): readonly Problem[] {
  const thresholds = new Set(shelved.flatMap(({ playbook }) => Object.keys(playbook.triggers)));
  return [
    ...shelved.flatMap(idProblems),
    ...shelved.flatMap((one) => referenceProblems(one, thresholds)),
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

/** What a playbook refers to by id must exist: thresholds, and causes of its own. */
function referenceProblems(
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
  const causes = Object.entries(playbook.causes);
  const known = causes.map(([id]) => id);
  const steps = playbook.steps.flatMap(({ when }, place) =>
    when === undefined || known.includes(when.cause)
      ? []
      : [
          found.yaml.problem(
            ['steps', place, 'when', 'cause'],
            `the playbook knows no cause "${when.cause}"${didYouMean(when.cause, known)}`,
          ),
        ],
  );
  return [
    ...unknownIn(playbook.when, ['when']),
    ...causes.flatMap(([id, { when }]) => unknownIn(when, ['causes', id, 'when'])),
    ...steps,
  ];
}

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

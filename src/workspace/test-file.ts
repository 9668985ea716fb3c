import { dirname, join } from 'node:path';
import type { PlaybookId, SignalId } from '../model/id.ts';
import { locales, type Locale } from '../model/locale.ts';
import { didYouMean } from '../model/nearest.ts';
import { thresholdsOf } from '../model/playbook.ts';
import type { Problem } from '../model/problem.ts';
import { unitTestsSchema, type ExpectedMoment, type UnitTest } from '../model/unit-test.ts';
import { parseSeries, SeriesNotationError } from '../judge/series-notation.ts';
import { refuseProblems } from './collect-problems.ts';
import { namesIn, readYaml, type Folders, type Found } from './folders.ts';
import type { PlaybookLibrary } from './playbook-library.ts';
import { conform } from './schema-problems.ts';

/** The unit tests of one file. */
export interface TestFile {
  readonly found: Found;
  /** Whether it is the library's, seen from a workspace of somebody's own. */
  readonly ofLibrary: boolean;
  readonly tests: readonly UnitTest[];
}

/** The unit tests of a workspace: `scenarios/*.test.yaml`, by the path of their file. */
export async function testFiles(folders: Folders): Promise<readonly string[]> {
  return [...(await namesIn(folders, 'scenarios'))]
    .filter(([name]) => name.endsWith('.test.yaml'))
    .map(([, path]) => path);
}

/** @throws InputError */
export async function readTestFile(path: string, library: PlaybookLibrary, folders: Folders): Promise<TestFile> {
  const found = await readYaml(join(path), folders.root);
  const { tests } = conform(found.yaml, unitTestsSchema);
  refuseProblems([...seriesProblems(tests, found), ...referenceProblems(tests, found, library)]);
  return { found, tests, ofLibrary: isOfLibrary(path, folders) };
}

const isOfLibrary = (path: string, { root, shipped }: Folders): boolean =>
  root !== shipped && dirname(path) === join(shipped, 'scenarios');

/** A test of the library as it holds for a workspace: what is said there in words of its own, the library cannot expect. */
export async function asMeantFor(folders: Folders, file: TestFile): Promise<TestFile> {
  if (!file.ofLibrary) return file;
  const { phrases, worded } = await ownWords(folders);
  const isOwn = ({ incident, notice }: ExpectedMoment): boolean =>
    notice !== undefined && (phrases.has(notice.locale) || (incident !== undefined && worded.has(incident.playbook)));
  const tests = file.tests.map((test) => ({
    ...test,
    expect: test.expect.map((moment) => (isOwn(moment) ? { ...moment, notice: undefined } : moment)),
  }));
  return { ...file, tests };
}

/** What of the library's words a workspace hides: the languages of shared phrases, and playbooks. */
async function ownWords({ root }: Folders): Promise<{
  readonly phrases: ReadonlySet<Locale>;
  readonly worded: ReadonlySet<PlaybookId>;
}> {
  const own = { root, shipped: root };
  const partials = [...(await namesIn(own, join('playbooks', '_partials'))).keys()];
  return {
    phrases: new Set(locales.filter((locale) => partials.some((name) => name.endsWith(`.${locale}.hbs`)))),
    worded: new Set((await namesIn(own, 'playbooks')).keys()),
  };
}

function seriesProblems(tests: readonly UnitTest[], { yaml }: Found): readonly Problem[] {
  return tests.flatMap(({ signals }, place) =>
    Object.entries(signals).flatMap(([id, text]) => {
      try {
        parseSeries(text);
        return [];
      } catch (error) {
        if (error instanceof SeriesNotationError) return [yaml.problem(['tests', place, 'signals', id], error.message)];
        throw error;
      }
    }),
  );
}

/** What a test names must exist, or it would pass by proving nothing. */
function referenceProblems(
  tests: readonly UnitTest[],
  { yaml }: Found,
  { shelf, unread }: PlaybookLibrary,
): readonly Problem[] {
  const playbooks = [...shelf.values()].map(({ playbook }) => playbook);
  const thresholds = playbooks.flatMap(thresholdsOf);
  const signals = new Set<SignalId>(thresholds.map(({ signal }) => signal));
  const ids = new Set(thresholds.map(({ id }) => id));
  // What a playbook that could not be read would bring is not known.
  const allRead = unread.size === 0;
  return tests.flatMap((test, place) => {
    const at = (...path: PropertyKey[]): readonly PropertyKey[] => ['tests', place, ...path];
    const unknownSignals = Object.keys(test.signals)
      .filter((id) => allRead && !signals.has(id))
      .map((id) =>
        yaml.keyProblem(at('signals'), id, `no threshold speaks of a signal "${id}"${didYouMean(id, signals)}`),
      );
    const unknown = test.expect.flatMap(({ breached = [], incident }, moment) => [
      ...breached.flatMap((id, nth) =>
        !allRead || ids.has(id)
          ? []
          : [
              yaml.problem(
                at('expect', moment, 'breached', nth),
                `there is no threshold "${id}"${didYouMean(id, ids)}`,
              ),
            ],
      ),
      ...incidentFaults(incident, { shelf, unread }).map(({ key, message }) =>
        yaml.problem(at('expect', moment, 'incident', key), message),
      ),
    ]);
    return [...unknownSignals, ...unknown];
  });
}

/** What an expected incident names and there is not. */
function incidentFaults(
  incident: ExpectedMoment['incident'],
  { shelf, unread }: Pick<PlaybookLibrary, 'shelf' | 'unread'>,
): readonly { readonly key: 'playbook' | 'cause'; readonly message: string }[] {
  if (incident === undefined || unread.has(incident.playbook)) return [];
  const { playbook: id, cause } = incident;
  const playbook = shelf.get(id)?.playbook;
  if (playbook === undefined) {
    return [{ key: 'playbook', message: `there is no playbook "${id}"${didYouMean(id, shelf.keys())}` }];
  }
  if (cause === undefined || Object.hasOwn(playbook.causes, cause)) return [];
  const guess = didYouMean(cause, Object.keys(playbook.causes));
  return [{ key: 'cause', message: `${id} knows no cause "${cause}"${guess}` }];
}

import { join } from 'node:path';
import type { SignalId } from '../model/id.ts';
import { didYouMean } from '../model/nearest.ts';
import { thresholdsOf } from '../model/playbook.ts';
import type { Problem } from '../model/problem.ts';
import { unitTestsSchema, type UnitTest } from '../model/unit-test.ts';
import { parseSeries, SeriesNotationError } from '../judge/series-notation.ts';
import { refuseProblems } from './collect-problems.ts';
import { namesIn, readYaml, type Folders, type Found } from './folders.ts';
import type { PlaybookLibrary } from './playbook-library.ts';
import { conform } from './schema-problems.ts';

/** The unit tests of one file. */
export interface TestFile {
  readonly found: Found;
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
  return { found, tests };
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
  return tests.flatMap((test, place) => {
    const at = (...path: PropertyKey[]): readonly PropertyKey[] => ['tests', place, ...path];
    // What a playbook that could not be read would bring is not known.
    const unknownSignals = Object.keys(test.signals)
      .filter((id) => unread.size === 0 && !signals.has(id))
      .map((id) =>
        yaml.keyProblem(at('signals'), id, `no threshold speaks of a signal "${id}"${didYouMean(id, signals)}`),
      );
    const unknown = test.expect.flatMap(({ breached, incident }, moment) => [
      ...(breached ?? []).flatMap((id, nth) =>
        unread.size > 0 || ids.has(id)
          ? []
          : [
              yaml.problem(
                at('expect', moment, 'breached', nth),
                `there is no threshold "${id}"${didYouMean(id, ids)}`,
              ),
            ],
      ),
      ...(incident === undefined || shelf.has(incident.playbook) || unread.has(incident.playbook)
        ? []
        : [
            yaml.problem(
              at('expect', moment, 'incident', 'playbook'),
              `there is no playbook "${incident.playbook}"${didYouMean(incident.playbook, shelf.keys())}`,
            ),
          ]),
    ]);
    return [...unknownSignals, ...unknown];
  });
}

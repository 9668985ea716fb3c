import { randomBytes } from 'node:crypto';
import { columnsOf } from '../scenario/arrival-values.ts';
import { join, resolve } from 'node:path';
import type { Day } from '../model/day.ts';
import type { Environment } from '../model/environment.ts';
import type { PlaybookId } from '../model/id.ts';
import type { Locale } from '../model/locale.ts';
import type { People } from '../model/plan.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Problem } from '../model/problem.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Settings } from '../model/settings.ts';
import type { SignalDefinition } from '../model/signal.ts';
import type { TargetProfile } from '../model/target-profile.ts';
import type { NoticeTemplate } from '../notice/template.ts';
import { strayActionProblems, targetActionProblems } from './action-problems.ts';
import { readClauses, type Clause } from './clause-files.ts';
import { distinct, gather, refuseProblems } from './collect-problems.ts';
import { besideFile, namesIn, type Folders } from './folders.ts';
import { journeyProblems } from './journey-problems.ts';
import { composeLibrary } from './composed-library.ts';
import { obligationProblems, readObligations, type ObligationBook } from './obligation-files.ts';
import { readPlaybooks, type PlaybookLibrary } from './playbook-library.ts';
import {
  expectationProblems,
  journeyIdProblems,
  readScenario,
  scenarioFiles,
  scenarioIdProblems,
  measureProblems,
  surgeProblems,
  type ScenarioFile,
} from './scenario-file.ts';
import { openActionsOf, overdueProblems, readReviews, type ReviewFile } from './review-file.ts';
import { partyProblems, readSettings } from './settings-file.ts';
import { simulatedPeopleProblems } from './simulated-people-problems.ts';
import { asMeantFor, readTestFile, testFiles, type TestFile } from './test-file.ts';
import { readTarget, readTargetFile, type Target } from './target-file.ts';
import { unallowedSteps } from './unallowed.ts';
import { unnamedModules } from './unnamed.ts';
import { straySignalProblems, unwatchedBy, type Unwatched } from './unwatched.ts';

/** Everything a scenario needs to be rehearsed, read and checked: nothing of it can turn out wrong later. */
export interface Rehearsal {
  readonly scenario: Scenario;
  readonly profile: TargetProfile;
  readonly definitions: readonly SignalDefinition[];
  readonly playbooks: readonly Playbook[];
  readonly notices: ReadonlyMap<PlaybookId, Readonly<Record<Locale, NoticeTemplate>>>;
  readonly obligationBook: ObligationBook;
  readonly settings: Settings;
  /** By the names templates use after `secret.`; never written to disk. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly people: People;
  /** The native script and the private certificate authority, absolute paths. */
  readonly script: string | null;
  readonly ca: string | null;
}

/** Unit tests, and everything they are run against. */
export interface UnitTestBench {
  readonly files: readonly TestFile[];
  readonly playbooks: readonly Playbook[];
  readonly notices: ReadonlyMap<PlaybookId, Readonly<Record<Locale, NoticeTemplate>>>;
  readonly settings: Settings;
}

/** Everything that is written in answer to an incident: what to do and what to say. */
export type Library = Pick<Rehearsal, 'playbooks' | 'notices' | 'obligationBook' | 'settings'> & {
  readonly clauses: readonly Clause[];
};

/** What a check of a whole workspace came to. */
export interface Checked {
  readonly scenarios: number;
  readonly tests: number;
  readonly targets: number;
  readonly playbooks: number;
  /** How many were composed: every playbook's phases, causes, audiences, languages and channels. */
  readonly notices: number;
  readonly reviews: number;
  /** How many action items of all reviews are not done. */
  readonly openActions: number;
  readonly unwatched: readonly Unwatched[];
  /** Steps that would only be shown, each at its place: nothing is wrong with them. */
  readonly unallowed: readonly Problem[];
  /** Parts of the platform that have no name for people. */
  readonly unnamed: readonly Problem[];
  readonly problems: readonly Problem[];
}

/** A folder with scenarios, targets, playbooks and settings, and the shipped library behind it. */
export interface Workspace {
  /** Reads what one scenario needs, by its id or file.
   * @throws InputError with everything that is wrong, each at its place.
   */
  rehearsal(idOrFile: string, env: Environment): Promise<Rehearsal>;
  /** Reads what a scenario's runs are judged by; what only a rehearsal needs (secrets, people) may be missing.
   * @throws InputError
   */
  judgement(idOrFile: string): Promise<Pick<Rehearsal, 'definitions' | 'playbooks'>>;
  /** Reads the unit tests of these files, or of all when none is named.
   * @throws InputError
   */
  unitTests(files: readonly string[]): Promise<UnitTestBench>;
  /** Reads the playbooks, their notices and the duties they bring.
   * @throws InputError
   */
  library(): Promise<Library>;
  /** Reads the settings alone.
   * @throws InputError
   */
  settings(): Promise<Settings>;
  /** Reads the reviews of incidents.
   * @throws InputError
   */
  reviews(): Promise<readonly ReviewFile[]>;
  /** Reads everything there is, in one pass. With the day that it is, action items are found that should have been done before. */
  check(today?: Day): Promise<Checked>;
}

export function openWorkspace(folders: Folders): Workspace {
  return {
    rehearsal: (idOrFile, env) => readRehearsal(idOrFile, env, folders),
    judgement: (idOrFile) => readJudgement(idOrFile, folders),
    unitTests: (files) => readUnitTests(files, folders),
    library: () => readLibrary(folders),
    settings: () => readSettings(folders),
    reviews: () => readAllReviews(folders),
    check: (today) => checkAll(folders, today ?? null),
  };
}

async function readRehearsal(idOrFile: string, env: Environment, folders: Folders): Promise<Rehearsal> {
  const settings = await readSettings(folders);
  const file = await readScenario(idOrFile, folders);
  const library = await readPlaybooks(folders);
  const obligationBook = await readObligations(folders);
  const target = await readTarget(file.found, file.scenario.target, folders, settings);
  const { secrets, missing } = readSecrets(target, env);
  refuseProblems([
    ...library.problems,
    ...obligationProblems(library, obligationBook),
    ...scenarioProblems(file, library, target),
    ...missing,
  ]);
  const { scenario, found } = file;
  return {
    scenario,
    profile: target.profile,
    definitions: target.definitions,
    ...shelvedIn(library),
    obligationBook,
    settings,
    secrets,
    people: target.people,
    script: scenario.script === undefined ? null : await besideFile(found, ['script'], scenario.script),
    ca: target.ca,
  };
}

async function readJudgement(
  idOrFile: string,
  folders: Folders,
): Promise<Pick<Rehearsal, 'definitions' | 'playbooks'>> {
  const settings = await readSettings(folders);
  const file = await readScenario(idOrFile, folders);
  const library = await readPlaybooks(folders);
  const target = await readTarget(file.found, file.scenario.target, folders, settings);
  refuseProblems([...library.problems, ...measureProblems(library, target)]);
  return { definitions: target.definitions, playbooks: shelvedIn(library).playbooks };
}

/** The playbooks of a library, and the notices of each. */
function shelvedIn({ shelf }: PlaybookLibrary): Pick<Rehearsal, 'playbooks' | 'notices'> {
  const shelved = [...shelf.values()];
  return {
    playbooks: shelved.map(({ playbook }) => playbook),
    notices: new Map(shelved.map(({ playbook, notices }) => [playbook.id, notices])),
  };
}

async function readLibrary(folders: Folders): Promise<Library> {
  const settings = await readSettings(folders);
  const library = await readPlaybooks(folders);
  const obligationBook = await readObligations(folders);
  refuseProblems([...library.problems, ...obligationProblems(library, obligationBook)]);
  return { ...shelvedIn(library), obligationBook, settings, clauses: await readClauses(folders) };
}

async function readUnitTests(named: readonly string[], folders: Folders): Promise<UnitTestBench> {
  const settings = await readSettings(folders);
  const library = await readPlaybooks(folders);
  const paths = named.length === 0 ? await testFiles(folders) : named.map((file) => resolve(folders.root, file));
  const { results, problems } = await gather(paths, (path) => readTestFile(path, library, folders));
  refuseProblems([...library.problems, ...problems]);
  const files = await Promise.all(results.map((file) => asMeantFor(folders, file)));
  return { files, ...shelvedIn(library), settings };
}

function scenarioProblems(file: ScenarioFile, library: PlaybookLibrary, target: Target): readonly Problem[] {
  return [
    ...scenarioIdProblems(file),
    ...journeyIdProblems(file),
    ...surgeProblems(file),
    ...journeyProblems({
      scenario: file.scenario,
      scenarioFile: file.found.yaml,
      profile: target.profile,
      profileFile: target.found.yaml,
      columns: columnsOf(target.people),
    }),
    ...expectationProblems(file, library, target),
    ...simulatedPeopleProblems(file, library),
    ...measureProblems(library, target),
    ...targetActionProblems(library, target),
  ];
}

function readSecrets(
  { profile, found }: Target,
  env: Environment,
): { secrets: Record<string, string>; missing: readonly Problem[] } {
  const secrets: Record<string, string> = {};
  const missing: Problem[] = [];
  for (const [name, source] of Object.entries(profile.secrets)) {
    if ('made' in source) {
      secrets[name] = randomBytes(24).toString('hex');
      continue;
    }
    const variable = source.env;
    const value = env[variable];
    if (value === undefined || value === '') {
      missing.push(found.yaml.problem(['secrets', name, 'env'], `the environment has no ${variable}`));
    } else secrets[name] = value;
  }
  return { secrets, missing };
}

async function readAllReviews(folders: Folders): Promise<readonly ReviewFile[]> {
  const { reviews, problems } = await readReviews(folders);
  refuseProblems(problems);
  return reviews;
}

/** What is counted where the settings cannot be read: without them nothing else is judged. */
const nothingRead = {
  ...{ scenarios: 0, tests: 0, targets: 0, playbooks: 0, notices: 0, reviews: 0, openActions: 0 },
  ...{ unwatched: [], unallowed: [], unnamed: [] },
} as const;

async function checkAll(folders: Folders, today: Day | null): Promise<Checked> {
  const { results, problems: settingsProblems } = await gather([folders], readSettings);
  const [settings] = results;
  if (settings === undefined) return { ...nothingRead, problems: settingsProblems };
  const library = await readPlaybooks(folders);
  const composed = composeLibrary(library, settings);
  const duties = await gather([folders], readObligations);
  const clauses = await gather([folders], readClauses);
  const targetPaths = [...(await namesIn(folders, join('scenarios', 'targets')))].filter(([name]) =>
    name.endsWith('.yaml'),
  );
  const targets = await gather(targetPaths, ([, path]) => readTargetFile(path, folders, settings));
  const scenarios = await gather((await scenarioFiles(folders)).values(), async (path) => {
    const file = await readScenario(path, folders);
    const target = await readTarget(file.found, file.scenario.target, folders, settings);
    refuseProblems(scenarioProblems(file, library, target));
    if (file.scenario.script !== undefined) await besideFile(file.found, ['script'], file.scenario.script);
    return file;
  });
  const tests = await gather(await testFiles(folders), (path) => readTestFile(path, library, folders));
  const { reviews, problems: reviewProblems } = await readReviews(folders);
  return {
    scenarios: scenarios.results.length,
    tests: tests.results.reduce((sum, file) => sum + file.tests.length, 0),
    targets: targets.results.length,
    playbooks: library.shelf.size,
    notices: composed.notices,
    reviews: reviews.length,
    openActions: openActionsOf(reviews).length,
    unwatched: unwatchedBy(targets.results, library),
    unallowed: unallowedSteps(library, targets.results, settings),
    unnamed: await unnamedModules(settings, library, folders),
    problems: distinct([
      ...library.problems,
      ...(await partyProblems(settings, library, folders)),
      ...composed.problems,
      ...duties.problems,
      ...clauses.problems,
      ...duties.results.flatMap((book) => obligationProblems(library, book)),
      ...targets.problems,
      ...targets.results.flatMap((target) => targetActionProblems(library, target)),
      // What a target would bring that could not be read is not known.
      ...(targets.problems.length > 0
        ? []
        : [
            ...strayActionProblems(library, targets.results),
            ...straySignalProblems(library, targets.results, folders),
          ]),
      ...scenarios.problems,
      ...tests.problems,
      ...reviewProblems,
      ...(today === null ? [] : overdueProblems(reviews, today)),
    ]),
  };
}

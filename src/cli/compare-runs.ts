import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { differences, doubts, remarks, runTold, type RunTold } from '../compare/comparable.ts';
import type { ComparedRuns } from '../compare/compared-runs.ts';
import { compareSeconds, hasRegression, type ComparisonRules } from '../compare/comparison.ts';
import { incidentPairs, incidentTimes } from '../compare/incident-times.ts';
import { comparisonPage } from '../compare/page.ts';
import { SecondsReader, stretchOf, type RunSeconds, type Stretch } from '../compare/run-seconds.ts';
import { usual } from '../compare/usual.ts';
import { readSampleRecord } from '../journal/sample-record.ts';
import { exitCode, type ExitCode } from '../model/exit-code.ts';
import type { Fact } from '../model/fact.ts';
import type { Locale } from '../model/locale.ts';
import { InputError, problem } from '../model/problem.ts';
import { parseDuration } from '../model/quantity.ts';
import type { DurationMs } from '../model/time.ts';
import { readRun } from '../rehearse/replay.ts';
import { makeFolder } from '../journal/make-folder.ts';
import { writing } from './writing.ts';
import { comparisonLines, regressionText } from './compare-lines.ts';
import { openShippedWorkspace } from './installation.ts';
import { runFolder } from './run-folder.ts';
import { percentOf, slownessOnStderr, type Slowness } from './slowness.ts';

/** What the command was asked for. */
export interface CompareFlags {
  readonly runs: string;
  readonly tolerance: string;
  readonly least: string;
  readonly warmUp: string;
  readonly force?: true;
  readonly html?: string;
  readonly locale?: Locale;
  readonly json?: true;
}

/** `surgebook compare <a> <b>` */
export async function compareCommand(a: string, b: string, flags: CompareFlags): Promise<ExitCode> {
  const [folderA, folderB] = [runFolder(a, flags.runs), runFolder(b, flags.runs)];
  const compared = await compareRuns(folderA, folderB, { ...readRules(flags), force: flags.force === true });
  if (flags.html !== undefined) await writePage(compared, flags.html, flags.locale);
  if (flags.json === true) process.stdout.write(`${JSON.stringify(comparisonJson(compared))}\n`);
  else process.stdout.write(`${comparisonLines(compared).join('\n')}\n`);
  return codeOf(compared);
}

async function writePage(compared: ComparedRuns, file: string, locale: Locale | undefined): Promise<void> {
  const spoken = locale ?? (await openShippedWorkspace(process.cwd()).library()).settings.locale;
  await writing(file, async () => {
    await makeFolder(dirname(resolve(file)));
    await writeFile(file, comparisonPage(compared, spoken));
  });
}

/** A run that a later one is compared with. */
export interface Baseline {
  readonly folder: string;
  readonly told: RunTold;
}

/**
 * Finds the run that one is to be compared with, before that one is begun.
 * @throws InputError when it cannot serve: there is none, it is of another scenario, or it proves nothing
 */
export function readBaseline(run: string, runs: string, scenario: string): Baseline {
  const folder = runFolder(run, runs);
  const { started, facts } = readRun(folder);
  const told = runTold(started, facts);
  const other =
    started.scenario === scenario ? [] : [`${told.run} is a run of ${started.scenario}, not of ${scenario}`];
  refuse([...other, ...doubts([told])]);
  return { folder, told };
}

/** What comes of a rehearsal's comparison with its baseline. */
export interface ComparedWithBaseline {
  /** For people; it ends with a line break. */
  readonly text: string;
  readonly json: object;
  /** What got worse, a line each. */
  readonly worse: readonly string[];
  readonly code: ExitCode;
}

/**
 * Compares a run that has just been made with its baseline. One that is itself inconclusive must not be handed in: it proves nothing.
 * @throws InputError when the two cannot be compared
 */
export async function compareWithBaseline(baseline: Baseline, folder: string): Promise<ComparedWithBaseline> {
  const compared = await compareRuns(baseline.folder, folder, { ...readRules(usual), force: false });
  const text = `\n${comparisonLines(compared).join('\n')}\n`;
  const worse = compared.comparison.measures.filter(({ verdict }) => verdict === 'regression').map(regressionText);
  return { text, json: comparisonJson(compared), worse, code: codeOf(compared) };
}

const codeOf = ({ comparison }: ComparedRuns): ExitCode =>
  hasRegression(comparison) ? exitCode.unexpected : exitCode.expected;

/** Rules, and how long a run warms up. */
export interface ReadRules extends ComparisonRules {
  readonly warmUp: DurationMs;
}

/** So that whoever compares twice gets the same twice. */
const seed = 1;

/** Reads the rules of a comparison as they are written.
 * @throws InputError of those that cannot be read
 */
export function readRules({
  tolerance,
  least,
  warmUp,
}: Pick<CompareFlags, 'tolerance' | 'least' | 'warmUp'>): ReadRules {
  const share = /^\d+(?:\.\d+)?%$/.test(tolerance) ? Number(tolerance.slice(0, -1)) / 100 : null;
  const [leastTime, warm] = [parseDuration(least), parseDuration(warmUp)];
  refuse([
    ...(share === null ? [`--tolerance ${tolerance}: expected a percentage such as 10%`] : []),
    ...(leastTime === null ? [`--least ${least}: expected a length of time such as 5ms`] : []),
    ...(warm === null ? [`--warm-up ${warmUp}: expected a length of time such as 3s`] : []),
  ]);
  return { tolerance: share ?? 0, least: (leastTime ?? 0) / 1000, warmUp: warm ?? (0 as DurationMs), seed };
}

/** @throws InputError with a problem for each sentence, if there is one */
function refuse(sentences: readonly string[]): void {
  if (sentences.length > 0) throw new InputError(sentences.map(problem));
}

/**
 * Reads and compares two runs.
 * @throws InputError when they cannot be compared, or, without `force`, when one of them proves nothing
 */
export async function compareRuns(
  folderA: string,
  folderB: string,
  rules: ReadRules & { readonly force: boolean },
): Promise<ComparedRuns> {
  const slowness = slownessOnStderr();
  const [runA, runB] = [readRun(folderA), readRun(folderB)];
  const [a, b] = [runTold(runA.started, runA.facts), runTold(runB.started, runB.facts)];
  const doubtful = doubts([a, b]);
  refuse([
    ...differences(a, b),
    ...(rules.force ? [] : doubtful.map((doubt) => `${doubt}: --force compares it anyway`)),
  ]);
  const [stretchA, stretchB] = [stretchUnderLoad(a, runA.facts, rules), stretchUnderLoad(b, runB.facts, rules)];
  const seconds = Math.min(stretchA.seconds, stretchB.seconds);
  const [secondsA, secondsB] = await Promise.all([
    readSeconds(folderA, runA.facts, { ...stretchA, seconds }, slowness),
    readSeconds(folderB, runB.facts, { ...stretchB, seconds }, slowness),
  ]);
  slowness.doing('comparing');
  return {
    ...{ a, b, comparison: compareSeconds(secondsA, secondsB, rules) },
    incidents: incidentPairs(incidentTimes(runA.facts), incidentTimes(runB.facts)),
    remarks: [...remarks(a, b), ...doubtful],
  };
}

function stretchUnderLoad({ run }: RunTold, facts: readonly Fact[], { warmUp }: ReadRules): Stretch {
  const stretch = stretchOf(facts, warmUp);
  if (stretch !== null && stretch.seconds > 0) return stretch;
  throw new InputError([problem(`${run} was never under load for longer than it warms up`)]);
}

async function readSeconds(
  folder: string,
  facts: readonly Fact[],
  stretch: Stretch,
  slowness: Slowness,
): Promise<RunSeconds> {
  const file = join(folder, 'samples.ndjson.gz');
  if (!existsSync(file)) throw new InputError([problem(`${folder} has no record of its samples`)]);
  const reader = new SecondsReader(stretch);
  for await (const { at, samples } of readSampleRecord(file)) {
    slowness.doing(`reading the samples: ${percentOf(at - stretch.from, stretch.seconds * 1000)}`);
    reader.take(samples);
  }
  return reader.read(facts);
}

/** What `compare --json` prints. Instants are ISO 8601, durations of measures seconds, times of incidents milliseconds. */
function comparisonJson({ a, b, comparison, incidents, remarks: said }: ComparedRuns): object {
  const { measures, ...how } = comparison;
  return {
    v: 1,
    scenario: a.started.scenario,
    regression: hasRegression(comparison),
    ...{ a: runJson(a), b: runJson(b), ...how },
    measures: measures.map((measure) => ({ ...measure, curves: undefined })),
    ...{ incidents, remarks: said },
  };
}

const runJson = ({ run, startedAt, outcome, started: { engine, target } }: RunTold): object => ({
  ...{ run, startedAt: new Date(startedAt).toISOString(), outcome, engine, target: target.id },
});

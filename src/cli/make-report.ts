import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { readSampleRecord } from '../journal/sample-record.ts';
import { exitCode, type ExitCode } from '../model/exit-code.ts';
import { isId } from '../model/id.ts';
import { locales, type Locale } from '../model/locale.ts';
import { InputError } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { between, type Millis } from '../model/time.ts';
import { readRun } from '../rehearse/replay.ts';
import { stepFor } from '../report/curves.ts';
import { reportPage } from '../report/html.ts';
import { junitXml } from '../report/junit.ts';
import { LatencyFollower, type LatencyBands } from '../report/latency-bands.ts';
import { readRecordedResult } from '../report/recorded-result.ts';
import type { NoticeShown, Report } from '../report/report.ts';
import { reportMarkdown } from '../report/report-markdown.ts';
import { tellReport, zeroOf, type ReportInput } from '../report/tell-report.ts';
import type { Folders } from '../workspace/folders.ts';
import { readObligations } from '../workspace/obligation-files.ts';
import { readPlaybooks } from '../workspace/playbook-library.ts';
import { readScenario } from '../workspace/scenario-file.ts';
import { readSettings } from '../workspace/settings-file.ts';
import { readTarget } from '../workspace/target-file.ts';
import { packageRoot } from './installation.ts';
import { makeFolder } from '../journal/make-folder.ts';
import { writing } from './writing.ts';
import { percentOf, slownessOnStderr, type Slowness } from './slowness.ts';
import { version } from './version.ts';
import { runFolder } from './run-folder.ts';
import { refuseUnwritable } from './writable-folder.ts';

/** What the command was asked for. */
export interface ReportFlags {
  readonly runs: string;
  readonly html?: string;
  readonly junit?: string;
  readonly markdown?: string;
  readonly locale?: Locale;
  readonly json?: true;
}

/** `surgebook report <run>`
 * @throws InputError
 */
export async function makeReport(run: string, flags: ReportFlags): Promise<ExitCode> {
  const slowness = slownessOnStderr();
  const folder = runFolder(run, flags.runs);
  const nothingAsked = [flags.html, flags.junit, flags.markdown, flags.json].every((flag) => flag === undefined);
  const html = flags.html ?? (nothingAsked ? join(folder, 'report.html') : undefined);
  for (const file of [html, flags.junit, flags.markdown]) {
    if (file !== undefined) await refuseUnwritable(dirname(resolve(file)), file);
  }
  const settings = await readSettings(folders());
  const locale = flags.locale ?? settings.locale;
  const report = await readReport(folder, settings, locale, slowness);
  const readers = { locale, timeZone: settings['time-zones'][locale] };
  const forms: readonly (readonly [file: string | undefined, text: () => string])[] = [
    [html, () => reportPage(report, readers)],
    [flags.junit, () => junitXml(report)],
    [flags.markdown, () => reportMarkdown(report, locale)],
  ];
  const files: string[] = [];
  for (const [file, text] of forms) {
    if (file === undefined) continue;
    slowness.doing(`writing ${file}`);
    await writing(file, async () => {
      await makeFolder(dirname(resolve(file)));
      await writeFile(file, text());
    });
    files.push(file);
  }
  if (flags.json) process.stdout.write(`${JSON.stringify({ files, report })}\n`);
  else process.stdout.write(files.map((file) => `${file}\n`).join(''));
  return exitCode.expected;
}

const folders = (): Folders => ({ root: process.cwd(), shipped: packageRoot });

/** Reads a run's folder, and tells it with the library as it is now; a playbook with a fault is as if it were not there.
 * @throws InputError when the folder holds no run
 */
export async function readReport(
  folder: string,
  settings: Settings,
  locale: Locale,
  slowness: Slowness,
): Promise<Report> {
  slowness.doing('reading the journal');
  const { started, facts } = readRun(folder);
  const zero = zeroOf(facts, started);
  slowness.doing('reading the samples');
  const latency = await readLatency(folder, zero, facts.at(-1)?.at ?? zero, slowness);
  slowness.doing('reading the playbooks');
  const { shelf } = await readPlaybooks(folders());
  const { obligations } = await readObligations(folders());
  const playbooks = [...shelf.values()].map(({ playbook }) => playbook);
  const recorded = readRecordedResult(readIfThere(join(folder, 'run.json')));
  const controlFacts = recorded.control === null ? null : readControl(folder, recorded.control.run, started.scenario);
  slowness.doing('telling the run');
  return tellReport({
    ...{ surgebook: version, started, facts, latency },
    library: { playbooks, obligations, settings, locale, noticeOf: notices(folder, locale) },
    ...(await readExpected(started.scenario, settings)),
    ...{ ...recorded, controlFacts },
  });
}

/** The facts of the control, where its folder still stands beside the run's; a name that leads elsewhere is none. */
function readControl(folder: string, run: string, scenario: string): ReportInput['controlFacts'] {
  const beside = join(dirname(resolve(folder)), run);
  if (basename(beside) !== run || dirname(beside) !== dirname(resolve(folder))) return null;
  try {
    const { started, facts } = readRun(beside);
    return started.scenario === scenario ? facts : null;
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** So many steps of time a chart of percentiles shows. */
const latencySteps = 200;

/** A run whose samples were not kept, or cannot be read, is told without them. */
async function readLatency(
  folder: string,
  zero: Millis,
  end: Millis,
  slowness: Slowness,
): Promise<readonly LatencyBands[]> {
  const file = join(folder, 'samples.ndjson.gz');
  if (!existsSync(file)) return [];
  const follower = new LatencyFollower(zero, stepFor(between(zero, end), latencySteps));
  return (
    (await unlessFaulty(async () => {
      for await (const { at, samples } of readSampleRecord(file)) {
        slowness.doing(`reading the samples: ${percentOf(between(zero, at), between(zero, end))}`);
        follower.receive(at, samples);
      }
      return follower.bands();
    })) ?? []
  );
}

/** What the scenario says: what it expects, and how its target measures. It may be gone, or be no longer what it was. */
type Expected = Pick<ReportInput, 'expectations' | 'definitions'>;

async function readExpected(id: string, settings: Settings): Promise<Expected> {
  const gone: Expected = { expectations: null, definitions: [] };
  // A journal from elsewhere names no file of ours.
  if (!isId(id)) return gone;
  const file = await unlessFaulty(() => readScenario(id, folders()));
  if (file === null) return gone;
  const target = await unlessFaulty(() => readTarget(file.found, file.scenario.target, folders(), settings));
  return { expectations: file.scenario.expect, definitions: target?.definitions ?? [] };
}

async function unlessFaulty<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

const readIfThere = (file: string): string | null => (existsSync(file) ? readFileSync(file, 'utf8') : null);

/** So many characters of notices a report holds: a run may have written hundreds. */
const mostNoticeText = 250_000;

/** The notices of a run as their readers saw them: in every language as text, and for other channels in the report's. Nothing outside of the run's folder is read. */
function notices(folder: string, locale: Locale): (path: string) => NoticeShown | null {
  const inside = `${realpathSync(folder)}${sep}`;
  let left = mostNoticeText;
  return (path) => {
    const name = basename(path, '.txt');
    const [, written, channel] = name.split('.');
    const own = locales.find((one) => one === written);
    if (own === undefined || (channel !== 'text' && own !== locale) || !path.endsWith('.txt')) return null;
    const file = join(folder, path);
    if (!existsSync(file) || !realpathSync(file).startsWith(inside)) return null;
    const text = readFileSync(file, 'utf8');
    left -= text.length;
    return left < 0 ? null : { name, locale: own, text };
  };
}

import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Fault } from '../export/prometheus/fault.ts';
import type { ExportedFile } from '../export/prometheus/files.ts';
import type { Judged } from '../export/prometheus/rules.ts';
import type { SignalId } from '../model/id.ts';
import { tellsEvery } from '../model/load-series.ts';
import { didYouMean } from '../model/nearest.ts';
import { InputError, problem, type Problem } from '../model/problem.ts';
import { parseDuration } from '../model/quantity.ts';
import { duration, type DurationMs } from '../model/time.ts';
import type { PlaybookLibrary } from '../workspace/playbook-library.ts';
import type { Target } from '../workspace/target-file.ts';
import { makeFolder } from '../journal/make-folder.ts';
import { refuseUnwritable } from './writable-folder.ts';
import { writing } from './writing.ts';

interface ExportFlags {
  readonly out: string;
  readonly target: string;
  readonly interval: DurationMs;
  readonly json?: true;
}

/** How often rules may be evaluated: beyond a minute Prometheus would look back past what it has. */
const intervals = { least: duration(100), most: duration(60_000) };

/** `surgebook export prometheus --out DIR` and `surgebook export grafana --out DIR` */
export function registerExport(program: Command): void {
  const exporting = program.command('export').description('write what surgebook judges by for other programs');
  registerFormat(
    exporting
      .command('prometheus')
      .description(
        'write recording and alerting rules of the signals, thresholds and playbooks, and their promtool tests',
      ),
    prometheusFiles,
  );
  registerFormat(
    exporting
      .command('grafana')
      .description('write dashboards of a rehearsal, and of the signals against their thresholds'),
    grafanaFiles,
  );
}

/** One format: its options, and the writing of its files. */
function registerFormat(command: Command, filesOf: (judged: Judged) => Promise<readonly ExportedFile[]>): void {
  command
    .requiredOption('--out <folder>', 'where the files are written; those of the same names are replaced')
    .option('--target <id>', 'the target profile that measures the signals', 'built-in')
    .addOption(
      new Option('--interval <time>', 'how often the rules are evaluated')
        .argParser(parseInterval)
        .default(duration(1000), '1s'),
    )
    .option('--json', 'print one JSON object')
    .action(async (flags: ExportFlags) => {
      await refuseUnwritable(flags.out);
      const files = await writeFiles(flags.out, await filesOf(await readJudged(flags)));
      process.stdout.write(flags.json ? `${JSON.stringify({ files })}\n` : files.map((file) => `${file}\n`).join(''));
    });
}

async function prometheusFiles(judged: Judged): Promise<readonly ExportedFile[]> {
  const { exportedFiles } = await import('../export/prometheus/files.ts');
  return exportedFiles(judged);
}

/** The dashboards of a target. */
export async function grafanaFiles(judged: Judged): Promise<readonly ExportedFile[]> {
  const { dashboardFiles } = await import('../export/grafana/files.ts');
  return dashboardFiles(judged);
}

function parseInterval(text: string): DurationMs {
  const interval = parseDuration(text);
  if (interval === null || interval < intervals.least || interval > intervals.most || !Number.isInteger(interval)) {
    throw new InvalidArgumentError('expected a length of time from 100ms to 1m');
  }
  return interval;
}

/**
 * What a target is judged by, as Prometheus is to know it.
 * @throws InputError when something of it is wrong, or cannot be expressed.
 */
export async function readJudged({ target: id, interval }: Pick<ExportFlags, 'target' | 'interval'>): Promise<Judged> {
  const { ruleFaults } = await import('../export/prometheus/rules.ts');
  const { leftOut, pushedNames } = await import('../engine/k6/vocabulary.ts');
  const { target, library } = await readExportable(id);
  const judged = {
    target: id,
    definitions: target.definitions,
    playbooks: [...library.shelf.values()].map(({ playbook }) => playbook),
    ingest: {
      ...{ loadNames: pushedNames, without: leftOut, every: { load: tellsEvery, target: slowestPage(target) } },
      queries: queriesOf(target),
    },
    interval,
  };
  const problems = ruleFaults(judged).flatMap((fault) => problemOf(fault, target, library));
  if (problems.length > 0) throw new InputError(problems);
  return judged;
}

/** The target profile of this id, and all playbooks; nothing is wrong with them. */
async function readExportable(id: string): Promise<{ readonly target: Target; readonly library: PlaybookLibrary }> {
  const { packageRoot } = await import('./installation.ts');
  const { refuseProblems } = await import('../workspace/collect-problems.ts');
  const { namesIn } = await import('../workspace/folders.ts');
  const { readPlaybooks } = await import('../workspace/playbook-library.ts');
  const { measureProblems } = await import('../workspace/scenario-file.ts');
  const { readSettings } = await import('../workspace/settings-file.ts');
  const { readTargetFile } = await import('../workspace/target-file.ts');
  const folders = { root: process.cwd(), shipped: packageRoot };
  const profiles = await namesIn(folders, join('scenarios', 'targets'));
  const path = profiles.get(`${id}.yaml`);
  if (path === undefined) {
    const known = [...profiles.keys()].map((name) => basename(name, '.yaml'));
    throw new InputError([problem(`there is no target profile scenarios/targets/${id}.yaml${didYouMean(id, known)}`)]);
  }
  const target = await readTargetFile(path, folders, await readSettings(folders));
  const library = await readPlaybooks(folders);
  refuseProblems([...library.problems, ...measureProblems(library, target)]);
  return { target, library };
}

/** The signals that Prometheus is asked for in its own words. */
const queriesOf = ({ profile }: Target): ReadonlyMap<SignalId, string> =>
  new Map(
    Object.entries(profile.signals).flatMap(([id, written]) => ('promql' in written ? [[id, written.promql]] : [])),
  );

/** How often there is a new sample of the target, of its slowest page; without one they are pushed, as those of the load are. */
const slowestPage = ({ profile }: Target): DurationMs =>
  profile.metrics.length === 0 ? tellsEvery : duration(Math.max(...profile.metrics.map(({ every }) => every)));

function problemOf({ in: where, at, message }: Fault, target: Target, library: PlaybookLibrary): readonly Problem[] {
  const found = where === 'target' ? target.found : library.shelf.get(where.playbook)?.found;
  return [found?.yaml.problem(at, message) ?? problem(message)];
}

/** Writes the files, and gives their paths.
 * @throws InputError when the folder cannot be written.
 */
async function writeFiles(folder: string, files: readonly ExportedFile[]): Promise<readonly string[]> {
  return writing(folder, async () => {
    await makeFolder(folder);
    const paths = files.map(({ name, text }) => ({ path: join(folder, name), text }));
    for (const { path, text } of paths) await writeFile(path, text);
    return paths.map(({ path }) => path);
  });
}

import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sparkline, trendOf, type Trend } from '../compare/trend.ts';
import { exitCode, type ExitCode } from '../model/exit-code.ts';
import type { Fact, Outcome } from '../model/fact.ts';
import { didYouMean } from '../model/nearest.ts';
import { InputError, problem } from '../model/problem.ts';
import { secondsText } from '../model/quantity.ts';
import type { RunResult } from '../rehearse/result.ts';
import { columns } from './view/columns.ts';

/** What the command was asked for. */
export interface HistoryFlags {
  readonly scenario?: string;
  readonly json?: true;
}

/** A run as its folder tells it. Times are of the slowest incident, in milliseconds; null where none got there. */
interface PastRun {
  readonly run: string;
  readonly scenario: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** `unfinished`: it left no result. */
  readonly outcome: Outcome | 'unfinished';
  readonly score: number | null;
  readonly detectMs: number | null;
  readonly recoverMs: number | null;
}

/** The runs of a scenario from the oldest on, and how the last stands to those before. */
interface ScenarioHistory {
  readonly scenario: string;
  readonly runs: readonly PastRun[];
  readonly trends: {
    readonly score: Trend | null;
    readonly detectMs: Trend | null;
    readonly recoverMs: Trend | null;
  };
}

/** `surgebook history [folder]` */
export function historyCommand(folder: string, { scenario, json }: HistoryFlags): ExitCode {
  const all = historyOf(folder);
  const wanted = scenario === undefined ? all : all.filter((one) => one.scenario === scenario);
  if (scenario !== undefined && wanted.length === 0) {
    const known = all.map((one) => one.scenario);
    throw new InputError([problem(`${folder} has no run of "${scenario}"${didYouMean(scenario, known)}`)]);
  }
  if (json === true) process.stdout.write(`${JSON.stringify({ v: 1, scenarios: wanted })}\n`);
  else process.stdout.write(`${wanted.map((one) => linesOf(one).join('\n')).join('\n\n')}\n`);
  return exitCode.expected;
}

/** @throws InputError when there is no run in the folder */
function historyOf(folder: string): readonly ScenarioHistory[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new InputError([problem(`there is no folder ${folder}`)]);
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const runs = entries
    .flatMap(({ name }) => pastRun(join(folder, name)))
    .sort((one, other) => (one.startedAt < other.startedAt ? -1 : 1));
  if (runs.length === 0) throw new InputError([problem(`${folder} holds no runs`)]);
  return [...new Set(runs.map((run) => run.scenario))].sort().map((scenario) => {
    const own = runs.filter((run) => run.scenario === scenario);
    const trend = (of: 'score' | 'detectMs' | 'recoverMs'): Trend | null => trendOf(own.map((run) => run[of]));
    return {
      ...{ scenario, runs: own },
      trends: { score: trend('score'), detectMs: trend('detectMs'), recoverMs: trend('recoverMs') },
    };
  });
}

/** Nothing of a folder that holds no run. */
function pastRun(folder: string): readonly PastRun[] {
  const started = startOf(join(folder, 'journal.ndjson'));
  if (started?.fact !== 'run-started') return [];
  const result = resultOf(join(folder, 'run.json'));
  const incidents = result.incidents ?? [];
  const recovered = incidents.flatMap(({ onsetAt, resolvedAt }) =>
    resolvedAt === null ? [] : [Date.parse(resolvedAt) - Date.parse(onsetAt)],
  );
  return [
    {
      ...{ run: started.run, scenario: started.scenario, startedAt: new Date(started.at).toISOString() },
      outcome: result.outcome ?? 'unfinished',
      score: result.score?.total ?? null,
      detectMs: slowest(incidents.flatMap(({ timeToDetectMs }) => timeToDetectMs ?? [])),
      recoverMs: recovered.length < incidents.length ? null : slowest(recovered),
    },
  ];
}

const slowest = (times: readonly number[]): number | null => (times.length === 0 ? null : Math.max(...times));

/** The first fact alone: the many after it would be read for nothing. */
function startOf(journal: string): Fact | null {
  if (!existsSync(journal)) return null;
  const text = readFileSync(journal, 'utf8');
  return parsed(text.slice(0, Math.max(0, text.indexOf('\n')))) as Fact | null;
}

const resultOf = (file: string): Partial<RunResult> =>
  existsSync(file) ? (parsed(readFileSync(file, 'utf8')) ?? {}) : {};

/** Null of what is no JSON: a folder beside the runs may hold anything. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function linesOf({ scenario, runs, trends }: ScenarioHistory): readonly string[] {
  const rows = runs.map(({ run, startedAt, outcome, score, detectMs, recoverMs }) => [
    ...[`  ${startedAt.slice(0, 19).replace('T', ' ')}`, outcome, score === null ? '–' : String(score)],
    ...[secondsText(detectMs), secondsText(recoverMs), run],
  ]);
  const line = sparkline(
    runs.map(({ score }) => score),
    0,
    100,
  );
  return [
    line.trim() === '' ? scenario : `${scenario}  ${line}`,
    ...columns([['  time (UTC)', 'outcome', 'score', 'detect', 'recover', 'run'], ...rows]),
    ...trendLine(trends),
  ];
}

function trendLine({ score, detectMs, recoverMs }: ScenarioHistory['trends']): readonly string[] {
  const told = (what: string, trend: Trend | null, scale: number, unit: string): readonly string[] => {
    if (trend === null) return [];
    const difference = Number((trend.difference / scale).toFixed(1));
    return [`${what} ${difference > 0 ? '+' : difference < 0 ? '−' : '±'}${Math.abs(difference)}${unit}`];
  };
  const parts = [
    ...told('score', score, 1, ''),
    ...told('detect', detectMs, 1000, ' s'),
    ...told('recover', recoverMs, 1000, ' s'),
  ];
  return parts.length === 0 ? [] : [`  the last against the median of those before: ${parts.join(', ')}`];
}

import { randomBytes, randomInt } from 'node:crypto';
import { relative, resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Engine } from '../model/engine.ts';
import { exitCode, type ExitCode } from '../model/exit-code.ts';
import { EngineError } from '../model/problem.ts';
import type { Rehearsed } from '../rehearse/rehearse.ts';
import type { IncidentResult } from '../rehearse/result.ts';
import type { View } from './view/view.ts';

interface RehearseFlags {
  readonly engine: 'auto' | 'k6' | 'autocannon';
  readonly runs: string;
  readonly seed?: number;
  readonly json?: true;
}

/** `surgebook rehearse <id | file>` */
export function registerRehearse(program: Command): void {
  program
    .command('rehearse')
    .description('run a scenario: load, watch, judge, playbook and notices')
    .argument('<scenario>', 'a scenario by its id, or a .yaml file')
    .addOption(
      new Option('--engine <name>', 'what drives the load; auto takes k6, and without it autocannon')
        .choices(['auto', 'k6', 'autocannon'])
        .default('auto'),
    )
    .option('--runs <folder>', 'where the folder of the run is made', 'runs')
    .option('--seed <number>', 'what chance begins with, so that two runs draw alike', readSeed)
    .option('--json', 'print one JSON object at the end, and nothing else')
    .action(async (scenario: string, flags: RehearseFlags) => {
      process.exitCode = await run(scenario, flags);
    });
}

/** The heavy parts are loaded here, when they are needed: `--help` must come at once. */
async function run(scenario: string, flags: RehearseFlags): Promise<ExitCode> {
  const { interruption } = await import('./interruption.ts');
  const { openShippedWorkspace, self } = await import('./installation.ts');
  const { spawnLeashed } = await import('../rehearse/leash.ts');
  const { prepareTarget } = await import('../rehearse/prepare-target.ts');
  const { rehearse } = await import('../rehearse/rehearse.ts');
  const { systemClock } = await import('../rehearse/system-clock.ts');
  const rehearsal = await openShippedWorkspace(process.cwd()).rehearsal(scenario, process.env);
  const view = await chooseView(flags);
  const engine = await chooseEngine(flags, process.env);
  const interrupted = interruption(process);
  const whereabouts = { self, cwd: process.cwd(), stop: interrupted.signal };
  try {
    await prepareTarget(rehearsal.profile, { ...whereabouts, spawn: spawnLeashed, progress: tell });
    const rehearsed = await rehearse({
      ...whereabouts,
      rehearsal,
      engine,
      runs: resolve(flags.runs),
      seed: flags.seed ?? randomInt(2 ** 31),
      random: randomBytes(2).toString('hex'),
      clock: systemClock,
      show: (fact) => view.show(fact),
    });
    view.close();
    process.stdout.write(
      flags.json ? `${JSON.stringify({ ...rehearsed.result, run: shownFolder(rehearsed) })}\n` : summary(rehearsed),
    );
    return codeOf(rehearsed);
  } finally {
    view.close();
    interrupted.release();
  }
}

function readSeed(text: string): number {
  const seed = Number(text);
  if (Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new InvalidArgumentError('expected a whole number.');
}

async function chooseView(flags: RehearseFlags): Promise<View> {
  if (flags.json) return { show: () => undefined, close: () => undefined };
  if (process.stdout.isTTY) return (await import('./view/live-view.ts')).liveView(process.stdout);
  return (await import('./view/plain-view.ts')).plainView(process.stdout);
}

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** k6 where it can be had; without it autocannon, which is said, and never in a pipeline: a green run must mean the same everywhere. */
async function chooseEngine(flags: RehearseFlags, env: NodeJS.ProcessEnv): Promise<Engine> {
  const { makeEngine } = await import('../engine/registry.ts');
  const { k6Module } = await import('./installation.ts');
  const setup = { env, k6Module, progress: tell };
  if (flags.engine !== 'auto') return makeEngine(flags.engine, setup);
  try {
    return await makeEngine('k6', setup);
  } catch (error) {
    if (!(error instanceof EngineError) || env['CI'] !== undefined) throw error;
    tell(error.message);
    tell('falling back to autocannon: a closed model (a slow service slows the arrivals), HTTP journeys only');
    return makeEngine('autocannon', setup);
  }
}

/** The run's folder, relative to where the person is. */
const shownFolder = ({ folder }: Rehearsed): string => relative(process.cwd(), folder);

function summary(rehearsed: Rehearsed): string {
  const { end, result } = rehearsed;
  const verdict = { expected: 'as expected', unexpected: 'not as expected', inconclusive: 'inconclusive' }[
    result.outcome
  ];
  const head = end === 'judged' ? verdict : end.replace('-', ' ');
  const times = result.incidents.map(timesOf);
  const counts = `${result.arrivals.started} of ${result.arrivals.planned} arrivals, ${result.arrivals.dropped} dropped`;
  const why = result.outcome === 'expected' ? [] : result.reasons.map((reason) => `  ${reason}`);
  return [`\n${[head, ...times, counts, `run ${shownFolder(rehearsed)}`].join(' · ')}`, ...why, ''].join('\n');
}

function timesOf(incident: IncidentResult): string {
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const notified = incident.timeToNotifyMs === null ? '' : `, notify ${seconds(incident.timeToNotifyMs)}`;
  const recovered =
    incident.resolvedAt === null
      ? `, still ${incident.phase}`
      : `, recover ${seconds(Date.parse(incident.resolvedAt) - Date.parse(incident.openedAt))}`;
  return `${incident.id}: detect ${seconds(incident.timeToDetectMs)}${notified}${recovered}`;
}

function codeOf({ end, result }: Rehearsed): ExitCode {
  if (end === 'interrupted') return exitCode.interrupted;
  if (end === 'engine-failed') return exitCode.engineFailed;
  return exitCode[result.outcome];
}

import { randomInt } from 'node:crypto';
import { lstat, open, rm, writeFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Engine } from '../model/engine.ts';
import { exitCode, type ExitCode } from '../model/exit-code.ts';
import { EngineError } from '../model/problem.ts';
import { parseDuration } from '../model/quantity.ts';
import { duration, type DurationMs } from '../model/time.ts';
import type { MeasuredStep } from '../probe/measured-step.ts';
import type { Comparison } from '../probe/outcome.ts';
import type { PaperCapacity } from '../probe/paper-capacity.ts';
import type { Probed, ProbeStarted, ProbeWatcher } from '../probe/probe.ts';
import type { Scaling } from '../probe/scaling.ts';
import type { Rehearsal } from '../workspace/workspace.ts';
import { whole } from './whole-number.ts';
import { writing } from './writing.ts';

interface ProbeFlags {
  readonly most: number;
  readonly step: DurationMs;
  readonly out?: string;
  readonly seed?: number;
  readonly json?: true;
}

/** Fewer people make fewer steps than a law can be fitted to; more are no matter of one machine. */
const people = { least: 6, most: 10_000 };

/** A step has a warm-up of a second at least. */
const steps = { least: duration(2000), most: duration(600_000) };

/** `surgebook probe <id | file>` */
export function registerProbe(program: Command): void {
  program
    .command('probe')
    .description(
      "find the capacity of a scenario's target: more and more people at once, until throughput stops growing",
    )
    .argument('<scenario>', 'a scenario by its id, or a .yaml file; its HTTP journeys are made')
    .option('--most <number>', 'at most so many people at once', readMost, 128)
    .addOption(
      new Option('--step <time>', 'how long each number of people is measured')
        .argParser(readStep)
        .default(duration(6000), '6s'),
    )
    .option('--out <file>', 'where the proposed thresholds are written too')
    .option('--seed <number>', 'what chance begins with, so that two runs draw alike', whole(0))
    .option('--json', 'print one JSON object at the end, and nothing else')
    .action(async (scenario: string, flags: ProbeFlags) => {
      process.exitCode = await run(scenario, flags);
    });
}

function readMost(text: string): number {
  const most = Number(text);
  if (Number.isSafeInteger(most) && most >= people.least && most <= people.most) return most;
  throw new InvalidArgumentError(`expected a whole number from ${people.least} to ${people.most}.`);
}

function readStep(text: string): DurationMs {
  const step = parseDuration(text);
  if (step !== null && step >= steps.least && step <= steps.most && step % 1000 === 0) return step;
  throw new InvalidArgumentError('expected whole seconds from 2s to 10m.');
}

/** The heavy parts are loaded here, when they are needed: `--help` must come at once. */
async function run(scenario: string, flags: ProbeFlags): Promise<ExitCode> {
  if (flags.out !== undefined) await refuseUnwritable(flags.out);
  const { interruption } = await import('./interruption.ts');
  const { k6Module, openShippedWorkspace, self } = await import('./installation.ts');
  const { makeEngine } = await import('../engine/registry.ts');
  const { probe } = await import('../probe/probe.ts');
  const { systemClock } = await import('../rehearse/system-clock.ts');
  const rehearsal = await openShippedWorkspace(process.cwd()).rehearsal(scenario, process.env);
  const engine = await makeEngine('autocannon', { env: process.env, k6Module, progress: () => undefined });
  const seed = flags.seed ?? randomInt(2 ** 31);
  const interrupted = interruption(process);
  const view = await chooseView(rehearsal, engine, flags);
  try {
    const probed = await probe({
      ...{ rehearsal, engine, seed, self, most: flags.most, step: flags.step, cwd: process.cwd() },
      clock: systemClock,
      stop: interrupted.signal,
      busySinceLast: utilization(),
      watcher: view,
    });
    view.close();
    if (typeof probed.end === 'object' && probed.end.kind === 'failed') throw new EngineError(probed.end.why);
    return await tell(await resultOf(rehearsal, engine, probed, seed), flags);
  } finally {
    view.close();
    interrupted.release();
  }
}

/** @throws InputError when no file can be written there: to learn that after a minute's measuring would be late. */
async function refuseUnwritable(file: string): Promise<void> {
  const isNew = await lstat(file).then(
    () => false,
    () => true,
  );
  await writing(file, async () => {
    // Opened as it will be, which changes nothing that is there: who may write where is more than its permissions tell.
    await (await open(file, 'a')).close();
    if (isNew) await rm(file);
  });
}

/** How busy this process has been since it was asked last. */
function utilization(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization: busy } = performance.eventLoopUtilization(now, last);
    last = now;
    return busy;
  };
}

/** Everything a probe came to, as `--json` prints it. */
interface ProbeResult {
  /** The version of this format. */
  readonly v: 1;
  readonly scenario: string;
  readonly target: { readonly id: string; readonly url: string };
  readonly engine: Pick<Engine, 'name' | 'version' | 'model'>;
  readonly end: 'measured' | 'interrupted' | 'no-target';
  readonly outcome: 'expected' | 'unexpected' | 'inconclusive';
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
  readonly seed: number;
  readonly steps: readonly MeasuredStep[];
  readonly skipped: Probed['skipped'];
  readonly scaling: Scaling;
  readonly paper: PaperCapacity | null;
  readonly comparison: Comparison | null;
  /** The proposed YAML; null when no knee is claimed. */
  readonly proposal: string | null;
}

async function resultOf(
  rehearsal: Rehearsal,
  { name, version, model }: Engine,
  probed: Probed,
  seed: number,
): Promise<ProbeResult> {
  const { judgeScaling } = await import('../probe/scaling.ts');
  const { compareWithPaper, outcomeOf, warningsOf } = await import('../probe/outcome.ts');
  const { paperCapacityOf } = await import('../probe/paper-capacity.ts');
  const { end, url, journeys, skipped, steps: measured } = probed;
  const whole = judgeScaling(measured, seed);
  const why = typeof end === 'object' ? end.why : 'interrupted: the load was stopped before its end';
  const scaling = end === 'measured' ? whole : { ...whole, knee: null, reasons: [why] };
  const paper = paperCapacityOf(rehearsal.profile.start ?? null, journeys);
  const comparison = compareWithPaper(scaling, paper);
  return {
    v: 1,
    scenario: rehearsal.scenario.id,
    target: { id: rehearsal.profile.id, url },
    engine: { name, version, model },
    end: typeof end === 'object' ? 'no-target' : end,
    outcome: typeof end === 'object' ? 'unexpected' : outcomeOf(scaling, comparison),
    reasons: scaling.reasons,
    warnings: warningsOf(measured),
    seed,
    steps: measured,
    skipped,
    scaling,
    paper,
    comparison,
    proposal: await proposalOf(rehearsal, probed, scaling),
  };
}

async function proposalOf(
  { scenario, profile }: Rehearsal,
  { journeys, steps: measured }: Probed,
  { knee }: Scaling,
): Promise<string | null> {
  if (knee === null) return null;
  const { propose, proposalText } = await import('../probe/proposal.ts');
  const input = {
    scenario: scenario.id,
    target: profile.id,
    journeys: journeys.map(({ id }) => id),
    knee,
    steps: measured,
  };
  const proposal = propose(input);
  return proposal === null ? null : proposalText(proposal, input);
}

async function tell(result: ProbeResult, { json, out }: ProbeFlags): Promise<ExitCode> {
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : await textOf(result));
  const { proposal } = result;
  if (out !== undefined && proposal !== null) await writing(out, () => writeFile(out, proposal));
  return result.end === 'interrupted' ? exitCode.interrupted : exitCode[result.outcome];
}

async function textOf({ end, scaling, comparison, seed, warnings, proposal, outcome }: ProbeResult): Promise<string> {
  const { findingLines } = await import('../probe/report.ts');
  const verdict = { expected: 'as expected', unexpected: 'not as expected', inconclusive: 'inconclusive' }[outcome];
  const lines = [
    '',
    end === 'interrupted' ? 'interrupted' : verdict,
    ...findingLines(scaling, comparison, seed),
    ...warnings.map((warning) => `warning: ${warning}`),
    ...(proposal === null ? [] : ['', proposal]),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Shows a probe to a person as it goes on. */
interface ProbeView extends ProbeWatcher {
  /** Gives the terminal back. */
  close(): void;
}

const preparing = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const silent: ProbeView = {
  preparing,
  began: () => undefined,
  going: () => undefined,
  measured: () => undefined,
  said: () => undefined,
  close: () => undefined,
};

/** The table grows a row with each step; on a terminal a line below it shows the step that is under way. */
async function chooseView(rehearsal: Rehearsal, engine: Engine, flags: ProbeFlags): Promise<ProbeView> {
  if (flags.json) return silent;
  const { stepHeading, stepRow } = await import('../probe/report.ts');
  const { mostSteps } = await import('../probe/ladder.ts');
  const { persist, update, close } = await output();
  const plan = `at most ${flags.most} users, in at most ${mostSteps(flags.most)} steps of ${flags.step / 1000} s`;
  return {
    preparing,
    began: (started) => {
      for (const line of [...headLines(rehearsal, engine, started), plan, '', stepHeading]) persist(line);
    },
    going: (users, elapsed) =>
      update(`${String(users).padStart(10)} users · ${Math.round(elapsed / 1000)} of ${flags.step / 1000} s`),
    measured: (step) => persist(stepRow(step)),
    said: (line) => persist(`${engine.name}: ${line}`),
    close,
  };
}

async function output(): Promise<{
  persist: (line: string) => void;
  update: (line: string) => void;
  close: () => void;
}> {
  const { asText } = await import('./view/fact-lines.ts');
  if (!process.stdout.isTTY) {
    return { persist: (line) => process.stdout.write(asText([line])), update: () => undefined, close: () => undefined };
  }
  const { createLogUpdate } = await import('log-update');
  const terminal = createLogUpdate(process.stdout);
  return {
    persist: (line) => {
      terminal.persist(asText([line]).trimEnd());
    },
    update: (line) => {
      terminal(line);
    },
    close: () => {
      terminal.clear();
      terminal.done();
    },
  };
}

function headLines(
  { scenario, profile }: Rehearsal,
  { name, version, model }: Engine,
  { url, journeys, skipped }: ProbeStarted,
): readonly string[] {
  const host = url.replace(/^https?:\/\//, '');
  const pauses = journeys.some(({ steps: made }) => made.some(({ kind }) => kind === 'think'));
  return [
    `surgebook · probe of ${scenario.id} · ${profile.id} target at ${host} · ${name} ${version} (${model} model)`,
    'users are journeys under way at once, each followed by the next without a pause',
    ...(pauses ? ['pauses (think) are left out: as many people of life put less load on'] : []),
    ...skipped.map(({ journey, why }) => `skipped: journey ${journey}: ${why}`),
  ];
}

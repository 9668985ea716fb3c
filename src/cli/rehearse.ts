import { randomBytes, randomInt } from 'node:crypto';
import { relative, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import type { Engine } from '../model/engine.ts';
import { exitCode, type ExitCode } from '../model/exit-code.ts';
import { EngineError } from '../model/problem.ts';
import { secondsText } from '../model/quantity.ts';
import type { Rehearsed } from '../rehearse/rehearse.ts';
import type { IncidentResult, RunResult } from '../rehearse/result.ts';
import type { Baseline, ComparedWithBaseline } from './compare-runs.ts';
import type { View } from './view/view.ts';
import { whole } from './whole-number.ts';

interface RehearseFlags {
  readonly engine: 'auto' | 'k6' | 'autocannon';
  readonly runs: string;
  readonly seed?: number;
  readonly actions: boolean;
  readonly simulatePeople?: true;
  readonly control?: true;
  readonly baseline?: string;
  readonly ci?: true;
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
    .option('--seed <number>', 'what chance begins with, so that two runs draw alike', whole(0))
    .option('--no-actions', "without the playbooks' own actions: what the surge does by itself")
    .option('--simulate-people', 'people do their steps, and say what there is, at the times that the scenario gives')
    .addOption(
      new Option(
        '--control',
        "run it a second time, with the same seed and without the playbooks' own actions, and tell what they were worth",
      ).conflicts(['actions', 'baseline', 'ci']),
    )
    .option('--baseline <run>', 'compare with this run of the same scenario; a regression ends with 3')
    .addOption(
      new Option(
        '--ci',
        "for a pipeline: plain lines, and the report, JUnit XML and Markdown in the run's folder",
      ).conflicts('json'),
    )
    .option('--json', 'print one JSON object at the end, and nothing else')
    .action(async (scenario: string, flags: RehearseFlags) => {
      process.exitCode = await run(scenario, flags);
    });
}

/** The heavy parts are loaded here, when they are needed: `--help` must come at once. */
async function run(scenario: string, flags: RehearseFlags): Promise<ExitCode> {
  const { refuseUnwritable } = await import('./writable-folder.ts');
  await refuseUnwritable(flags.runs);
  const { interruption } = await import('./interruption.ts');
  const { openShippedWorkspace, self } = await import('./installation.ts');
  const { spawnLeashed } = await import('../rehearse/leash.ts');
  const { prepareTarget } = await import('../rehearse/prepare-target.ts');
  const { draftPlan } = await import('../rehearse/draft-plan.ts');
  const { refuseCrowd } = await import('../rehearse/refuse-crowd.ts');
  const { refuseFaults } = await import('../rehearse/refuse-faults.ts');
  const { refuseNothingToDo } = await import('../rehearse/refuse-nothing.ts');
  const { rehearse } = await import('../rehearse/rehearse.ts');
  const { takeBackLeftOver } = await import('../rehearse/act/take-back.ts');
  const { systemClock } = await import('../rehearse/system-clock.ts');
  const { memoryBytes, thisMachine } = await import('../rehearse/this-machine.ts');
  const { version } = await import('./version.ts');
  const rehearsal = await openShippedWorkspace(process.cwd()).rehearsal(scenario, process.env);
  const { readBaseline } = await import('./compare-runs.ts');
  const { baseline: against } = flags;
  const baseline = against === undefined ? null : readBaseline(against, flags.runs, rehearsal.scenario.id);
  const engine = await chooseEngine(flags, process.env);
  const draft = draftPlan(rehearsal);
  if (flags.engine !== 'auto') refuseNothingToDo(engine, draft);
  refuseCrowd(engine, draft, memoryBytes());
  const interrupted = interruption(process);
  const whereabouts = { self, cwd: process.cwd(), stop: interrupted.signal };
  const seed = flags.seed ?? randomInt(2 ** 31);
  const once = async (actions: boolean): Promise<Rehearsed> => {
    const view = await chooseView(flags);
    try {
      await takeBackLeftOver(resolve(flags.runs), { rehearsal, clock: systemClock, cwd: process.cwd(), say: tell });
      await prepareTarget(rehearsal.profile, { ...whereabouts, spawn: spawnLeashed, progress: tell });
      return await rehearse({
        ...{ ...whereabouts, rehearsal, engine, seed, actions },
        runs: resolve(flags.runs),
        random: randomBytes(2).toString('hex'),
        people: {
          token: randomBytes(32).toString('base64url'),
          simulate: flags.simulatePeople === true,
          meet: (people) => {
            view.meet(people);
          },
        },
        clock: systemClock,
        machine: thisMachine(version),
        show: (fact) => view.show(fact),
      });
    } finally {
      view.close();
    }
  };
  try {
    await refuseFaults(engine, draft, { secrets: rehearsal.secrets, stop: interrupted.signal });
    return flags.control === true ? await withControl(once, flags) : await alone(once, flags, baseline);
  } finally {
    interrupted.release();
  }
}

/** Rehearses once, with the playbooks' own actions or without. */
type Once = (actions: boolean) => Promise<Rehearsed>;

async function alone(once: Once, flags: RehearseFlags, baseline: Baseline | null): Promise<ExitCode> {
  const rehearsed = await once(flags.actions);
  const compared = await againstBaseline(rehearsed, baseline);
  if (flags.json === true)
    printJson({ ...shown(rehearsed), ...(compared === null ? {} : { comparison: compared.json }) });
  else process.stdout.write(`${await summary(rehearsed)}${compared?.text ?? ''}`);
  if (flags.ci === true) {
    const { leaveForPipeline } = await import('./pipeline.ts');
    process.stdout.write(await leaveForPipeline(rehearsed, compared, process.env));
  }
  const code = codeOf(rehearsed);
  return code === exitCode.expected && compared !== null ? compared.code : code;
}

/** A run that proves nothing is compared with none. */
async function againstBaseline(rehearsed: Rehearsed, baseline: Baseline | null): Promise<ComparedWithBaseline | null> {
  if (baseline === null || !comparable(rehearsed)) return null;
  const { compareWithBaseline } = await import('./compare-runs.ts');
  return compareWithBaseline(baseline, rehearsed.folder);
}

/** The same surge twice. A run that was not judged to its end is not followed by its control. */
async function withControl(once: Once, flags: RehearseFlags): Promise<ExitCode> {
  const acted = await once(true);
  if (flags.json !== true) process.stdout.write(await summary(acted));
  if (acted.end !== 'judged') {
    if (flags.json === true) printJson(shown(acted));
    return codeOf(acted);
  }
  if (flags.json !== true) process.stdout.write("\ncontrol: the same surge without the playbooks' own actions\n");
  const control = await once(false);
  const { joinControl } = await import('../rehearse/control.ts');
  const result = joinControl(acted, control);
  if (flags.json === true) {
    const named = result.control === undefined ? {} : { control: { ...result.control, run: shownFolder(control) } };
    printJson({ ...shown({ ...acted, result }), ...named, without: shown(control) });
  } else {
    process.stdout.write(await summary(control));
    process.stdout.write(await sideBySide(result, control.result));
  }
  const code = codeOf(acted);
  // What cannot be compared proves nothing, however well the first run went.
  return code === exitCode.expected && !comparable(control) ? codeOf(control) : code;
}

const comparable = ({ end, result }: Rehearsed): boolean => end === 'judged' && result.outcome !== 'inconclusive';

const shown = (rehearsed: Rehearsed): RunResult => ({ ...rehearsed.result, run: shownFolder(rehearsed) });

function printJson(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

async function chooseView(flags: RehearseFlags): Promise<View> {
  if (flags.json) return { show: () => undefined, meet: () => undefined, close: () => undefined };
  if (process.stdout.isTTY && flags.ci !== true) {
    const { liveView } = await import('./view/live-view.ts');
    return liveView(process.stdout, process.stdin, () => {
      process.kill(process.pid, 'SIGINT');
    });
  }
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

async function summary(rehearsed: Rehearsed): Promise<string> {
  const { scoreLines } = await import('./view/score-lines.ts');
  const { end, result } = rehearsed;
  const verdict = { expected: 'as expected', unexpected: 'not as expected', inconclusive: 'inconclusive' }[
    result.outcome
  ];
  const head = end === 'judged' ? verdict : end.replace('-', ' ');
  const times = result.incidents.map(timesOf);
  const counts = `${result.arrivals.started} of ${result.arrivals.planned} arrivals, ${result.arrivals.dropped} dropped`;
  const why = result.outcome === 'expected' ? [] : result.reasons.map((reason) => `  ${reason}`);
  const line = [head, ...times, counts, `run ${shownFolder(rehearsed)}`].join(' · ');
  const score = result.score === null ? [] : scoreLines(result.score);
  return [`\n${line}`, ...why, ...score, ''].join('\n');
}

async function sideBySide({ score, control }: RunResult, without: RunResult): Promise<string> {
  if (score === null || without.score === null || control === undefined) return '';
  const { controlLines } = await import('./view/score-lines.ts');
  return ['', ...controlLines(score, without.score, control.worth), ''].join('\n');
}

function timesOf(incident: IncidentResult): string {
  // What nothing measured was not detected, though a person saw it.
  const detected = incident.timeToDetectMs === null ? 'declared' : `detect ${secondsText(incident.timeToDetectMs)}`;
  const notified = incident.timeToNotifyMs === null ? '' : `, notify ${secondsText(incident.timeToNotifyMs)}`;
  const recovered =
    incident.resolvedAt === null
      ? `, still ${incident.phase}`
      : `, recover ${secondsText(Date.parse(incident.resolvedAt) - Date.parse(incident.onsetAt))}`;
  return `${incident.id}: ${detected}${notified}${recovered}`;
}

function codeOf({ end, result }: Rehearsed): ExitCode {
  if (end === 'interrupted') return exitCode.interrupted;
  if (end === 'engine-failed') return exitCode.engineFailed;
  return exitCode[result.outcome];
}

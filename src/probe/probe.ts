import type { Clock } from '../model/clock.ts';
import type { Engine, EngineEnd, SkippedJourney } from '../model/engine.ts';
import type { Plan, PlannedJourney } from '../model/plan.ts';
import { EngineError, InputError, problem } from '../model/problem.ts';
import { between, duration, type DurationMs } from '../model/time.ts';
import { spawnLeashed } from '../rehearse/leash.ts';
import { madeSecrets } from '../rehearse/made-secrets.ts';
import { prepareTarget } from '../rehearse/prepare-target.ts';
import { inScratchFolder } from '../rehearse/scratch-folder.ts';
import {
  placeTarget,
  readyTarget,
  TargetError,
  type ReadyTarget,
  type TargetPlace,
} from '../rehearse/target-process.ts';
import { planScenario } from '../scenario/plan.ts';
import type { Rehearsal } from '../workspace/workspace.ts';
import { nextUsers } from './ladder.ts';
import { measureStep, warmUpOf, type MeasuredStep, type Reading } from './measured-step.ts';

/** What a probe is run with. Everything from outside comes in here. */
export interface ProbeOptions {
  readonly rehearsal: Rehearsal;
  /** An engine of the closed model. */
  readonly engine: Engine;
  /** At most so many people at once. */
  readonly most: number;
  /** How long a step lasts, its warm-up included. */
  readonly step: DurationMs;
  readonly seed: number;
  /** How `surgebook` itself is called: program, then arguments. */
  readonly self: readonly [string, ...string[]];
  /** Where the target's start command runs: the workspace. */
  readonly cwd: string;
  readonly clock: Clock;
  /** Aborted when a person interrupts the probe: the load stops within a second. */
  readonly stop: AbortSignal;
  /** The share of the time, since it was asked last, in which the generator's process had something to do. */
  readonly busySinceLast: () => number;
  readonly watcher: ProbeWatcher;
}

/** Told of a probe as it goes on. */
export interface ProbeWatcher {
  /** A line of what the target's preparation says. */
  readonly preparing: (line: string) => void;
  readonly began: (started: ProbeStarted) => void;
  /** A second of a step has passed. */
  readonly going: (users: number, elapsed: DurationMs) => void;
  readonly measured: (step: MeasuredStep) => void;
  /** What the engine said. */
  readonly said: (line: string) => void;
}

export interface ProbeStarted {
  readonly url: string;
  readonly journeys: readonly PlannedJourney[];
  readonly skipped: readonly SkippedJourney[];
}

/** What was measured, and how it came to an end. */
export interface Probed extends ProbeStarted {
  readonly end: 'measured' | 'interrupted' | { readonly kind: 'failed' | 'no-target'; readonly why: string };
  readonly steps: readonly MeasuredStep[];
}

/** So many arrivals a second find a place at once whenever there is one. */
const always = 1_000_000;

/** A step is ended when it has been measured, long before its plan is done. */
const plannedLength = duration(24 * 3_600_000);

/**
 * Measures a scenario's target with ever more people at once: starts it, and puts a closed load on, step by step. All that it starts has ended when
 * it returns.
 * @throws InputError when the engine can make none of the scenario's journeys, or the target cannot be prepared.
 */
export async function probe(options: ProbeOptions): Promise<Probed> {
  const { rehearsal, engine, seed, watcher } = options;
  const place = await placeTarget(rehearsal.profile);
  const plan = planScenario({ ...rehearsal, url: place.url, seed });
  const skipped = engine.skips(plan);
  const planned = plan.behaviour.kind === 'journeys' ? plan.behaviour.journeys : [];
  const journeys = planned.filter(({ id, steps }) => !isSkipped(id, skipped) && steps.some(isRequest));
  refuseNothingToDo(rehearsal, journeys, skipped);
  const started = { url: place.url, journeys, skipped };
  watcher.began(started);
  const steps: MeasuredStep[] = [];
  const end = await inScratchFolder((scratch) =>
    onTarget(options, place, (target) => climb({ options, plan, target, scratch, steps })),
  );
  return { ...started, end, steps };
}

const isSkipped = (id: string, skipped: readonly SkippedJourney[]): boolean =>
  skipped.some(({ journey }) => journey === id);

const isRequest = ({ kind }: PlannedJourney['steps'][number]): boolean => kind === 'request';

function refuseNothingToDo(
  { scenario }: Rehearsal,
  journeys: readonly PlannedJourney[],
  skipped: readonly SkippedJourney[],
): void {
  if (journeys.length > 0) return;
  const why = skipped.map(({ journey, why: reason }) => `; ${journey} ${reason}`).join('');
  throw new InputError([
    problem(`nothing of the scenario ${scenario.id} can be probed: a probe needs a journey of HTTP requests${why}`),
  ]);
}

async function onTarget(
  { rehearsal, clock, self, cwd, stop, watcher }: ProbeOptions,
  place: TargetPlace,
  measure: (target: ReadyTarget) => Promise<Probed['end']>,
): Promise<Probed['end']> {
  const whereabouts = { spawn: spawnLeashed, self, cwd, stop };
  await prepareTarget(rehearsal.profile, { ...whereabouts, progress: watcher.preparing });
  try {
    const context = { ...whereabouts, clock, ca: rehearsal.ca, env: madeSecrets(rehearsal) };
    const target = await readyTarget(rehearsal.profile, place, context);
    try {
      return stop.aborted ? 'interrupted' : await measure(target);
    } finally {
      await target.stop();
    }
  } catch (error) {
    if (error instanceof TargetError) return { kind: 'no-target', why: error.message };
    throw error;
  }
}

interface Climb {
  readonly options: ProbeOptions;
  readonly plan: Plan;
  readonly target: ReadyTarget;
  readonly scratch: string;
  /** What has been measured so far; it grows. */
  readonly steps: MeasuredStep[];
}

async function climb(parts: Climb): Promise<Probed['end']> {
  const { options, target, steps } = parts;
  const gone: { why: string | null } = { why: null };
  void target.vanished.then((why) => {
    gone.why = why;
  });
  for (;;) {
    const users = nextUsers(steps, options.most);
    if (users === null) return 'measured';
    const { end, readings, busy } = await driveStep(parts, users);
    if (options.stop.aborted) return 'interrupted';
    if (gone.why !== null) return { kind: 'no-target', why: gone.why };
    if (end.kind === 'failed') return { kind: 'failed', why: end.why };
    const step = measureStep({ users, readings, generatorBusy: busy });
    if (step === null) return { kind: 'failed', why: `${options.engine.name} told too little of a step to measure it` };
    steps.push(step);
    options.watcher.measured(step);
  }
}

interface DrivenStep {
  readonly end: EngineEnd;
  /** After the warm-up. */
  readonly readings: readonly Reading[];
  readonly busy: number;
}

/** The engine tells its model at each drive; a probe has told it once. */
const modelReminder = 'closed model:';

/** A reading that is due may come a little early by the clock that stamps it. */
const early = 50;

async function driveStep({ options, plan, scratch, steps }: Climb, users: number): Promise<DrivenStep> {
  const { engine, rehearsal, clock, stop, step, watcher, busySinceLast } = options;
  const done = new AbortController();
  const context = {
    ...{ scratch, secrets: rehearsal.secrets, spawn: spawnLeashed, now: () => clock.now() },
    remoteWriteUrl: '',
    stop: AbortSignal.any([stop, done.signal]),
  };
  const readings: Reading[] = [];
  let startedAt = clock.now();
  let busy = 0;
  for await (const event of engine.drive(crowdOf(plan, users, steps.length), context)) {
    if (event.kind === 'started') startedAt = event.at;
    if (event.kind === 'said' && !event.line.startsWith(modelReminder)) watcher.said(event.line);
    if (event.kind === 'ended') return { end: event.end, readings, busy };
    if (event.kind !== 'samples' || done.signal.aborted || stop.aborted) continue;
    const at = clock.now();
    const elapsed = between(startedAt, at);
    watcher.going(users, elapsed);
    if (elapsed < warmUpOf(step) - early || isRepeated(readings, event.samples)) continue;
    if (readings.length === 0) busySinceLast();
    readings.push({ at: lastInstant(event.samples, at), samples: event.samples });
    if (elapsed < step - early) continue;
    busy = busySinceLast();
    done.abort();
  }
  throw new EngineError(`${engine.name} ended without saying so`);
}

/** Timers may fire a little early, and the engine then tells twice what it counted: there is no rate to be had of a millisecond. */
function isRepeated(readings: readonly Reading[], samples: Reading['samples']): boolean {
  const [last, at] = [readings.at(-1)?.at, samples[0]?.at];
  return last !== undefined && at !== undefined && between(last, at) < 500;
}

/** When counts were true: by the clock of whoever counted. */
const lastInstant = (samples: Reading['samples'], otherwise: Reading['at']): Reading['at'] =>
  samples[0]?.at ?? otherwise;

/** The plan with so many people inside all the time: whoever leaves is followed at once. Each step draws anew. */
function crowdOf(plan: Plan, users: number, nth: number): Plan {
  return {
    ...plan,
    pieces: [{ from: always, to: always, lasting: plannedLength }],
    atOnce: { ready: users, most: users },
    grace: duration(0),
    seed: (plan.seed + nth) % 2 ** 31,
  };
}

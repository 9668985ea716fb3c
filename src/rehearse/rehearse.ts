import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Collector } from '../collect/collector.ts';
import { promql } from '../collect/sources/promql.ts';
import { listenForRemoteWrite } from '../collect/sources/remote-write.ts';
import { scrape } from '../collect/sources/scrape.ts';
import { declaredIncidents, type DeclaredIncidents } from '../judge/declared-incidents.ts';
import { openJournal } from '../journal/journal.ts';
import { makeRunFolder, type RunFolder } from '../journal/run-folder.ts';
import { openSampleRecord, type SampleRecord } from '../journal/sample-record.ts';
import type { Clock } from '../model/clock.ts';
import type { Engine, EngineContext, EngineEnd, SkippedJourney } from '../model/engine.ts';
import type { Fact, Outcome } from '../model/fact.ts';
import type { Machine } from '../model/machine.ts';
import type { People, Plan, RatePiece } from '../model/plan.ts';
import type { Playbook } from '../model/playbook.ts';
import { promqlSeries, type SignalDefinition } from '../model/signal.ts';
import type { Source } from '../model/source.ts';
import type { Threshold } from '../model/threshold.ts';
import { duration } from '../model/time.ts';
import { planScenario } from '../scenario/plan.ts';
import { partOf, totalArrivals } from '../scenario/rate-curve.ts';
import { stopRule } from '../scenario/stop-rule.ts';
import { compressionOf, describeSurge } from '../scenario/surge-shape.ts';
import { compile, fill } from '../scenario/template.ts';
import { verdictOf } from '../scenario/verdict.ts';
import type { Scorecard } from '../score/scorecard.ts';
import type { Rehearsal } from '../workspace/workspace.ts';
import { ActionDesk } from './act/action-desk.ts';
import { markFor } from './act/left-over.ts';
import { Chronicle } from './chronicle.ts';
import { spawnLeashed } from './leash.ts';
import { LiveRun } from './live-run.ts';
import { openToPeople } from './people/open-to-people.ts';
import { PeopleDesk, type PeopleSay } from './people/people-desk.ts';
import { incidentResult, type RunResult } from './result.ts';
import { scoreRun, withScore } from './score-run.ts';
import { applicable, forDrill, measurable } from './rules.ts';
import { madeSecrets } from './made-secrets.ts';
import { placeTarget, readyTarget, TargetError, type TargetPlace } from './target-process.ts';
import { warmUp } from './warm-up.ts';
import { blindAfter, memoryFor, Watch } from './watch.ts';

/** What a rehearsal is run with. Everything from outside comes in here: time, chance, environment. */
export interface RehearseOptions {
  readonly rehearsal: Rehearsal;
  readonly engine: Engine;
  /** The folder that holds the runs. */
  readonly runs: string;
  readonly seed: number;
  /** A few letters or digits that tell apart two runs begun in one second. */
  readonly random: string;
  /** How `surgebook` itself is called: program, then arguments. */
  readonly self: readonly [string, ...string[]];
  /** Where the target's start command runs: the workspace. */
  readonly cwd: string;
  readonly clock: Clock;
  /** On what it runs, as its result tells it. */
  readonly machine: Machine;
  /** Aborted when a person interrupts the run: the load stops within a second. */
  readonly stop: AbortSignal;
  /** Whether the playbooks' own actions are taken; without them a run shows what they are worth. */
  readonly actions: boolean;
  /** Null for a run that no person has a part in. */
  readonly people: PeopleOptions | null;
  /** Shows a fact that is on disk. */
  readonly show: (fact: Fact) => void;
}

/** How people take part in a rehearsal. */
export interface PeopleOptions {
  /** What whoever speaks over the run's local interface must know. */
  readonly token: string;
  /** Whether people are simulated by the times that the scenario gives. */
  readonly simulate: boolean;
  /** Handed the desk where people have their say, before the load begins. */
  readonly meet: (people: PeopleSay) => void;
}

/** How a rehearsal ended, beside what it found. */
export interface Rehearsed {
  readonly end: 'judged' | 'interrupted' | 'engine-failed';
  /** The run's folder, absolute. */
  readonly folder: string;
  readonly result: RunResult;
  /** Writes the result anew, with what has become known of it since. */
  readonly rewrite: (result: RunResult) => void;
}

const defaultSettle = duration(15_000);

/** Everything of one run that is open while it lasts. */
interface OpenRun {
  readonly options: RehearseOptions;
  readonly folder: RunFolder;
  readonly chronicle: Chronicle;
  readonly place: TargetPlace;
  readonly plan: Plan;
  /** The rate at which arrivals come that the engine makes. */
  readonly pieces: readonly RatePiece[];
  readonly skipped: readonly SkippedJourney[];
  readonly thresholds: readonly Threshold[];
  readonly playbooks: readonly Playbook[];
  readonly definitions: readonly SignalDefinition[];
  readonly watch: Watch;
  readonly live: LiveRun;
  readonly desk: ActionDesk | null;
  readonly people: PeopleDesk | null;
  readonly context: Omit<EngineContext, 'remoteWriteUrl'>;
}

/** How the load ended, or why there was none. */
type LoadEnd = EngineEnd | { readonly kind: 'no-target'; readonly why: string };

/**
 * Rehearses one scenario: starts its target, puts the load on, watches, judges, responds, and compares with what was expected. All it starts
 * has ended when it returns. The run's folder is complete also when the run was interrupted.
 */
export async function rehearse(options: RehearseOptions): Promise<Rehearsed> {
  const { rehearsal, clock } = options;
  const folder = await makeRunFolder(options.runs, rehearsal.scenario.id, clock.now(), options.random);
  const journal = openJournal(join(folder.path, 'journal.ndjson'), {
    secrets: Object.values(rehearsal.secrets),
    names: namesOf(rehearsal.people),
  });
  const record = openSampleRecord(join(folder.path, 'samples.ndjson.gz'));
  const scratch = await mkdtemp(join(tmpdir(), 'surgebook-'));
  try {
    const place = await placeTarget(rehearsal.profile);
    const run = openRun(options, folder, record, new Chronicle(journal, options.show), place, scratch);
    tellStart(run);
    return finish(run, await runOnTarget(run));
  } finally {
    await record.close();
    journal.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

function openRun(
  options: RehearseOptions,
  folder: RunFolder,
  record: SampleRecord,
  chronicle: Chronicle,
  place: TargetPlace,
  scratch: string,
): OpenRun {
  const { rehearsal, engine, clock, seed } = options;
  const plan = planScenario({ ...rehearsal, url: place.url, seed });
  const by = forDrill(rehearsal, compressionOf(rehearsal.scenario.surge));
  // A person may declare what this target does not measure.
  const { playbooks } = by;
  const thresholds = measurable(by);
  const collector = new Collector(by.definitions, memoryFor(by.definitions));
  const skipped = engine.skips(plan);
  const pieces = partOf(plan.pieces, shareMade(plan, skipped));
  const watch = new Watch(collector, { thresholds, playbooks, blindAfter }, pieces);
  const stationery = {
    playbooks,
    thresholds,
    templates: rehearsal.notices,
    obligationBook: rehearsal.obligationBook,
    settings: rehearsal.settings,
    drill: true,
  };
  warmUp({ ...stationery, playbooks: applicable(by) }, clock.now());
  const people = options.people === null ? null : peopleDeskOf(options, options.people, chronicle, playbooks);
  const desk = options.actions ? deskOf(options, folder, chronicle, place, playbooks) : null;
  const live = new LiveRun({
    ...{ engine, watch, chronicle, record, folder, stationery, clock, desk, people },
    stopRule: stopRule(rehearsal.scenario.expect, thresholds),
  });
  const context = {
    scratch,
    secrets: rehearsal.secrets,
    spawn: spawnLeashed,
    now: () => clock.now(),
    stop: options.stop,
  };
  const { definitions } = by;
  return {
    ...{ options, folder, chronicle, place, plan, pieces, skipped, thresholds, playbooks, definitions },
    ...{ watch, live, desk, people, context },
  };
}

/** Where people have their say. */
const peopleDeskOf = (
  { rehearsal, clock }: RehearseOptions,
  { simulate }: PeopleOptions,
  chronicle: Chronicle,
  playbooks: readonly Playbook[],
): PeopleDesk =>
  new PeopleDesk({
    ...{ playbooks, clock, locale: rehearsal.settings.locale },
    simulated: simulate ? rehearsal.scenario['simulate-people'] : null,
    tell: (fact) => chronicle.tell(fact),
  });

/** Where the playbooks' actions are taken. What is done to a target that this run did not start is marked, so that it can be taken back after us. */
function deskOf(
  { rehearsal, clock, cwd }: RehearseOptions,
  folder: RunFolder,
  chronicle: Chronicle,
  { url: targetUrl, start }: TargetPlace,
  playbooks: readonly Playbook[],
): ActionDesk {
  const { profile, settings, secrets } = rehearsal;
  const ca = rehearsal.ca === null ? null : readFileSync(rehearsal.ca, 'utf8');
  return new ActionDesk({
    ...{ profile, targetUrl, playbooks, settings, secrets, drill: true },
    context: { spawn: spawnLeashed, clock, cwd, ca },
    mark: markFor(folder.path, start !== null),
    tell: (fact) => chronicle.tell(fact),
  });
}

/** The share of the arrivals whose journeys the engine makes. */
function shareMade({ behaviour }: Plan, skipped: readonly SkippedJourney[]): number {
  if (behaviour.kind === 'script') return 1;
  const left = new Set(skipped.map(({ journey }) => journey));
  return behaviour.journeys.reduce((sum, { id, share }) => sum + (left.has(id) ? 0 : share), 0);
}

function tellStart({ options, folder, chronicle, place, pieces, skipped, thresholds }: OpenRun): void {
  const { rehearsal, engine, clock } = options;
  const { scenario, profile } = rehearsal;
  chronicle.tell({
    at: clock.now(),
    fact: 'run-started',
    run: folder.run,
    scenario: scenario.id,
    title: scenario.title,
    drill: true,
    engine: { name: engine.name, version: engine.version, model: engine.model },
    target: { id: profile.id, url: place.url },
    surge: {
      description: describeSurge(scenario.surge),
      arrivals: Math.round(totalArrivals(pieces)),
      pieces,
      compression: compressionOf(scenario.surge),
    },
    skipped,
    thresholds,
    expectations: scenario.expect,
  });
}

async function runOnTarget(run: OpenRun): Promise<LoadEnd> {
  const { options, place, live } = run;
  const { rehearsal, clock, self, cwd, stop } = options;
  try {
    const target = await readyTarget(rehearsal.profile, place, {
      spawn: spawnLeashed,
      clock,
      self,
      ca: rehearsal.ca,
      cwd,
      env: madeSecrets(rehearsal),
      stop,
    });
    let stopping = false;
    void target.vanished.then((why) => {
      if (!stopping) live.note('target', why, clock.now());
    });
    try {
      return stop.aborted ? { kind: 'stopped' } : await runWithPeople(run);
    } finally {
      await run.desk?.close();
      stopping = true;
      await target.stop();
    }
  } catch (error) {
    if (error instanceof TargetError) return { kind: 'no-target', why: error.message };
    throw error;
  }
}

/** People have their say as long as the load is on and its end is waited for. */
async function runWithPeople(run: OpenRun): Promise<EngineEnd> {
  const { options, people, folder, live } = run;
  if (people === null || options.people === null) return runLoad(run);
  const open = await openToPeople(people, folder, options.people.token);
  try {
    live.note('people', open.told, options.clock.now());
    options.people.meet(people);
    return await runLoad(run);
  } finally {
    await open.close();
  }
}

async function runLoad(run: OpenRun): Promise<EngineEnd> {
  const { options, place, plan, live, watch, context } = run;
  const { rehearsal, clock, stop } = options;
  const pushed = await listenForRemoteWrite({ clock });
  const unwatch = new AbortController();
  const scrapes = place.metrics.map((source) =>
    scrape({ url: new URL(source.scrape, `${place.url}/`).href, every: source.every, ca: rehearsal.ca, clock }),
  );
  const following = [pushed, ...scrapes, ...queries(rehearsal, clock)].map((source) =>
    live.follow(source, unwatch.signal),
  );
  try {
    const end = await live.drive(plan, { ...context, remoteWriteUrl: pushed.url });
    await live.settle(rehearsal.scenario.settle ?? defaultSettle, stop);
    if (end.kind === 'stopped' && live.stoppedBecause !== null && !stop.aborted) return { kind: 'completed' };
    return end.kind === 'completed' && watch.arrivals.started === 0 ? nothingRan : end;
  } finally {
    unwatch.abort();
    await Promise.all(following);
    await pushed.close();
  }
}

/** Each signal that is asked of Prometheus is a source of its own: they are asked side by side, and one that fails is told by itself. */
function queries({ profile, secrets, ca }: Rehearsal, clock: Clock): readonly Source[] {
  if (profile.prometheus === undefined) return [];
  const { url, every, headers } = profile.prometheus;
  const values = new Map(Object.entries(secrets).map(([name, value]) => [`secret.${name}`, value]));
  const filled = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, fill(compile(text), values)]));
  return Object.entries(profile.signals).flatMap(([id, measure]) =>
    'promql' in measure
      ? [promql({ ...{ url, every, ca, clock, headers: filled }, query: measure.promql, series: promqlSeries(id) })]
      : [],
  );
}

/** An engine that says it is done although nobody arrived has not run: a green run must prove that it ran. */
const nothingRan: EngineEnd = {
  kind: 'failed',
  why: 'the engine ended well, but not one arrival began',
  lastWords: '',
};

function finish(run: OpenRun, end: LoadEnd): Rehearsed {
  const { options, folder, chronicle, watch, live, playbooks } = run;
  const { scenario } = options.rehearsal;
  const { arrivals } = watch;
  const at = options.clock.now();
  const declared = declaredIncidents(chronicle.facts, playbooks);
  const score = end.kind === 'completed' ? scoreOf(run) : null;
  const judged = withScore(judgeRun(run, end, declared), score);
  const { outcome, reasons } = chronicle.tell({ at, fact: 'run-finished', ...judged, arrivals });
  const { name, version, model } = options.engine;
  const result: RunResult = {
    v: 1,
    run: folder.run,
    scenario: scenario.id,
    engine: { name, version, model },
    machine: options.machine,
    outcome,
    reasons,
    arrivals,
    actions: options.actions,
    score,
    incidents: watch.incidents.map((incident) =>
      incidentResult(incident, live.notifiedAt.get(incident.id) ?? null, declared),
    ),
    notices: chronicle.facts.flatMap((fact) => (fact.fact === 'notices-composed' ? fact.notices : [])),
    ...(end.kind === 'completed' ? {} : { error: reasons[0] ?? end.kind }),
  };
  const rewrite = (known: RunResult): void => {
    folder.write('run.json', `${JSON.stringify(known, null, 2)}\n`);
  };
  rewrite(result);
  return { end: howEnded(end), folder: folder.path, result, rewrite };
}

const scoreOf = ({ options, folder, thresholds, playbooks, definitions, live }: OpenRun): Scorecard =>
  scoreRun({
    ...{ folder: folder.path, thresholds, playbooks, definitions, notifiedAt: live.notifiedAt },
    ...{ actions: options.actions, scenario: options.rehearsal.scenario, settings: options.rehearsal.settings },
  });

function howEnded(end: LoadEnd): Rehearsed['end'] {
  if (end.kind === 'stopped') return 'interrupted';
  return end.kind === 'failed' ? 'engine-failed' : 'judged';
}

function judgeRun(
  { options, watch, skipped }: OpenRun,
  end: LoadEnd,
  declared: DeclaredIncidents,
): { outcome: Outcome; reasons: readonly string[] } {
  switch (end.kind) {
    case 'no-target':
      return { outcome: 'unexpected', reasons: [end.why] };
    case 'stopped':
      return { outcome: 'inconclusive', reasons: ['interrupted: the load was stopped before its end'] };
    case 'failed':
      return { outcome: 'inconclusive', reasons: [end.lastWords === '' ? end.why : `${end.why}: ${end.lastWords}`] };
    case 'completed':
      return verdictOf({
        expectations: options.rehearsal.scenario.expect,
        incidents: watch.incidents,
        declared,
        arrivals: watch.arrivals,
        droppedLimit: options.rehearsal.scenario['dropped-limit'],
        latest: options.engine.model === 'open' ? watch.latest : duration(0),
        exceptions: watch.exceptions,
        skipped: skipped.map(({ journey }) => journey),
        blind: watch.blind,
      });
  }
}

/** What a list of people says of them: names, accounts. Made-up people are nobody. */
const namesOf = (people: People): readonly string[] =>
  people.kind === 'listed'
    ? [...new Set(people.people.flatMap((person) => Object.values(person)))].filter((value) => value.length > 1)
    : [];

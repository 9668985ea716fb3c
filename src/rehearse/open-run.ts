import { readFileSync } from 'node:fs';
import { Collector } from '../collect/collector.ts';
import type { RunFolder } from '../journal/run-folder.ts';
import type { SampleRecord } from '../journal/sample-record.ts';
import type { EngineContext, SkippedJourney } from '../model/engine.ts';
import type { Plan, RatePiece } from '../model/plan.ts';
import type { Playbook } from '../model/playbook.ts';
import type { SignalDefinition } from '../model/signal.ts';
import type { Threshold } from '../model/threshold.ts';
import { planScenario } from '../scenario/plan.ts';
import { partOf } from '../scenario/rate-curve.ts';
import { stopRule } from '../scenario/stop-rule.ts';
import { compressionOf } from '../scenario/surge-shape.ts';
import { ActionDesk } from './act/action-desk.ts';
import { markFor } from './act/left-over.ts';
import type { Chronicle } from './chronicle.ts';
import { spawnLeashed } from './leash.ts';
import { LiveRun } from './live-run.ts';
import { PeopleDesk } from './people/people-desk.ts';
import type { PeopleOptions, RehearseOptions } from './rehearse-options.ts';
import { applicable, forDrill, measurable } from './rules.ts';
import type { TargetPlace } from './target-process.ts';
import { warmUp } from './warm-up.ts';
import { blindAfter, memoryFor, Watch } from './watch.ts';

/** Everything of one run that is open while it lasts. */
export interface OpenRun {
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

/**
 * Opens a run whose target has its place: the plan, the rules that can be judged there, and everybody who takes part. Nothing runs yet, and nothing
 * is told. `scratch` is a folder for what the engine needs, which is the caller's to remove.
 */
export function openRun(
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

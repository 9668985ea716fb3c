import { unmeasuredTold } from '../judge/unmeasured.ts';
import type { Fact, RunStarted } from '../model/fact.ts';
import type { Expectation } from '../model/scenario.ts';
import type { SignalDefinition } from '../model/signal.ts';
import type { Millis } from '../model/time.ts';
import type { Scorecard } from '../score/scorecard.ts';
import { controlCurves } from './control-curves.ts';
import { arrivalRates, signalCurves } from './curves.ts';
import { expectationResults } from './expectation-results.ts';
import { happeningsOf } from './happenings.ts';
import { actionStories, followIncidents, incidentStories, type StoryLibrary } from './incident-stories.ts';
import type { LatencyBands } from './latency-bands.ts';
import type { RecordedResult } from './recorded-result.ts';
import type { ControlStory, Report } from './report.ts';

/** What a report is told from: a run, and the library as it is now. */
export interface ReportInput {
  /** This program's version. */
  readonly surgebook: string;
  readonly started: RunStarted & Pick<Fact, 'at'>;
  /** Every fact of the run, in order. */
  readonly facts: readonly Fact[];
  readonly library: StoryLibrary;
  /** What the scenario expects now, for a run that does not tell what it expected then; null where it is no longer there. */
  readonly expectations: readonly Expectation[] | null;
  readonly definitions: readonly SignalDefinition[];
  readonly latency: readonly LatencyBands[];
  readonly score: Scorecard | null;
  readonly machine: Readonly<Record<string, string>>;
  readonly control: RecordedResult['control'];
  /** Every fact of the control, where its run is at hand. */
  readonly controlFacts: readonly Fact[] | null;
}

/** The instant from which a run's charts count: the start of its load, or of the run where there was none. */
export const zeroOf = (facts: readonly Fact[], started: Pick<Fact, 'at'>): Millis =>
  facts.find(({ fact }) => fact === 'load-started')?.at ?? started.at;

/** Tells a run. A pure function: the same input gives the same report. */
export function tellReport(input: ReportInput): Report {
  const { started, facts, library, definitions, latency, score, machine, surgebook } = input;
  const { run, scenario, title, drill, engine, target, surge, skipped, thresholds } = started;
  const zero = zeroOf(facts, started);
  const finished = facts.findLast((fact) => fact.fact === 'run-finished') ?? null;
  const followed = followIncidents(facts);
  const incidents = incidentStories(followed, facts, library);
  const actions = actionStories(facts);
  const expectations = started.expectations ?? input.expectations;
  const { description, arrivals: surgeArrivals, compression } = surge;
  return {
    ...{ v: 1, surgebook, run, scenario, title, drill, engine, target, skipped, machine, score, latency, zero },
    outcome: finished?.outcome ?? null,
    reasons: finished?.reasons ?? [],
    warnings: facts.flatMap((fact) => (fact.fact === 'unmeasured' ? [unmeasuredTold(fact)] : [])),
    surge: { description, arrivals: surgeArrivals, compression },
    ...{ startedAt: started.at, endedAt: facts.at(-1)?.at ?? started.at },
    arrivals: finished?.arrivals ?? lastArrivals(facts),
    expectations:
      expectations === null
        ? null
        : expectationResults(
            expectations,
            followed.map(({ incident }) => incident),
            facts,
            library.playbooks,
          ),
    ...{ incidents, actions, happenings: happeningsOf(facts, incidents, actions) },
    blind: facts.flatMap((fact) => (fact.fact === 'blind' ? [{ from: fact.from, to: fact.at }] : [])),
    control: controlStory(input, zero),
    rates: arrivalRates(facts, zero),
    ...signalCurves({ facts, zero, thresholds, definitions }),
  };
}

function controlStory({ control, controlFacts, facts }: ReportInput, zero: Millis): ControlStory | null {
  const [first] = controlFacts ?? [];
  if (control === null) return null;
  if (controlFacts === null || first === undefined) return { ...control, curves: [] };
  const beside = { facts: controlFacts, zero: zeroOf(controlFacts, first) };
  return { ...control, curves: controlCurves({ facts, zero }, beside) };
}

const lastArrivals = (facts: readonly Fact[]): Report['arrivals'] =>
  facts.findLast((fact) => fact.fact === 'frame')?.arrivals ?? { planned: 0, started: 0, dropped: 0 };

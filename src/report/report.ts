import type { EngineIdentity, Outcome } from '../model/fact.ts';
import type { CauseId, IncidentId, PlaybookId, ScenarioId, SignalId } from '../model/id.ts';
import type { PhaseName } from '../model/incident.ts';
import type { Locale } from '../model/locale.ts';
import type { Compression } from '../model/plan.ts';
import type { Unit } from '../model/quantity.ts';
import type { Severity, Threshold } from '../model/threshold.ts';
import type { DurationMs, Millis } from '../model/time.ts';
import type { PersonFate } from '../playbook/person-steps.ts';
import type { Scorecard } from '../score/scorecard.ts';
import type { Worth } from '../score/worth.ts';
import type { CurvePoint } from './curve-point.ts';
import type { LatencyBands } from './latency-bands.ts';
import type { ExpectationResult } from './expectation-results.ts';

/** What a signal read over a run, thinned to what a chart can show. */
export interface SignalCurve {
  readonly signal: SignalId;
  /** Null where nothing tells what it is measured in. */
  readonly unit: Unit | null;
  readonly points: readonly CurvePoint[];
  readonly least: number | null;
  readonly most: number | null;
  /** The last reading there was. */
  readonly last: number | null;
  /** Those of its thresholds that were breached, whose levels are in its unit. */
  readonly levels: readonly Threshold[];
}

/** Arrivals a second over one step of time; every step of a report is as long. */
export interface ArrivalRates {
  readonly stepSeconds: number;
  readonly planned: readonly CurvePoint[];
  readonly started: readonly CurvePoint[];
  readonly dropped: readonly CurvePoint[];
}

/** An incident entered a phase. */
export interface PhaseEntry {
  readonly phase: PhaseName;
  readonly at: Millis;
}

/** What became of a step of a playbook. A person's begins when it is taken up, and ends when it is done or skipped. */
export interface StepStory {
  readonly what: string;
  readonly by: 'person' | 'act';
  /** The role, or what is done. */
  readonly who: string;
  readonly due: Millis | null;
  readonly startedAt: Millis | null;
  readonly endedAt: Millis | null;
  readonly outcome: 'done' | 'failed' | 'dry' | null;
  readonly verified: 'effective' | 'without-effect' | null;
  readonly undone: 'done' | 'failed' | null;
  /** Of a person's step what had become of it at the end of the run; null where nobody was asked, or nobody took part. */
  readonly fate: PersonFate | null;
}

/** One clock of a duty, as it stood at the end of the run. */
export interface ClockStory {
  readonly what: string;
  /** Null for what is kept rather than told. */
  readonly to: string | null;
  readonly due: Millis | null;
  /** What a person must decide first. */
  readonly ask: string | null;
  readonly source: string;
}

/** One update of an incident, with the notices as they were written. */
export interface UpdateStory {
  readonly update: number;
  readonly at: Millis;
  readonly written: number;
  readonly notices: readonly NoticeShown[];
}

export interface NoticeShown {
  /** `users.en.sms`, after its file. */
  readonly name: string;
  readonly locale: Locale;
  readonly text: string;
}

export interface IncidentStory {
  /** How charts and tables call it: `I1`. */
  readonly mark: string;
  readonly id: IncidentId;
  readonly playbook: PlaybookId;
  /** In the report's language; the id where the playbook is no longer there. */
  readonly title: string;
  readonly severity: Severity;
  readonly cause: CauseId | null;
  readonly causeSaid: string | null;
  readonly onsetAt: Millis;
  readonly openedAt: Millis;
  /** From the onset to the detection by what is measured; null of one that only a person saw. */
  readonly toDetect: DurationMs | null;
  readonly notifiedAt: Millis | null;
  readonly resolvedAt: Millis | null;
  readonly phases: readonly PhaseEntry[];
  readonly steps: readonly StepStory[];
  readonly clocks: readonly ClockStory[];
  readonly updates: readonly UpdateStory[];
}

/** An action of a playbook, over the time that it took. */
export interface ActionStory {
  /** How charts and tables call it: `A1`. */
  readonly mark: string;
  readonly incident: IncidentId;
  readonly step: string;
  readonly action: string;
  readonly startedAt: Millis;
  readonly endedAt: Millis | null;
  readonly outcome: 'done' | 'failed' | 'dry' | null;
  readonly verified: 'effective' | 'without-effect' | null;
}

/** What kind of thing happened. */
export type HappeningKind =
  | 'load-started'
  | 'load-stopping'
  | 'load-ended'
  | 'blind'
  | 'unmeasured'
  | 'noted'
  | 'breach-opened'
  | 'breach-cleared'
  | 'opened'
  | 'taken-over'
  | 'severity'
  | PhaseName
  | 'update-due'
  | 'notices'
  | 'action'
  | 'person'
  | 'finished';

export interface Happening {
  readonly at: Millis;
  readonly kind: HappeningKind;
  /** The incident or action it belongs to, by its mark. */
  readonly mark: string | null;
  /** As the journal tells it, in English. */
  readonly what: string;
  /** Whether the story cannot be told without it. */
  readonly chief: boolean;
}

/** When the collector did not see. */
export interface BlindSpan {
  readonly from: Millis;
  readonly to: Millis;
}

/** What one signal read in a run and in its control. */
export interface ControlCurve {
  readonly signal: SignalId;
  readonly with: readonly CurvePoint[];
  readonly without: readonly CurvePoint[];
}

/** The same surge without the playbooks' own actions: the name of its run, and what the actions were worth. */
export interface ControlStory {
  readonly run: string;
  readonly worth: readonly Worth[];
  /** None where the control's run is not at hand. */
  readonly curves: readonly ControlCurve[];
}

/** A run, told: what `surgebook report` makes its forms from, and what it prints as JSON. Instants are milliseconds since the Unix epoch. */
export interface Report {
  /** The version of this format. */
  readonly v: 1;
  readonly surgebook: string;
  readonly run: string;
  readonly scenario: ScenarioId;
  readonly title: string;
  readonly drill: boolean;
  /** Null for a run that was cut short. */
  readonly outcome: Outcome | null;
  readonly reasons: readonly string[];
  /** What must be seen though the outcome is not decided by it, one sentence each. */
  readonly warnings: readonly string[];
  readonly engine: EngineIdentity;
  readonly target: { readonly id: string; readonly url: string };
  readonly surge: { readonly description: string; readonly arrivals: number; readonly compression: Compression | null };
  readonly skipped: readonly { readonly journey: string; readonly why: string }[];
  /** On what it ran, by name; empty where the run did not tell. */
  readonly machine: Readonly<Record<string, string>>;
  readonly startedAt: Millis;
  /** The instant from which charts count: the start of the load. */
  readonly zero: Millis;
  readonly endedAt: Millis;
  readonly arrivals: { readonly planned: number; readonly started: number; readonly dropped: number };
  /** Null where the scenario is no longer there. */
  readonly expectations: readonly ExpectationResult[] | null;
  readonly score: Scorecard | null;
  /** Null for a run without a control. */
  readonly control: ControlStory | null;
  readonly incidents: readonly IncidentStory[];
  readonly actions: readonly ActionStory[];
  readonly happenings: readonly Happening[];
  readonly blind: readonly BlindSpan[];
  readonly rates: ArrivalRates;
  readonly latency: readonly LatencyBands[];
  /** The signals that were breached, and those that tell how full something is. */
  readonly breached: readonly SignalCurve[];
  readonly saturation: readonly SignalCurve[];
  /** Every other signal that was measured. */
  readonly others: readonly Omit<SignalCurve, 'points' | 'levels'>[];
}

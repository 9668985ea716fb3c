import type { Declaration } from './declaration.ts';
import type { CauseId, IncidentId, PlaybookId, ScenarioId, SignalId, ThresholdId } from './id.ts';
import type { EngineEnd, EngineName, LoadModel, SkippedJourney } from './engine.ts';
import type { PhaseName } from './incident.ts';
import type { Json } from './json.ts';
import type { Compression, RatePiece } from './plan.ts';
import type { Expectation } from './scenario.ts';
import type { Severity, Threshold } from './threshold.ts';
import type { Millis } from './time.ts';

/** How a run ended. An inconclusive run never blames the target. */
export type Outcome = 'expected' | 'unexpected' | 'inconclusive';

/** The format of facts; raised, with a migration, when one changes its meaning. */
export const factVersion = 1;

export interface EngineIdentity {
  readonly name: EngineName;
  readonly version: string;
  readonly model: LoadModel;
}

export interface RunStarted {
  readonly fact: 'run-started';
  readonly run: string;
  readonly scenario: ScenarioId;
  readonly title: string;
  readonly drill: boolean;
  readonly engine: EngineIdentity;
  readonly target: { readonly id: string; readonly url: string };
  readonly surge: {
    /** In one line, for people. */
    readonly description: string;
    readonly arrivals: number;
    readonly pieces: readonly RatePiece[];
    readonly compression: Compression | null;
  };
  readonly skipped: readonly SkippedJourney[];
  readonly thresholds: readonly Threshold[];
  /** What the scenario expected; runs of earlier versions do not tell. */
  readonly expectations?: readonly Expectation[];
}

export interface LoadStarted {
  readonly fact: 'load-started';
}

/** The load is being stopped before its plan is done: a threshold or an expectation asks for that. */
export interface LoadStopping {
  readonly fact: 'load-stopping';
  readonly reason: string;
}

export interface LoadEnded {
  readonly fact: 'load-ended';
  readonly end: EngineEnd;
}

/** What every signal read at one instant, and how many arrivals there had been. */
export interface FrameTaken {
  readonly fact: 'frame';
  readonly signals: Readonly<Record<SignalId, number | null>>;
  readonly arrivals: { readonly planned: number; readonly started: number; readonly dropped: number };
  readonly people: number | null;
}

/** A source, the engine or the target said something people should see; nothing is judged by it. */
export interface Noted {
  readonly fact: 'noted';
  readonly about: string;
  readonly message: string;
}

/** The collector did not see from `from` to the fact's time. */
export interface Blind {
  readonly fact: 'blind';
  readonly from: Millis;
  readonly why: string;
}

/** No sample came, while load was on, of series that a signal is measured from: the thresholds that watch it saw nothing of it. */
export interface Unmeasured {
  readonly fact: 'unmeasured';
  readonly signal: SignalId;
  /** What it read without them: a ratio whose part is missing is measured, as zero. */
  readonly read: 'nothing' | 'zero';
  /** Those series, each with the name most like its own among those that did come; null where none is like it. */
  readonly series: readonly { readonly name: string; readonly nearest: string | null }[];
  readonly thresholds: readonly ThresholdId[];
}

export interface BreachOpened {
  readonly fact: 'breach-opened';
  readonly threshold: ThresholdId;
  readonly signal: SignalId;
  readonly value: number | null;
  readonly onsetAt: Millis;
  readonly reason: string;
}

export interface BreachCleared {
  readonly fact: 'breach-cleared';
  readonly threshold: ThresholdId;
  readonly signal: SignalId;
  readonly value: number | null;
  readonly peak: number | null;
  readonly reason: string;
}

export interface IncidentOpened {
  readonly fact: 'incident-opened';
  readonly incident: IncidentId;
  readonly playbook: PlaybookId;
  readonly severity: Severity;
  readonly onsetAt: Millis;
  readonly update: number;
  readonly nextUpdateAt: Millis;
  readonly reason: string;
}

/** The symptom of an incident that its root had opened was seen: the symptom's playbook goes on with it, under the same id. */
export interface IncidentTakenOver {
  readonly fact: 'incident-taken-over';
  readonly incident: IncidentId;
  readonly from: PlaybookId;
  readonly playbook: PlaybookId;
  readonly severity: Severity;
  readonly cause: CauseId;
  readonly update: number;
  readonly nextUpdateAt: Millis;
  readonly reason: string;
}

/** The incident turned out worse than it was known to be; it never gets less bad but by being resolved. */
export interface SeverityRaised {
  readonly fact: 'severity-raised';
  readonly incident: IncidentId;
  readonly severity: Severity;
  readonly update: number;
  readonly nextUpdateAt: Millis;
  readonly reason: string;
}

/** The incident entered another phase, or its cause has shown while it is monitored. */
export interface PhaseChanged {
  readonly fact: 'phase-changed';
  readonly incident: IncidentId;
  readonly phase: Exclude<PhaseName, 'investigating'>;
  readonly cause: CauseId | null;
  readonly update: number;
  readonly nextUpdateAt: Millis;
  readonly reason: string;
}

/** The promised next update came due with the phase unchanged. */
export interface UpdateDue {
  readonly fact: 'update-due';
  readonly incident: IncidentId;
  readonly phase: PhaseName;
  readonly update: number;
  readonly nextUpdateAt: Millis;
}

/** The playbook was rendered and the notices of one update were written; paths are relative to the run. */
export interface NoticesComposed {
  readonly fact: 'notices-composed';
  readonly incident: IncidentId;
  readonly update: number;
  readonly playbook: string;
  readonly notices: readonly string[];
}

/** A step of a playbook begins to act. */
export interface ActionStarted {
  readonly fact: 'action-started';
  readonly incident: IncidentId;
  readonly playbook: PlaybookId;
  readonly step: string;
  /** What is done, for people. */
  readonly action: string;
}

/** What came of it. What was captured is what taking it back needs. */
export interface ActionEnded {
  readonly fact: 'action-ended';
  readonly incident: IncidentId;
  readonly playbook: PlaybookId;
  readonly step: string;
  readonly outcome: 'done' | 'failed' | 'dry';
  readonly tries: number;
  /** Why it was not done. */
  readonly why: string | null;
  /** It failed, and may have been done all the same: no whole answer came. It is taken back as what was done. */
  readonly mayStand?: true;
  readonly captured: Readonly<Record<string, Json>>;
}

/** Whether what was to hold after an action held within its time. */
export interface ActionVerified {
  readonly fact: 'action-verified';
  readonly incident: IncidentId;
  readonly step: string;
  readonly signal: SignalId;
  readonly value: number | null;
  readonly outcome: 'effective' | 'without-effect';
}

/** An action was taken back, or could not be. */
export interface ActionUndone {
  readonly fact: 'action-undone';
  readonly incident: IncidentId;
  readonly step: string;
  readonly outcome: 'done' | 'failed';
  readonly why: string | null;
}

/** What becomes of a playbook's own actions. */
export type ActionFact = ActionStarted | ActionEnded | ActionVerified | ActionUndone;

/** A person said something of an incident. What it changed follows as facts of its own. */
export interface Declared {
  readonly fact: 'declared';
  /** The role whose word it is; a name is masked. */
  readonly who: string;
  readonly declaration: Declaration;
  /** Why it cannot be so; null where it holds. */
  readonly refused: string | null;
}

/** A step of a person, as it is shown. */
export interface DueStep {
  readonly step: string;
  /** The role whose step it is. */
  readonly person: string;
  /** What is to be done, in the language of the people who act. */
  readonly do: string;
  /** The time by which it is to be done; null where the playbook sets none. */
  readonly by: Millis | null;
}

/** Steps of people are to be done from now on, and are shown. */
export interface StepsDue {
  readonly fact: 'steps-due';
  readonly incident: IncidentId;
  readonly playbook: PlaybookId;
  readonly steps: readonly DueStep[];
}

interface StepOfPerson {
  readonly incident: IncidentId;
  readonly playbook: PlaybookId;
  readonly step: string;
  /** The role whose word it is; a name is masked. */
  readonly who: string;
}

/** A person has taken a step up. */
export interface StepAcknowledged extends StepOfPerson {
  readonly fact: 'step-acknowledged';
}

/** A person has done a step. */
export interface StepDone extends StepOfPerson {
  readonly fact: 'step-done';
}

/** A person has passed a step over. */
export interface StepSkipped extends StepOfPerson {
  readonly fact: 'step-skipped';
  readonly why: string | null;
}

/** What becomes of people's steps. */
export type PersonFact = StepsDue | StepAcknowledged | StepDone | StepSkipped;

export interface RunFinished {
  readonly fact: 'run-finished';
  readonly outcome: Outcome;
  readonly reasons: readonly string[];
  readonly arrivals: { readonly planned: number; readonly started: number; readonly dropped: number };
}

/** What becomes of an incident; each of these tells its readers something. */
export type IncidentFact = IncidentOpened | IncidentTakenOver | SeverityRaised | PhaseChanged | UpdateDue;

/** What the judge decides. */
export type Judgement = BreachOpened | BreachCleared | IncidentFact;

/** Everything that can be told of a run, before it has its time. */
export type Telling =
  | RunStarted
  | LoadStarted
  | LoadStopping
  | LoadEnded
  | FrameTaken
  | Noted
  | Blind
  | Unmeasured
  | Judgement
  | NoticesComposed
  | ActionFact
  | Declared
  | PersonFact
  | RunFinished;

/** One line of the journal. */
export type Fact = { readonly v: typeof factVersion; readonly at: Millis } & Telling;

/** Facts of one moment, as the core returns them. */
export type Told<T extends Telling = Telling> = { readonly at: Millis } & T;

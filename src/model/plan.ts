import type { ScenarioId } from './id.ts';
import type { RequestStep, ReceiveStep, SendStep, ThinkStep, WebsocketStep } from './step.ts';
import type { DurationMs } from './time.ts';
import type { Variables } from './variable.ts';

/** The planned arrival rate: straight pieces, in arrivals per second. */
export interface RatePiece {
  readonly from: number;
  readonly to: number;
  readonly lasting: DurationMs;
}

/** What compressing time kept and changed; null where the surge is not compressed. */
export interface Compression {
  readonly time: number;
  readonly keep: 'people' | 'rate';
}

export type PlannedWebsocket = Omit<WebsocketStep, 'steps'> & { readonly steps: readonly PlannedStep[] };

/** A step with its fragments put in place. Texts are still templates. */
export type PlannedStep = RequestStep | PlannedWebsocket | ReceiveStep | SendStep | ThinkStep;

export interface PlannedJourney {
  readonly id: string;
  /** The share of the arrivals that makes it; all shares add up to 1. */
  readonly share: number;
  readonly steps: readonly PlannedStep[];
}

export type People =
  | { readonly kind: 'none' }
  | { readonly kind: 'made'; readonly count: number; readonly fields: Readonly<Record<string, string>> }
  | { readonly kind: 'listed'; readonly people: readonly Readonly<Record<string, string>>[] };

/** What each arrival does: journeys for the interpreter, or a native k6 script (an absolute path). */
export type Behaviour =
  | { readonly kind: 'journeys'; readonly journeys: readonly PlannedJourney[] }
  | { readonly kind: 'script'; readonly script: string };

/** A scenario made ready for an engine: everything known, nothing left to look up. Holds no secret. */
export interface Plan {
  readonly scenario: ScenarioId;
  /** Where the target is, without a slash at the end. */
  readonly url: string;
  /** A private certificate authority's PEM file (an absolute path). */
  readonly ca: string | null;
  readonly pieces: readonly RatePiece[];
  readonly behaviour: Behaviour;
  readonly people: People;
  readonly variables: Variables;
  readonly headers: Readonly<Record<string, string>>;
  /** People inside a journey at once: made ready beforehand, and at the very most. */
  readonly atOnce: { readonly ready: number; readonly most: number };
  /** How long journeys that have begun may go on after the last arrival. */
  readonly grace: DurationMs;
  /** Seeds what each arrival draws, so that two runs of one plan draw alike. */
  readonly seed: number;
}

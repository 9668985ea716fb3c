import type { ArrivalValues } from '../../../scenario/arrival-values.ts';

/** A journey cannot go on: an answer was not as expected, none came, or a socket was lost. The service's doing, not the script's. */
export class JourneyFailed extends Error {}

/** One person on a journey: what their templates stand for so far. */
export interface Person {
  readonly values: ArrivalValues;
  /** Their next draw, in [0, 1). */
  readonly chance: () => number;
}

import type { Signal, SignalSecond } from './signal.ts';
import type { Millis } from './time.ts';

/** Everything the judge sees at one instant. */
export interface Frame {
  readonly at: Millis;
  readonly signals: readonly Signal[];
  /** Whole seconds that have become complete since the last frame, in rising order. */
  readonly seconds: readonly SignalSecond[];
  /** Whether people are arriving: only then does nothing measured mean anything. */
  readonly loadOn: boolean;
}

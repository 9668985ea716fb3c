import type { Millis } from './time.ts';

/** Time as the edges live it; handed to whoever needs it, so that tests can bring their own. */
export interface Clock {
  now(): Millis;
  /** Resolves at `until`, or as soon as `stop` is aborted; never rejects. */
  wait(until: Millis, stop: AbortSignal): Promise<void>;
}

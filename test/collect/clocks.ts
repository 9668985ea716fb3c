import type { Clock } from '../../src/model/clock.ts';
import type { DurationMs, Millis } from '../../src/model/time.ts';
import { plus } from '../../src/model/time.ts';

/** A clock that stands still: whoever waits, waits until the stop. */
export const frozenClock = (at: Millis): Clock => ({
  now: () => at,
  wait: (_until, stop) =>
    new Promise((resolve) => {
      if (stop.aborted) resolve();
      else stop.addEventListener('abort', () => resolve(), { once: true });
    }),
});

/** A clock that leaps to whatever is waited for, and moves on by itself only when it is told to. */
export class LeapingClock implements Clock {
  #now: Millis;

  constructor(now: Millis) {
    this.#now = now;
  }

  now(): Millis {
    return this.#now;
  }

  wait(until: Millis): Promise<void> {
    if (until > this.#now) this.#now = until;
    return Promise.resolve();
  }

  pass(time: DurationMs): void {
    this.#now = plus(this.#now, time);
  }
}

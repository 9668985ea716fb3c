import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../src/model/clock.ts';
import type { Millis } from '../../src/model/time.ts';

interface Waiting {
  readonly until: Millis;
  readonly resume: () => void;
}

/** A clock that moves on, to whatever is waited for next, once everybody waits for it: what runs for half an hour is over in seconds. */
export class VirtualClock implements Clock {
  #now: Millis;
  readonly #waiting = new Set<Waiting>();

  constructor(now: Millis) {
    this.#now = now;
  }

  now(): Millis {
    return this.#now;
  }

  wait(until: Millis, stop: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = {
        until,
        resume: () => {
          stop.removeEventListener('abort', waiting.resume);
          this.#waiting.delete(waiting);
          resolve();
        },
      };
      this.#waiting.add(waiting);
      stop.addEventListener('abort', waiting.resume);
      if (stop.aborted) waiting.resume();
    });
  }

  /** Lets time pass until this is done. */
  async passUntil<T>(work: Promise<T>): Promise<T> {
    const state = { over: false };
    const ended = work.finally(() => {
      state.over = true;
    });
    // Told to whoever awaits what is returned.
    ended.catch(() => undefined);
    for (;;) {
      // Whatever can go on without the clock goes on first.
      await turn();
      if (state.over) return ended;
      this.#leap();
    }
  }

  #leap(): void {
    const [next] = [...this.#waiting].sort((one, other) => one.until - other.until);
    if (next === undefined) return;
    if (next.until > this.#now) this.#now = next.until;
    next.resume();
  }
}

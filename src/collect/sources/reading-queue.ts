import type { SourceReading } from '../../model/source.ts';
import type { Millis } from '../../model/time.ts';

/** Readings between a server that must not wait and a reader that may be slow: bounded, and what had to be dropped is told. */
export class ReadingQueue {
  readonly #now: () => Millis;
  readonly #most: number;
  #waiting: SourceReading[] = [];
  #size = 0;
  #dropped = 0;
  #wake: () => void = () => undefined;

  /** At most so many samples and readings wait. */
  constructor(now: () => Millis, most: number) {
    this.#now = now;
    this.#most = most;
  }

  push(reading: SourceReading): void {
    const samples = reading.kind === 'samples' ? reading.samples.length : 0;
    // A reading without samples takes room too.
    if (this.#size + samples + 1 > this.#most) {
      this.#dropped += samples;
    } else {
      this.#waiting.push(reading);
      this.#size += samples + 1;
    }
    this.#wake();
  }

  /** The readings as they come, until `stop` is aborted; those that wait then are still given. */
  async *readings(stop: AbortSignal): AsyncGenerator<SourceReading> {
    for (;;) {
      yield* this.#takeAll();
      if (stop.aborted) return;
      await this.#woken(stop);
    }
  }

  #takeAll(): readonly SourceReading[] {
    const readings = this.#waiting;
    const dropped = this.#dropped;
    this.#waiting = [];
    this.#size = 0;
    this.#dropped = 0;
    if (dropped === 0) return readings;
    return [
      ...readings,
      { kind: 'failure', at: this.#now(), why: `${dropped} samples came faster than they were read, and were dropped` },
    ];
  }

  #woken(stop: AbortSignal): Promise<void> {
    if (this.#waiting.length > 0 || this.#dropped > 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        stop.removeEventListener('abort', done);
        resolve();
      };
      this.#wake = done;
      stop.addEventListener('abort', done, { once: true });
    });
  }
}

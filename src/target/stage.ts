import type { StageCapacity } from './capacity.ts';

/** What a stage has done so far. `busyMs` adds up, over all slots, the time they have been held until now. */
export interface StageCount {
  readonly inUse: number;
  readonly waiting: number;
  readonly busyMs: number;
  readonly done: number;
}

/** A job, since when it has waited for a slot, and what to call when its service is over. */
interface Job {
  readonly since: number;
  readonly done: () => void;
}

/**
 * Slots that are each held for a service time. The time a slot is freed is computed, not measured: a timer that fires late does not lower the
 * capacity, since the next job's service counts from when the slot should have been free, or from when the job came.
 */
export class Stage {
  readonly #capacity: StageCapacity;
  readonly #chance: () => number;
  readonly #now: () => number;
  readonly #queue: Job[] = [];
  #head = 0;
  #inUse = 0;
  /** Of the slots in use, since when each is held, added up. */
  #heldSince = 0;
  #busyMs = 0;
  #done = 0;

  constructor(capacity: StageCapacity, now: () => number, chance: () => number) {
    this.#capacity = capacity;
    this.#now = now;
    this.#chance = chance;
  }

  /** Takes a job in; whoever sends it keeps to the bound of the queue. */
  take(done: () => void): void {
    const job = { since: this.#now(), done };
    if (this.#inUse < this.#capacity.slots) this.#serve(job, job.since);
    else this.#queue.push(job);
  }

  get count(): StageCount {
    return {
      inUse: this.#inUse,
      waiting: this.#queue.length - this.#head,
      busyMs: this.#busyMs + this.#inUse * this.#now() - this.#heldSince,
      done: this.#done,
    };
  }

  #serve(job: Job, from: number): void {
    this.#inUse += 1;
    this.#heldSince += from;
    const service = this.#capacity.serviceMs * (0.8 + 0.4 * this.#chance());
    const freeAt = from + service;
    setTimeout(
      () => {
        this.#inUse -= 1;
        this.#heldSince -= from;
        this.#busyMs += service;
        this.#done += 1;
        job.done();
        const next = this.#next();
        if (next !== null) this.#serve(next, Math.max(freeAt, next.since));
      },
      Math.max(0, freeAt - this.#now()),
    );
  }

  #next(): Job | null {
    const job = this.#queue[this.#head];
    if (job === undefined) return null;
    this.#head += 1;
    // Taking from the front one by one would move all the others each time.
    if (this.#head >= 1024 || this.#head === this.#queue.length) {
      this.#queue.splice(0, this.#head);
      this.#head = 0;
    }
    return job;
  }
}

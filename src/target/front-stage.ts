import type { StageCapacity } from './capacity.ts';
import { Stage } from './stage.ts';

/** A stage in the front itself, beside those of the workers: what it serves is bounded however many workers there are. */
export class FrontStage {
  readonly #capacity: StageCapacity;
  readonly #stage: Stage;

  constructor(capacity: StageCapacity) {
    this.#capacity = capacity;
    this.#stage = new Stage(
      capacity,
      () => performance.now(),
      () => Math.random(),
    );
  }

  /** Resolves when the job is done; null when the queue has no place for it. */
  take(): Promise<void> | null {
    const { inUse, waiting } = this.#stage.count;
    if (inUse + waiting >= this.#capacity.slots + this.#capacity.queue) return null;
    return new Promise((resolve) => {
      this.#stage.take(resolve);
    });
  }

  get inUse(): number {
    return this.#stage.count.inUse;
  }
}

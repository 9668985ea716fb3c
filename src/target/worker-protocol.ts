import type { StageName } from './capacity.ts';
import type { StageCount } from './stage.ts';

/** What the front tells a worker: jobs, each a number and the stage it wants. Many go in one message. */
export interface ToWorker {
  readonly jobs: readonly (readonly [job: number, stage: StageName])[];
}

/** What a worker tells the front: the jobs it has done, or every so often what its stages have done by then. */
export type FromWorker = { readonly done: readonly number[] } | { readonly counts: StageCounts };

export interface StageCounts {
  /** Milliseconds by the worker's own clock: what lies between two counts is exact, however late they are read. */
  readonly at: number;
  readonly stages: Readonly<Record<StageName, StageCount>>;
}

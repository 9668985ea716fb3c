import type { StageName } from './capacity.ts';
import type { StageCount } from './stage.ts';

/** What the front tells a worker: jobs, each a number and the stage it wants. Many go in one message. */
export interface ToWorker {
  readonly jobs: readonly (readonly [job: number, stage: StageName])[];
}

/** What a worker tells the front: the jobs it has done, or every so often what its stages have done. */
export type FromWorker =
  { readonly done: readonly number[] } | { readonly counts: Readonly<Record<StageName, StageCount>> };

import type { Environment } from './environment.ts';
import type { Plan } from './plan.ts';
import type { Problem } from './problem.ts';
import type { Sample } from './sample.ts';
import type { Millis } from './time.ts';

export const engineNames = ['k6', 'autocannon'] as const;
export type EngineName = (typeof engineNames)[number];

/** Open: people keep arriving however slow the service is. Closed: a slow answer delays the next request. */
export type LoadModel = 'open' | 'closed';

/** How a drive ended. `lastWords` is what the engine said at the end, for people. */
export type EngineEnd =
  | { readonly kind: 'completed' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly why: string; readonly lastWords: string };

/** What an engine tells while it drives. The first event is `started`, the last `ended`. */
export type EngineEvent =
  | { readonly kind: 'started'; readonly at: Millis }
  | { readonly kind: 'samples'; readonly samples: readonly Sample[] }
  | { readonly kind: 'said'; readonly line: string }
  | { readonly kind: 'ended'; readonly at: Millis; readonly end: EngineEnd };

/** A process that ends with us, even if we are killed. */
export interface LeashedProcess {
  readonly stdout: AsyncIterable<string | Uint8Array>;
  readonly stderr: AsyncIterable<string | Uint8Array>;
  /** Resolves once the process has ended; never rejects. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  kill(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void;
}

/** Starts a program with its arguments (no shell) so that it ends with us. */
export type SpawnLeashed = (
  program: string,
  args: readonly string[],
  options: { readonly env: Environment; readonly cwd: string },
) => LeashedProcess;

/** What a run lends an engine. */
export interface EngineContext {
  /** A folder of the run's own, for files that do not belong in the journal. */
  readonly scratch: string;
  /** Where samples may be pushed by Prometheus remote write. */
  readonly remoteWriteUrl: string;
  /** By the names templates use after `secret.`; never written to disk. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly spawn: SpawnLeashed;
  readonly now: () => Millis;
  /** Aborted when the load must stop: at once, within a second. */
  readonly stop: AbortSignal;
}

/** What an engine is lent to look for mistakes. */
export type FaultContext = Pick<EngineContext, 'scratch' | 'secrets' | 'spawn' | 'stop'>;

/** A journey that an engine cannot make, and why. */
export interface SkippedJourney {
  readonly journey: string;
  readonly why: string;
}

/** Puts a plan's load on its target. */
export interface Engine {
  readonly name: EngineName;
  readonly version: string;
  readonly model: LoadModel;
  /** Journeys this engine cannot make, each with the reason. */
  skips(plan: Plan): readonly SkippedJourney[];
  /** How many bytes of memory it takes for those who are inside at once: no more than it surely needs. */
  memoryFor(plan: Plan): number;
  /** Mistakes in what a person wrote for this engine itself, found without load. Whatever may be no mistake, or the engine's own failure, is not among them. */
  faults(plan: Plan, context: FaultContext): Promise<readonly Problem[]>;
  /** A sample that the engine pushed, under its engine-neutral name; null for one that says nothing about the load. */
  translate(pushed: Sample, startedAt: Millis): Sample | null;
  /** Drives until the plan is done, `context.stop` is aborted, or the engine fails; failure is an event, not an exception. */
  drive(plan: Plan, context: EngineContext): AsyncIterable<EngineEvent>;
}

import type { Known } from './known.ts';
import type { Person } from './person.ts';
import type { Socket } from './socket.ts';

/**
 * A step made ready once for all who take it, on the socket that they hold open. It is done when it returns nothing; a promise must be awaited. Throws, or
 * rejects with, `JourneyFailed` when the journey cannot go on.
 */
export type Runnable = (person: Person, socket: Socket | null) => Promise<void> | undefined;

/** What all steps of a plan share. */
export interface Surroundings {
  readonly url: string;
  /** Headers of every request, as far as their variables are known by then. */
  readonly common: Readonly<Record<string, string>>;
  readonly known: Known;
  readonly seed: number;
}

import type { Clock } from '../model/clock.ts';
import type { Engine } from '../model/engine.ts';
import type { Fact } from '../model/fact.ts';
import type { Machine } from '../model/machine.ts';
import type { Rehearsal } from '../workspace/workspace.ts';
import type { PeopleSay } from './people/people-desk.ts';

/** What a rehearsal is run with. Everything from outside comes in here: time, chance, environment. */
export interface RehearseOptions {
  readonly rehearsal: Rehearsal;
  readonly engine: Engine;
  /** The folder that holds the runs. */
  readonly runs: string;
  readonly seed: number;
  /** A few letters or digits that tell apart two runs begun in one second. */
  readonly random: string;
  /** How `surgebook` itself is called: program, then arguments. */
  readonly self: readonly [string, ...string[]];
  /** Where the target's start command runs: the workspace. */
  readonly cwd: string;
  readonly clock: Clock;
  /** On what it runs, as its result tells it. */
  readonly machine: Machine;
  /** Aborted when a person interrupts the run: the load stops within a second. */
  readonly stop: AbortSignal;
  /** Whether the playbooks' own actions are taken; without them a run shows what they are worth. */
  readonly actions: boolean;
  /** Null for a run that no person has a part in. */
  readonly people: PeopleOptions | null;
  /** Shows a fact that is on disk. */
  readonly show: (fact: Fact) => void;
}

/** How people take part in a rehearsal. */
export interface PeopleOptions {
  /** What whoever speaks over the run's local interface must know. */
  readonly token: string;
  /** Whether people are simulated by the times that the scenario gives. */
  readonly simulate: boolean;
  /** Handed the desk where people have their say, before the load begins. */
  readonly meet: (people: PeopleSay) => void;
}

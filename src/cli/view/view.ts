import type { Fact } from '../../model/fact.ts';
import type { PeopleSay } from '../../rehearse/people/people-desk.ts';

/** Shows a run to a person as its facts come. */
export interface View {
  show(fact: Fact): void;
  /** People can have their say from now on. */
  meet(people: PeopleSay): void;
  /** Leaves the last picture standing and gives the terminal back. */
  close(): void;
}

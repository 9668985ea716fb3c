import type { Fact } from '../../model/fact.ts';

/** Shows a run to a person as its facts come. */
export interface View {
  show(fact: Fact): void;
  /** Leaves the last picture standing and gives the terminal back. */
  close(): void;
}

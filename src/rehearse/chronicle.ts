import type { Journal } from '../journal/journal.ts';
import type { Fact, Telling, Told } from '../model/fact.ts';

/** Tells facts: each is on disk before anyone is shown it. Frames are not kept in memory, so that a long run stays small. */
export class Chronicle {
  readonly #journal: Journal;
  readonly #show: (fact: Fact) => void;
  #kept: Fact[] = [];

  constructor(journal: Journal, show: (fact: Fact) => void) {
    this.#journal = journal;
    this.#show = show;
  }

  /** Returns the fact as it is written, its secrets masked. */
  tell<T extends Telling>(told: Told<T>): Told<T> {
    const fact = this.#journal.append(told);
    if (fact.fact !== 'frame') this.#kept.push(fact);
    this.#show(fact);
    return fact;
  }

  /** Everything told so far but the frames. */
  get facts(): readonly Fact[] {
    return this.#kept;
  }
}

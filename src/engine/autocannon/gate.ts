/**
 * Lets arrivals in, in their order, each when it is due and there is a place: the closed model. Whoever finds no place waits, and is late.
 * Arrivals are numbered from 0.
 */
export class Gate {
  readonly #places: number;
  readonly #comes: (arrival: number) => boolean;
  #next = 0;
  #inside = 0;

  /** @param comes Whether an arrival happens at all; one that does not takes no place. */
  constructor(places: number, comes: (arrival: number) => boolean) {
    this.#places = places;
    this.#comes = comes;
  }

  /** How many are inside now. */
  get inside(): number {
    return this.#inside;
  }

  get full(): boolean {
    return this.#inside >= this.#places;
  }

  /** Takes in who can come in now that `due` arrivals are due, and tells their numbers. */
  admit(due: number): readonly number[] {
    const admitted: number[] = [];
    for (; this.#next < due && !this.full; this.#next += 1) {
      if (!this.#comes(this.#next)) continue;
      this.#inside += 1;
      admitted.push(this.#next);
    }
    return admitted;
  }

  /** One of those inside has gone. */
  leave(): void {
    this.#inside -= 1;
  }

  /** How many of the arrivals due are still outside. */
  waiting(due: number): number {
    let waiting = 0;
    for (let arrival = this.#next; arrival < due; arrival += 1) if (this.#comes(arrival)) waiting += 1;
    return waiting;
  }
}

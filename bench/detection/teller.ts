/** One side's word whether there is trouble, and how often it has told of some. */
export class Teller {
  #trouble = false;
  #since = 0;
  #times = 0;
  readonly #waiting = new Set<() => void>();

  get times(): number {
    return this.#times;
  }

  /** Whoever says the same again has told nothing. */
  tell(trouble: boolean, at: number): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    this.#since = at;
    if (trouble) this.#times += 1;
    for (const look of [...this.#waiting]) look();
  }

  /** Since when this has been its word; null when it is not within so many milliseconds. */
  until(trouble: boolean, most: number): Promise<number | null> {
    return new Promise((resolve) => {
      const done = (since: number | null): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(since);
      };
      const look = (): void => {
        if (this.#trouble === trouble) done(this.#since);
      };
      const timer = setTimeout(() => done(null), most);
      this.#waiting.add(look);
      look();
    });
  }
}

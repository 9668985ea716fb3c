/** Less than this nobody wonders about. */
const patience = 2000;

/** Tells what is being done, once that has taken so long that somebody wonders. */
export class Slowness {
  readonly #began = performance.now();
  readonly #tell: (line: string) => void;

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  doing(what: string): void {
    if (performance.now() - this.#began > patience) this.#tell(`${what} …`);
  }
}

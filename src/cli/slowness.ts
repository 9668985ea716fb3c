/** Less than this nobody wonders about. */
const patience = 2000;

/** Tells what is being done, once that has taken so long that somebody wonders, and then not more often than somebody would wonder again. */
export class Slowness {
  readonly #tell: (line: string) => void;
  readonly #now: () => number;
  #last: number;

  /** @param now milliseconds since whenever */
  constructor(tell: (line: string) => void, now: () => number = () => performance.now()) {
    this.#tell = tell;
    this.#now = now;
    this.#last = now();
  }

  doing(what: string): void {
    const now = this.#now();
    if (now - this.#last <= patience) return;
    this.#last = now;
    this.#tell(`${what} …`);
  }
}

/** How much of something has been done: `42 %`. */
export const percentOf = (done: number, all: number): string =>
  `${Math.round(Math.min(1, Math.max(0, all > 0 ? done / all : 1)) * 100)} %`;

/** Told beside what the command prints. */
export const slownessOnStderr = (): Slowness => new Slowness((line) => process.stderr.write(`${line}\n`));

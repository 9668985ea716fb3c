/** Where in a file something is wrong. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** How many columns are wrong, for the underline; at least 1. */
  readonly width: number;
}

/** One thing wrong with the input: one clear line, with the place when there is one. */
export interface Problem {
  readonly message: string;
  readonly place: Place | null;
  /** The line of the file that is wrong, as it stands there. */
  readonly excerpt: string | null;
}

/** The input cannot be used. Carries every problem found in one pass; the command that meets it exits with `badInput`. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => problem.message).join('; '));
    this.problems = problems;
  }
}

/** The engine could not be had, could not start, or died; the command that meets it exits with `engineFailed`. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** A problem that has no place in a file: a flag, an argument, a missing program. */
export const problem = (message: string): Problem => ({ message, place: null, excerpt: null });

import { InputError, type Problem } from '../model/problem.ts';

/** What came of reading one thing. */
interface Reading<R> {
  readonly results: readonly R[];
  readonly problems: readonly Problem[];
}

/** So many things are read at once: a disk tells of several in the time of one, and however many there are, few files are open. */
const atOnce = 16;

/**
 * Does each of several things that may find the input wrong, and gives what came of it with everything that was wrong, in the order of the things: one pass
 * tells all. Several are done at once.
 */
export async function gather<T, R>(things: Iterable<T>, read: (thing: T) => Promise<R>): Promise<Reading<R>> {
  const readings: Reading<R>[] = [];
  // Whoever is done takes the next.
  const waiting = [...things].entries();
  const readOn = async (): Promise<void> => {
    for (const [place, thing] of waiting) readings[place] = await readingOf(thing, read);
  };
  await Promise.all(Array.from({ length: atOnce }, readOn));
  return {
    results: readings.flatMap(({ results }) => results),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

async function readingOf<T, R>(thing: T, read: (thing: T) => Promise<R>): Promise<Reading<R>> {
  try {
    return { results: [await read(thing)], problems: [] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { results: [], problems: error.problems };
  }
}

/** @throws InputError when there is any problem, with each once. */
export function refuseProblems(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InputError(distinct(problems));
}

/** Each problem once: several rules may refuse the same thing, and several scenarios use one target. */
export function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((one) => [JSON.stringify(one), one])).values()];
}

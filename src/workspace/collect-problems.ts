import { InputError, type Problem } from '../model/problem.ts';

/** Does each of several things that may find the input wrong, and gives what came of it with everything that was wrong: one pass tells all. */
export async function gather<T, R>(
  things: Iterable<T>,
  read: (thing: T) => Promise<R>,
): Promise<{ readonly results: readonly R[]; readonly problems: readonly Problem[] }> {
  const results: R[] = [];
  const problems: Problem[] = [];
  for (const thing of things) {
    try {
      results.push(await read(thing));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  return { results, problems };
}

/** @throws InputError when there is any problem, with each once. */
export function refuseProblems(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InputError(distinct(problems));
}

/** Each problem once: several rules may refuse the same thing, and several scenarios use one target. */
export function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((one) => [JSON.stringify(one), one])).values()];
}

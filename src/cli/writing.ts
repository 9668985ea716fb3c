import { InputError, problem } from '../model/problem.ts';

/** Writes into a folder, or to a file, that somebody named.
 * @throws InputError in one line when that cannot be done.
 */
export async function writing<T>(named: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError([problem(`${named} cannot be written: ${reasonOf(error)}`)]);
  }
}

/** The words for people, without the name of a system call. */
const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.replace(/, \w+ '/, " '").replace(/\s+/g, ' ') : String(error);

import { existsSync } from 'node:fs';
import { mkdtemp, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { writing } from './writing.ts';

/**
 * Makes sure that folders can be made in a folder that may not be there yet, and leaves it as it was: to learn that once the target runs, or all has been
 * read that is to be written there, would be late.
 * @throws InputError that names what somebody named: this folder, or a file in it.
 */
export async function refuseUnwritable(folder: string, named = folder): Promise<void> {
  await writing(named, async () => {
    let there = resolve(folder);
    while (!existsSync(there)) there = dirname(there);
    if (!(await stat(there)).isDirectory()) throw new Error('it is not a folder');
    await rmdir(await mkdtemp(join(there, '.surgebook-')));
  });
}

import { access, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it that are not there. One after the other: asked to make them all at once, Node never ends on a filesystem that makes
 * none, such as /proc.
 * @throws Error when one cannot be made.
 */
export async function makeFolder(folder: string): Promise<void> {
  const path = resolve(folder);
  const missing: string[] = [];
  for (let above = path; !(await isThere(above)); above = dirname(above)) missing.unshift(above);
  for (const one of missing) await mkdir(one).catch(unlessThere(one));
  // A file of that name is no folder: whoever writes into it would be told so in other words.
  if (!(await stat(path)).isDirectory()) throw new Error('it is not a folder');
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return dirname(path) === path;
  }
}

/** Another may have made it meanwhile. */
const unlessThere =
  (folder: string) =>
  async (error: unknown): Promise<void> => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !(await stat(folder)).isDirectory()) throw error;
  };

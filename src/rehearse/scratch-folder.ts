import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

/** How the names of all scratch folders of this machine begin: containers may share a folder for what is temporary, and number their processes alike. */
const prefix = `surgebook-${hostname()}-`;

/**
 * Lends a scratch folder that nobody else may read, below the folder for what is temporary, and takes it away at the end. Those of processes that were
 * killed are taken away first: they hold the accounts of a plan, and nobody else would.
 */
export async function inScratchFolder<Result>(
  use: (scratch: string) => Promise<Result>,
  below: string = tmpdir(),
): Promise<Result> {
  await clearLeft(below);
  const scratch = await mkdtemp(join(below, `${prefix}${process.pid}-`));
  try {
    return await use(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function clearLeft(below: string): Promise<void> {
  for (const name of await readdir(below)) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(/^(\d+)-/.exec(name.slice(prefix.length))?.[1] ?? process.pid);
    if (isAlive(pid)) continue;
    // What is another user's stays.
    await rm(join(below, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** How the folder begins that holds the home of a process's server. */
export const homePrefix = (pid: number): string => `surgebook-synapse-${pid}-`;

/** Takes away, of a folder for what is temporary, the homes of servers whose process was killed: nobody else would. */
export async function clearLeftHomes(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number(/^surgebook-synapse-(\d+)-/.exec(name)?.[1] ?? process.pid);
    if (isAlive(pid)) continue;
    // What is another user's stays.
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
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

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import type { Capacity } from '../../src/target/capacity.ts';
import { temporaryFolder } from '../setup/temporary-folder.ts';
import { adminToken, loader, officeAt, type Office } from './office.ts';

/** Whether a process is there. */
export const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** A target in a process of its own, with what its tests do with it. */
export interface Front {
  readonly office: Office;
  /** Kills it; resolves with the signal that ended it, once everything that it had started has ended too. */
  readonly kill: () => Promise<unknown>;
}

/** Starts a target in a process of its own, which is gone with the test. */
export async function startFront(capacity: Partial<Capacity>): Promise<Front> {
  const file = join(temporaryFolder(), 'front.mjs');
  const sources = new URL('../../src/target/', import.meta.url).href;
  writeFileSync(
    file,
    `import { startTarget } from '${sources}start.ts';
     import { defaultCapacity } from '${sources}capacity.ts';
     const capacity = { ...defaultCapacity, ...${JSON.stringify(capacity)} };
     const { url } = await startTarget({ host: '127.0.0.1', port: 0, capacity, adminToken: ${JSON.stringify(adminToken)} });
     console.log(url);`,
  );
  // Whatever the front starts shares its standard error: that ends when the last of them has.
  const front = spawn(process.execPath, [...loader, file], { stdio: ['ignore', 'pipe', 'pipe'] });
  const allGone = once(front.stderr.resume(), 'end');
  const kill = async (): Promise<unknown> => {
    front.kill('SIGKILL');
    await allGone;
    return front.signalCode ?? (await once(front, 'exit'))[1];
  };
  onTestFinished(() => {
    front.kill('SIGKILL');
  });
  const [url] = (await once(createInterface({ input: front.stdout }), 'line')) as [string];
  const office = officeAt({
    url,
    close: async () => {
      await kill();
    },
  });
  return { office, kill };
}

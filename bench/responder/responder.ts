import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cores, pinned } from '../process/pinning.ts';

/** How many requests there had been at an instant, in milliseconds of the responder's own clock. */
export interface RequestCount {
  readonly requests: number;
  readonly at: number;
  /** For how long a responder that never sleeps has been answering, in milliseconds. */
  readonly busy: number;
}

/** A process that answers every request alike. */
export interface Responder {
  readonly pid: number;
  readonly url: string;
  count(): Promise<RequestCount>;
  close(): Promise<void>;
}

/**
 * Starts a responder on the core that is not the load generator's. An awake one never sleeps: to wake a sleeping process on another core costs whoever sends to
 * it many microseconds in a virtual machine, and more often the slower the sender is, so that a small difference between two senders would look large.
 */
export async function startResponder(how: 'awake' | 'sleeping'): Promise<Responder> {
  const [program, ...args] = pinned(cores.others, [
    process.execPath,
    ...process.execArgv,
    join(import.meta.dirname, 'serve.ts'),
    `--${how}`,
  ]);
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    pid: child.pid!,
    url: `http://127.0.0.1:${port}`,
    count: async () => {
      const answered = once(child, 'message') as Promise<[RequestCount]>;
      child.send('count');
      return (await answered)[0];
    },
    close: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

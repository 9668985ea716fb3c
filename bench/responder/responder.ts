import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cores, pinned } from '../process/pinning.ts';

/** How many requests there had been at an instant, in milliseconds of the responder's own clock. */
export interface RequestCount {
  readonly requests: number;
  readonly at: number;
}

/** A process that answers every request alike. */
export interface Responder {
  readonly pid: number;
  readonly url: string;
  count(): Promise<RequestCount>;
  close(): Promise<void>;
}

/** Starts a responder on the core that is not the load generator's. */
export async function startResponder(how: 'awake' | 'asleep' = 'asleep'): Promise<Responder> {
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

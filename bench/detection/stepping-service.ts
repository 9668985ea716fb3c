import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A service that takes as long to answer as it is told to. */
export interface SteppingService {
  readonly url: string;
  /** From now on it answers after so many milliseconds; gives since when, by the machine's clock. */
  answerAfter(milliseconds: number): Promise<number>;
  close(): Promise<void>;
}

/** What its process is told. */
export interface Step {
  readonly milliseconds: number;
}

/** What its process tells: first its port, then each step, once it is taken. */
export type ServiceWord = { readonly port: number } | { readonly since: number };

/** Starts such a service in a process of its own, so that neither side's work delays its answers. */
export async function startSteppingService(): Promise<SteppingService> {
  const child = fork(join(import.meta.dirname, 'step.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}`,
    answerAfter: async (milliseconds) => {
      const taken = once(child, 'message') as Promise<[{ since: number }]>;
      child.send({ milliseconds } satisfies Step);
      return (await taken)[0].since;
    },
    close: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

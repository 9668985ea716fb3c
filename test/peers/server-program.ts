import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** A server of somebody else's that runs, with its data in a folder of ours. */
export interface ServerProgram {
  /** Without a slash at the end. */
  readonly url: string;
  /** Ends it; nothing is kept of it. */
  stop(): Promise<void>;
}

/** Whether a program can be run here. */
export const isThere = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** Where it listens, as every server tells that is made with Prometheus' own toolkit. */
const listening = /msg="Listening on".* address=(\S+)/;

/**
 * Starts such a server in a folder, on a free port of the loopback interface, and waits until its log says that it is ready.
 * @throws Error with its log, when it ends before that, or cannot be started.
 */
export async function startServerProgram(
  program: string,
  flags: readonly string[],
  folder: string,
  ready: RegExp,
): Promise<ServerProgram> {
  const server = spawn(program, ['--web.listen-address=127.0.0.1:0', ...flags], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  const address = await new Promise<string>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => {
      reject(new Error(`${program} has ended: ${log}`));
    });
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-20_000);
      const [, found] = listening.exec(log) ?? [];
      if (found !== undefined && ready.test(log)) resolve(found);
    });
  });
  return {
    url: `http://${address}`,
    stop: async () => {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
    },
  };
}

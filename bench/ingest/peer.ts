import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { freePort } from '../../src/synapse/free-port.ts';

/** A process to which samples are pushed by remote write. */
export interface Receiver {
  readonly pid: number;
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts the machine's own Prometheus, which scrapes nothing and only takes what is pushed.
 * @throws Error when there is none.
 */
export async function startPrometheus(folder: string): Promise<Receiver> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'prometheus.yml'), 'global: {}\n');
  const port = await freePort();
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-remote-write-receiver',
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ended = once(child, 'exit');
  await once(child, 'spawn');
  const url = `http://127.0.0.1:${port}`;
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`prometheus ended with ${child.exitCode}`);
    await after(100);
  }
  return {
    pid: child.pid!,
    url: `${url}/api/v1/write`,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/-/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cores, pinned } from '../process/pinning.ts';

/** A load generator that runs. */
export interface Generator {
  /** Its process, once there is one. */
  readonly pid: () => number | null;
  /** Resolves when it has ended well; rejects with what it said last when not. */
  readonly ended: Promise<void>;
}

/** What k6 runs, and with what. */
export interface BareK6 {
  readonly k6: string;
  readonly script: string;
  readonly flags?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** Go uses one core, as it would on a machine of one. */
export const oneCore = { GOMAXPROCS: '1' } as const;

/** Starts k6 on the load generator's core, without any output of its own. */
export function startBareK6({ k6, script, flags = [], env, cwd }: BareK6): Generator {
  const quiet = ['--quiet', '--no-usage-report', '--summary-mode=disabled', '--no-color'];
  const [program, ...args] = pinned(cores.generator, [
    k6,
    ...['run', ...quiet, '--include-system-env-vars', ...flags, script],
  ]);
  const child = spawn(program, args, {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...oneCore, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const ended = once(child, 'close').then(([code]) => {
    if (code !== 0) throw new Error(`k6 exited with ${String(code)}: ${said}`);
  });
  return { pid: () => child.pid ?? null, ended };
}

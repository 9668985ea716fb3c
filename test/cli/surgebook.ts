import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RunResult } from '../../src/rehearse/result.ts';
import { temporaryFolder, writeFiles } from '../setup/temporary-folder.ts';

/** What `npx surgebook` runs. */
export const program = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');

/** A folder of a test's own with these files in it; it goes when the test is over. */
export function workspace(files: Readonly<Record<string, string>> = {}): string {
  const root = temporaryFolder();
  writeFiles(root, files);
  return root;
}

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once what it has printed matches. */
  printed(pattern: RegExp): Promise<void>;
}

/** Starts `surgebook`. It is ended with the test, should it still run. */
export function start(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let stdout = '';
  let stderr = '';
  let look: () => void = () => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    look();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
  return {
    child,
    ended,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        look = () => {
          if (pattern.test(stdout + stderr)) resolve();
        };
        look();
        void ended.then(() => {
          reject(new Error(`it ended and never printed ${String(pattern)}:\n${stdout}\n${stderr}`));
        });
      }),
  };
}

/** Runs `surgebook` to its end. */
export const run = (args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  start(args, cwd, env).ended;

/** What `rehearse --json` prints. */
export type PrintedResult = RunResult;

/** Rehearses with `--json`: the exit code and the one object that was printed. */
export async function rehearse(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly result: PrintedResult; readonly stderr: string }> {
  const { code, stdout, stderr } = await run(['rehearse', ...args, '--json'], cwd, env);
  try {
    return { code, result: JSON.parse(stdout) as PrintedResult, stderr };
  } catch {
    throw new Error(`not one JSON object (exit ${String(code)}):\n${stdout}\n${stderr}`);
  }
}

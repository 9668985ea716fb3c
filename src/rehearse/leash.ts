import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { LeashedProcess, SpawnLeashed } from '../model/engine.ts';

const fromSource = import.meta.url.endsWith('.ts');
const keeper = fileURLToPath(new URL(`./leash-keeper${fromSource ? '.ts' : '.js'}`, import.meta.url));

/** From source the keeper needs the loader that we were started with; built it needs none of our flags, and `-e` would make it run our program again. */
const keeperFlags = (): readonly string[] => (fromSource ? process.execArgv : []);

/** How the program ended, as the keeper tells it. */
export interface KeeperReport {
  readonly code: number | null;
  readonly signal: string | null;
}

/** As shells do for a program that cannot be started. */
const notStarted: KeeperReport = { code: 127, signal: null };

/**
 * Starts a program so that it, and all it starts, end with us. A keeper holds it in a process group of its own, with a pipe from us: when the
 * pipe closes, because we ended or were killed, the keeper kills the group. The group is not the terminal's, so Ctrl-C reaches us alone.
 * When the program ends, so does what it left behind in the group; only what moves to a session of its own escapes.
 */
export const spawnLeashed: SpawnLeashed = (program, args, { env, cwd }) => {
  const child: ChildProcess = spawn(process.execPath, [...keeperFlags(), keeper, cwd, program, ...args], {
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  // The keeper may be gone when we tell it something; its end is what counts.
  child.stdin?.on('error', () => undefined);
  return {
    stdout: untilCut(child.stdout),
    stderr: untilCut(child.stderr),
    ended: endOf(child),
    kill: (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      if (signal === 'SIGKILL') killGroup(child.pid);
      else child.stdin?.write(`${signal}\n`);
    },
  };
};

/** Whoever left the group may hold its pipes open for ever; what comes later than this after its end is not waited for. */
const cutAfterMs = 1000;

function endOf(child: ChildProcess): LeashedProcess['ended'] {
  let report = '';
  const [, , , reports] = child.stdio;
  reports?.on('data', (piece: Buffer) => {
    report += piece.toString();
  });
  return new Promise((resolve) => {
    child.once('error', () => {
      resolve(notStarted);
    });
    child.once('exit', () => {
      // A keeper that was itself killed leaves its program behind; the group goes as one.
      killGroup(child.pid);
      const cut = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, cutAfterMs);
      child.once('close', () => {
        clearTimeout(cut);
      });
    });
    child.once('close', (code, signal) => {
      resolve(report === '' ? { code, signal } : (JSON.parse(report) as KeeperReport));
    });
  });
}

/** What a stream brings until it ends or is cut off. */
async function* untilCut(stream: Readable | null): AsyncGenerator<string | Uint8Array> {
  try {
    if (stream !== null) yield* stream as AsyncIterable<string | Uint8Array>;
  } catch {
    // Cut off: there is no more to come.
  }
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // The group has ended already.
  }
}

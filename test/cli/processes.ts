import { execFileSync } from 'node:child_process';

/** A process of this machine. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function entries(): readonly ProcessEntry[] {
  const text = execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' });
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, state = '', command = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    // A zombie has ended; only its parent has not looked yet.
    return pid === undefined || state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

/** Everything that a process has started, and what that has started. */
export function descendants(of: number): readonly ProcessEntry[] {
  const all = entries();
  const below = (pid: number): readonly ProcessEntry[] =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid)]);
  return below(of);
}

/** Those of these processes that still run. */
export function stillRunning(processes: readonly ProcessEntry[]): readonly ProcessEntry[] {
  const now = new Map(entries().map((entry) => [entry.pid, entry.command]));
  return processes.filter(({ pid, command }) => now.get(pid) === command);
}

/** Resolves with how long it took, in milliseconds, until none of these processes runs any more. */
export async function allGone(processes: readonly ProcessEntry[]): Promise<number> {
  const from = performance.now();
  while (stillRunning(processes).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  return performance.now() - from;
}

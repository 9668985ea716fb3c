import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

export type Command = readonly [program: string, ...args: string[]];

/** The load generator has a core of its own; all that serves and watches it has the other. */
export const cores = { generator: 0, others: 1 } as const;

/** Whether a process can be kept on one core here. Every core counts, also those on which this process itself may not run. */
export const canPin: boolean = cpus().length >= 2 && spawnSync('taskset', ['--version']).status === 0;

/** A command that runs on one core alone, where that can be had; it keeps its process id. */
export const pinned = (core: number, command: Command): Command =>
  canPin ? ['taskset', '--cpu-list', String(core), ...command] : command;

import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os';
import type { Machine } from '../model/machine.ts';

/** Asks the operating system on what this process runs. Of its version only the figures are told: who builds a system may have put a name behind them. */
export function thisMachine(surgebook: string): Machine {
  const [version = ''] = /^[\d.]*/.exec(release()) ?? [];
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    memory: memoryText(memoryBytes()),
    system: [type(), version, arch()].filter((part) => part !== '').join(' '),
    node: process.versions.node,
    surgebook,
  };
}

/** So many bytes as people read memory. */
export const memoryText = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/** How much memory this process may take, in bytes. Where nothing bounds it, its bound is told as zero, or as more than there is. */
export function memoryBytes(): number {
  const bound = process.constrainedMemory();
  return bound > 0 ? Math.min(bound, totalmem()) : totalmem();
}

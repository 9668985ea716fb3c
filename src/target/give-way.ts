import type { ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/** To start takes processor time, at the very moment when the machine has least to spare: the front, which people feel, goes first. */
export function giveWay({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has ended already, and its exit will tell.
  }
}

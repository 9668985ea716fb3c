import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A run by its folder, or by its name in the folder of runs; absolute. Whether it is there is told by whoever reads it. */
export const runFolder = (run: string, runs: string): string =>
  existsSync(run) ? resolve(run) : resolve(join(runs, run));

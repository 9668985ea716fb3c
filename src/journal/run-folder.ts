import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ScenarioId } from '../model/id.ts';
import type { Millis } from '../model/time.ts';
import { makeFolder } from './make-folder.ts';

/** A run's folder: anyone can copy it, diff it and read it. Paths inside it are relative to it. */
export interface RunFolder {
  /** The run's name, which is the folder's. */
  readonly run: string;
  readonly path: string;
  /** Writes a file whole or not at all; it is on disk when this returns. */
  write(file: string, content: string): void;
}

/** Makes `<runs>/<date-time>-<scenario>-<random>/`; the time is UTC. `random` is a short text that tells two runs of a second apart. */
export async function makeRunFolder(
  runs: string,
  scenario: ScenarioId,
  startedAt: Millis,
  random: string,
): Promise<RunFolder> {
  const time = new Date(startedAt).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const run = `${time}-${scenario}-${random}`;
  const path = join(runs, run);
  await makeFolder(path);
  const made = new Set<string>();
  return {
    run,
    path,
    write: (file, content) => {
      const folder = dirname(join(path, file));
      if (!made.has(folder)) mkdirSync(folder, { recursive: true });
      made.add(folder);
      writeWhole(join(path, file), content);
    },
  };
}

/** Small files, and people waiting for them: a write that is handed to other threads takes five times as long as one that is simply made. */
function writeWhole(file: string, content: string): void {
  const half = `${file}.part`;
  try {
    writeFileSync(half, content);
    renameSync(half, file);
  } catch (error) {
    rmSync(half, { force: true });
    throw error;
  }
}

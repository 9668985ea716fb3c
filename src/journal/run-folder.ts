import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ScenarioId } from '../model/id.ts';
import type { Millis } from '../model/time.ts';

/** A run's folder: anyone can copy it, diff it and read it. Paths inside it are relative to it. */
export interface RunFolder {
  /** The run's name, which is the folder's. */
  readonly run: string;
  readonly path: string;
  /** Writes a file whole or not at all. */
  write(file: string, content: string): Promise<void>;
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
  await mkdir(path, { recursive: true });
  return { run, path, write: (file, content) => writeWhole(join(path, file), content) };
}

async function writeWhole(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const half = `${file}.part`;
  try {
    await writeFile(half, content);
    await rename(half, file);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
}

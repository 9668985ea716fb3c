import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { exportedFiles } from '../../src/export/prometheus/files.ts';
import type { Judged } from '../../src/export/prometheus/rules.ts';
import { temporaryFolder, writeFiles } from '../setup/temporary-folder.ts';

/** Whether there is no promtool on somebody's own machine. In a pipeline there must be one. */
export const withoutPromtool =
  process.env['CI'] === undefined && spawnSync('promtool', ['--version']).error !== undefined;

/** How promtool ended, and all that it printed. */
export interface Ended {
  readonly code: number;
  readonly printed: string;
}

/** Runs promtool in a folder. */
export const promtool = (folder: string, ...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve, reject) => {
    execFile('promtool', [...args], { cwd: folder }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, printed: `${stdout}${stderr}` });
      else reject(error ?? new Error('promtool gave no exit code'));
    });
  });

/** The files of an export by their names. */
export const filesOf = (judged: Judged): Readonly<Record<string, string>> =>
  Object.fromEntries(exportedFiles(judged).map(({ name, text }) => [name, text]));

/** Writes files to a folder of the test's own, and gives the folder. */
export function written(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  return folder;
}

/** An export in a folder of the test's own. */
export const exported = (judged: Judged): string => written(filesOf(judged));

export const root = join(import.meta.dirname, '..', '..');

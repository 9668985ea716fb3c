import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError, problem } from '../model/problem.ts';
import type { NoticeFile } from '../notice/file.ts';

/** Writes files into a folder, which is made if it is not there.
 * @throws InputError when the folder cannot be written.
 */
export async function writeFilesIn(folder: string, files: readonly NoticeFile[]): Promise<void> {
  try {
    for (const { path, content } of files) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
  } catch (error) {
    throw new InputError([
      problem(`${folder} cannot be written: ${error instanceof Error ? error.message : String(error)}`),
    ]);
  }
}

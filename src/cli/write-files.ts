import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NoticeFile } from '../notice/file.ts';
import { makeFolder } from '../journal/make-folder.ts';
import { writing } from './writing.ts';

/** Writes files into a folder, which is made if it is not there.
 * @throws InputError when the folder cannot be written.
 */
export async function writeFilesIn(folder: string, files: readonly NoticeFile[]): Promise<void> {
  await writing(folder, async () => {
    const made = new Set<string>();
    for (const { path, content } of files) {
      const file = join(folder, path);
      if (!made.has(dirname(file))) await makeFolder(dirname(file));
      made.add(dirname(file));
      // A book has thousands: each by way of the thread pool would take several times as long.
      writeFileSync(file, content);
    }
  });
}

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The folder of the package. */
export const root = join(import.meta.dirname, '..', '..');

/** A file that ships. */
export interface ShippedFile {
  readonly file: string;
  readonly text: string;
}

/** The files with an ending below the folders that hold what ships. */
export function shippedFiles(ending: string): readonly ShippedFile[] {
  return ['scenarios', 'playbooks'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(ending))
      .sort()
      .map((name) => join(root, folder, name))
      .map((path) => ({ file: relative(root, path), text: readFileSync(path, 'utf8') })),
  );
}

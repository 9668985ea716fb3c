import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { InputError, problem } from '../model/problem.ts';
import { problemAt, type SourceFile } from './source-file.ts';
import { parseYaml, type YamlFile } from './yaml-file.ts';

/** Where a workspace's files are: the person's own folder, and the shipped library behind it. What is in the first hides its like in the second. */
export interface Folders {
  readonly root: string;
  readonly shipped: string;
}

/** A file in one of the folders. */
export interface Found {
  /** Absolute. */
  readonly path: string;
  readonly yaml: YamlFile;
}

/** A file that people write is far shorter; one that is not was not written for us. */
const mostWritten = 1 << 18;

/**
 * Reads a text file that must be there, in UTF-8; a mark of the byte order at its start is left out.
 * @throws InputError also for a file that is longer than anything of its kind: it is not read.
 */
export async function readSource(path: string, root: string, mostBytes = mostWritten): Promise<SourceFile> {
  const file = shownPath(path, root);
  try {
    const found = await stat(path);
    if (!found.isFile())
      throw new InputError([
        problem(`${file}: is ${found.isDirectory() ? 'a folder, not a file' : 'no ordinary file'}`),
      ]);
    if (found.size > mostBytes) {
      const place = { file, line: 1, column: 1, width: 1 };
      throw new InputError([
        { message: `the file has ${found.size} bytes; at most ${mostBytes} are read`, place, excerpt: null },
      ]);
    }
    return decode(await readFile(path), file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError([problem(`${file}: ${readFailure(error)}`)]);
  }
}

/** Text in another encoding would reach its readers as something else, without a word. */
function decode(bytes: Buffer, file: string): SourceFile {
  try {
    return { file, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const text = bytes.toString('utf8');
    const start = text.indexOf('\ufffd');
    throw new InputError([
      problemAt({ file, text }, 'not UTF-8 from here on; save the file as UTF-8', { start, end: start + 1 }),
    ]);
  }
}

/** A file as people are shown it: relative to where they are. */
export const shownPath = (path: string, root: string): string => relative(root, path) || path;

function readFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
  if (code === 'EACCES') return 'may not be read';
  return error instanceof Error ? error.message : String(error);
}

/** @throws InputError */
export async function readYaml(path: string, root: string): Promise<Found> {
  return { path, yaml: parseYaml(await readSource(path, root)) };
}

export async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** The first of these files that is there; null when none is. */
export async function firstFile(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) if (await isFile(path)) return path;
  return null;
}

/** A file of the workspace, or else of the library, by its path in either; null when neither has it. */
export const layeredFile = ({ root, shipped }: Folders, path: string): Promise<string | null> =>
  firstFile([join(root, path), join(shipped, path)]);

/** The names in a folder of the workspace and of the library, and where each is to be had; none for a folder that is not there. */
export async function namesIn(folders: Folders, folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const base of [folders.shipped, folders.root]) {
    for (const name of await listing(join(base, folder))) found.set(name, join(base, folder, name));
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function listing(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

/**
 * A file that another names beside itself: it must stay in that one's folder.
 * @throws InputError
 */
export async function besideFile(by: Found, at: readonly PropertyKey[], name: string): Promise<string> {
  const folder = dirname(by.path);
  const path = resolve(folder, name);
  if (leadsOut(relative(folder, path))) {
    throw new InputError([by.yaml.problem(at, `"${name}" leads out of the folder of this file`)]);
  }
  if (!(await isFile(path))) throw new InputError([by.yaml.problem(at, `there is no file "${name}" beside this one`)]);
  return path;
}

const leadsOut = (path: string): boolean => path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);

import { copyFile, readdir } from 'node:fs/promises';
import { constants } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { exitCode, type ExitCode } from '../model/exit-code.ts';
import { packageRoot } from './installation.ts';
import { makeFolder } from '../journal/make-folder.ts';
import { writing } from './writing.ts';

/** What the command was asked for. */
export interface InitFlags {
  readonly json?: true;
}

/** What became of a file. */
interface Written {
  readonly file: string;
  readonly outcome: 'made' | 'kept' | 'renewed';
}

/**
 * `surgebook init [folder]`: writes what a workspace begins with. A file that is there is somebody's and stays; only the schemas, which are ours, are
 * renewed, so that it may be called again after an upgrade.
 * @throws InputError when the folder cannot be written.
 */
export async function makeWorkspace(folder: string, { json }: InitFlags): Promise<ExitCode> {
  const beginning = join(packageRoot, 'workspace');
  const schemas = join(packageRoot, 'schema');
  const written = await writing(folder, async () => [
    ...(await Promise.all((await filesIn(beginning)).map((file) => begin(beginning, file, folder)))),
    ...(await Promise.all((await filesIn(schemas)).map((file) => renew(schemas, file, join(folder, 'schema'))))),
  ]);
  const shown = written.map(({ file, outcome }) => ({ file: relative('.', file) || file, outcome }));
  if (json) process.stdout.write(`${JSON.stringify({ files: shown })}\n`);
  else process.stdout.write(shown.map(({ file, outcome }) => `${outcome.padEnd(8)}${file}\n`).join(''));
  return exitCode.expected;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** A package manager leaves a file named `.gitignore` out of what it publishes. */
const nameIn = (file: string): string => (file === 'gitignore' ? '.gitignore' : file);

async function begin(from: string, file: string, folder: string): Promise<Written> {
  const to = join(folder, nameIn(file));
  await makeFolder(dirname(to));
  try {
    await copyFile(join(from, file), to, constants.COPYFILE_EXCL);
    return { file: to, outcome: 'made' };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return { file: to, outcome: 'kept' };
  }
}

async function renew(from: string, file: string, folder: string): Promise<Written> {
  const to = join(folder, file);
  await makeFolder(dirname(to));
  await copyFile(join(from, file), to);
  return { file: to, outcome: 'renewed' };
}

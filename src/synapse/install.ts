import { spawn } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { InputError, problem } from '../model/problem.ts';
import { synapseVersion, type SynapsePlace } from './release.ts';

/** Tells people of what takes a while, a line at a time. */
export type Progress = (line: string) => void;

/** How often an installation says that it goes on. */
const tellEveryMs = 5000;

/**
 * Installs Synapse into a virtual environment of its own, unless it is there. It is put in place whole, so that one that is interrupted leaves
 * nothing broken.
 * @throws InputError when there is no Python that can do it; Error when pip fails.
 */
export async function installSynapse({ folder, python }: SynapsePlace, progress: Progress): Promise<void> {
  if (await isThere(python)) return;
  await mkdir(folder, { recursive: true });
  const workshop = await mkdtemp(join(folder, 'install-'));
  try {
    const environment = join(workshop, 'environment');
    await makeEnvironment(environment);
    progress(`installing Matrix Synapse ${synapseVersion} with pip, once: about a minute, 250 MB`);
    await pipInstall(join(environment, 'bin', 'python'), progress);
    await putInPlace(environment, join(folder, 'environment'));
    progress(`installed ${folder}`);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

export const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Somebody else may have been quicker: then theirs is as good. */
export async function putInPlace(made: string, place: string): Promise<void> {
  try {
    await rename(made, place);
  } catch (error) {
    if (!(await isThere(place))) throw error;
  }
}

async function makeEnvironment(environment: string): Promise<void> {
  const { code, last } = await run('python3', ['-m', 'venv', environment], () => undefined);
  if (code === 'not-found') {
    throw new InputError([problem('Matrix Synapse needs Python 3.10 or newer: there is no python3 on the PATH')]);
  }
  if (code === 0) return;
  throw new InputError([
    problem(`python3 made no virtual environment (Debian has what it needs in python3-venv): ${last}`),
  ]);
}

async function pipInstall(python: string, progress: Progress): Promise<void> {
  let packages = 0;
  const telling = setInterval(() => {
    progress(`fetched ${packages} packages …`);
  }, tellEveryMs);
  const flags = ['--no-input', '--disable-pip-version-check', '--prefer-binary'];
  try {
    const wanted = `matrix-synapse==${synapseVersion}`;
    const { code, last } = await run(python, ['-m', 'pip', 'install', ...flags, wanted], (line) => {
      if (line.startsWith('Collecting ')) packages += 1;
    });
    if (code !== 0) throw new Error(`pip could not install ${wanted}: ${last}`);
  } finally {
    clearInterval(telling);
  }
}

interface Ran {
  readonly code: number | 'not-found';
  /** The last line it said. */
  readonly last: string;
}

function run(program: string, args: readonly string[], said: (line: string) => void): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let last = '';
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        if (line.trim() === '') return;
        last = line.trim();
        said(line);
      });
    }
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve({ code: 'not-found', last });
      else reject(error);
    });
    child.once('close', (code) => {
      resolve({ code: code ?? 1, last });
    });
  });
}

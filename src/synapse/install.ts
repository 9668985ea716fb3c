import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { SpawnLeashed } from '../model/engine.ts';
import { InputError, problem } from '../model/problem.ts';
import { synapseVersion, type SynapsePlace } from './release.ts';

/** Tells people of what takes a while, a line at a time. */
export type Progress = (line: string) => void;

/** What an installation is done with. */
export interface InstallContext {
  readonly spawn: SpawnLeashed;
  readonly progress: Progress;
  /** Aborted when nobody wants it any more: what was begun is taken away again. */
  readonly stop: AbortSignal;
}

/** How often an installation says that it goes on. */
const tellEveryMs = 5000;

/**
 * Installs Synapse into a virtual environment of its own, unless it is there. It is put in place whole, so that one that is interrupted leaves
 * nothing broken.
 * @throws InputError when there is no Python that can do it; Error when pip fails.
 */
export async function installSynapse({ folder, python }: SynapsePlace, context: InstallContext): Promise<void> {
  const { progress } = context;
  if (await isThere(python)) return;
  await mkdir(folder, { recursive: true });
  const workshop = await mkdtemp(join(folder, 'install-'));
  try {
    const environment = join(workshop, 'environment');
    await makeEnvironment(environment, context);
    progress(`installing Matrix Synapse ${synapseVersion} with pip, once: about a minute, 250 MB`);
    await pipInstall(join(environment, 'bin', 'python'), context);
    // One whose Python is gone, with the system's own, would stand in the way.
    if (!(await isThere(python))) await rm(join(folder, 'environment'), { recursive: true, force: true });
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

async function makeEnvironment(environment: string, context: InstallContext): Promise<void> {
  const { code, last } = await run('python3', ['-m', 'venv', environment], context, () => undefined);
  context.stop.throwIfAborted();
  if (code === notFound) {
    throw new InputError([problem('Matrix Synapse needs Python 3.10 or newer: there is no python3 on the PATH')]);
  }
  if (code === 0) return;
  throw new InputError([
    problem(`python3 made no virtual environment (Debian has what it needs in python3-venv): ${last}`),
  ]);
}

async function pipInstall(python: string, context: InstallContext): Promise<void> {
  let packages = 0;
  const telling = setInterval(() => {
    context.progress(`fetched ${packages} packages …`);
  }, tellEveryMs);
  const flags = ['--no-input', '--disable-pip-version-check', '--prefer-binary'];
  try {
    const wanted = `matrix-synapse==${synapseVersion}`;
    const { code, last } = await run(python, ['-m', 'pip', 'install', ...flags, wanted], context, (line) => {
      if (line.startsWith('Collecting ')) packages += 1;
    });
    context.stop.throwIfAborted();
    if (code !== 0) throw new Error(`pip could not install ${wanted}: ${last}`);
  } finally {
    clearInterval(telling);
  }
}

/** As shells say that there is no such program. */
const notFound = 127;

interface Ran {
  readonly code: number;
  /** The last line it said. */
  readonly last: string;
}

async function run(
  program: string,
  args: readonly string[],
  { spawn, stop }: InstallContext,
  said: (line: string) => void,
): Promise<Ran> {
  const child = spawn(program, args, { env: process.env, cwd: process.cwd() });
  const end = (): void => {
    child.kill('SIGKILL');
  };
  stop.addEventListener('abort', end, { once: true });
  let last = '';
  const listen = async (stream: AsyncIterable<string | Uint8Array>): Promise<void> => {
    for await (const line of createInterface({ input: Readable.from(stream) })) {
      if (line.trim() === '') continue;
      last = line.trim();
      said(line);
    }
  };
  const [{ code }] = await Promise.all([child.ended, listen(child.stdout), listen(child.stderr)]);
  stop.removeEventListener('abort', end);
  return { code: code ?? 1, last };
}

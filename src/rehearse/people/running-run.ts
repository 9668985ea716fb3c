import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InputError, problem } from '../../model/problem.ts';
import type { LocalState } from './local-api.ts';
import { localApiAddressSchema, localApiFile, type LocalApiAddress } from './open-to-people.ts';

/** What became of a word: null where it was taken, else why it cannot be so now. */
export interface WordAnswered {
  readonly refused: string | null;
}

/** A rehearsal that another process is running, and that can be spoken to. */
export interface RunningRun {
  readonly run: string;
  /** As it stood when it was found. */
  readonly state: LocalState;
  /**
   * Says something: a path of the run's local interface, and its body.
   * @throws InputError of what is not there or cannot be read, and when the run has ended
   */
  say(path: string, body: object): Promise<WordAnswered>;
}

/** Longer than this a rehearsal that lives does not take, however busy it is. */
const patienceMs = 10_000;

/**
 * The one rehearsal of a folder of runs that is running.
 * @throws InputError when there is none, or more than one
 */
export async function theRunningRun(runs: string): Promise<RunningRun> {
  const folders = existsSync(runs) ? readdirSync(runs).map((name) => join(runs, name)) : [];
  // A run that was killed has left its address behind, where nobody listens.
  const spoken = await Promise.all(folders.filter((folder) => existsSync(join(folder, localApiFile))).map(speakTo));
  const [one, ...more] = spoken.filter((running) => running !== null);
  if (one === undefined) throw new InputError([problem(`no rehearsal is running in ${runs}`)]);
  if (more.length === 0) return one;
  const names = [one, ...more].map(({ run }) => run).sort();
  throw new InputError([problem(`${names.length} rehearsals are running: say which with --run: ${names.join(', ')}`)]);
}

/**
 * The run of this folder.
 * @throws InputError when it is not running
 */
export async function runningRun(folder: string): Promise<RunningRun> {
  if (!existsSync(folder)) throw new InputError([problem(`there is no run ${folder}`)]);
  const running = await speakTo(folder);
  if (running === null) throw notRunning(basename(folder));
  return running;
}

const notRunning = (run: string): InputError => new InputError([problem(`${run} is not running`)]);

/** Null where nobody answers as a run does: it has ended, or its port is another's by now. */
async function speakTo(folder: string): Promise<RunningRun | null> {
  const address = addressIn(folder);
  if (address === null) return null;
  const run = basename(folder);
  const state = await stateAt(address);
  if (state === null) return null;
  return { run, state, say: async (path, body) => wordAnswered(await ask(address, path, body), run) };
}

function addressIn(folder: string): LocalApiAddress | null {
  try {
    return localApiAddressSchema.parse(JSON.parse(readFileSync(join(folder, localApiFile), 'utf8')));
  } catch {
    return null;
  }
}

/** What was answered; null where nobody did, or not in JSON. */
interface Told {
  readonly status: number;
  readonly body: unknown;
}

async function ask({ url, token }: LocalApiAddress, path: string, body: object | null): Promise<Told | null> {
  try {
    const response = await fetch(`${url}${path}`, {
      method: body === null ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: body === null ? null : JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    return { status: response.status, body: await response.json() };
  } catch {
    return null;
  }
}

async function stateAt(address: LocalApiAddress): Promise<LocalState | null> {
  const told = await ask(address, '/state', null);
  return told?.status === 200 && isState(told.body) ? told.body : null;
}

const isState = (body: unknown): body is LocalState =>
  typeof body === 'object' &&
  body !== null &&
  'incidents' in body &&
  Array.isArray(body.incidents) &&
  'steps' in body &&
  Array.isArray(body.steps);

function wordAnswered(told: Told | null, run: string): WordAnswered {
  if (told === null) throw notRunning(run);
  if (told.status === 200) return { refused: null };
  const why = whyIn(told.body);
  if (told.status === 409) return { refused: why };
  if (told.status === 400 || told.status === 404) throw new InputError([problem(why)]);
  throw new Error(`${run} answered with ${told.status}: ${why}`);
}

const whyIn = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : 'it did not say why';

import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { isAborted } from '../model/aborted.ts';
import type { SpawnLeashed } from '../model/engine.ts';
import { InputError, problem } from '../model/problem.ts';
import type { TargetProfile } from '../model/target-profile.ts';
import { commandOf, type Self } from './target-command.ts';

export interface PreparationContext {
  readonly spawn: SpawnLeashed;
  readonly self: Self;
  readonly cwd: string;
  readonly stop: AbortSignal;
  /** Shows a line of what the command says. */
  readonly progress: (line: string) => void;
}

/** What was begun may take so long to be put in order before it is ended. */
const endGraceMs = 1000;

/**
 * Runs what a profile wants to be done before its target is started, to its end (or until `stop` is aborted), however long that takes.
 * @throws InputError with its last words, when it does not end well.
 */
export async function prepareTarget({ id, prepare }: TargetProfile, context: PreparationContext): Promise<void> {
  const { spawn, self, cwd, stop, progress } = context;
  if (prepare === undefined || stop.aborted) return;
  const [program, ...args] = commandOf(prepare, self);
  const child = spawn(program, args, { env: process.env, cwd });
  let ending: NodeJS.Timeout | undefined;
  const end = (): void => {
    child.kill('SIGTERM');
    ending = setTimeout(() => {
      child.kill('SIGKILL');
    }, endGraceMs);
  };
  stop.addEventListener('abort', end, { once: true });
  let last = '';
  const show = async (said: AsyncIterable<string | Uint8Array>): Promise<void> => {
    for await (const line of createInterface({ input: Readable.from(said) })) {
      if (line.trim() === '') continue;
      last = line.trim();
      progress(line);
    }
  };
  const [{ code, signal }] = await Promise.all([child.ended, show(child.stdout), show(child.stderr)]);
  stop.removeEventListener('abort', end);
  clearTimeout(ending);
  if (code === 0 || isAborted(stop)) return;
  const how = signal ?? `exit code ${String(code)}`;
  const words = last === '' ? '' : `: ${last}`;
  throw new InputError([problem(`the target ${id} could not be prepared: "${prepare}" ended with ${how}${words}`)]);
}

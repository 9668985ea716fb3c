import { vi } from 'vitest';
import { callSurgebook } from '../../src/cli/call.ts';
import type { Ended } from './surgebook.ts';

/**
 * Does what `surgebook` does with these arguments, in this process: what is printed and the exit code are the program's, without the second that starting it
 * takes. One at a time: the folder and the streams are the whole process's. Each command is started for itself, too, where its file says so.
 */
export async function call(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { stream: out, said: stdout } = overheard(process.stdout);
  const { stream: err, said: stderr } = overheard(process.stderr);
  const here = process.cwd();
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  process.chdir(cwd);
  process.exitCode = undefined;
  try {
    await callSurgebook(args);
    return { code: codeLeft(), stdout: stdout.join(''), stderr: stderr.join('') };
  } finally {
    process.exitCode = undefined;
    process.chdir(here);
    vi.unstubAllEnvs();
    out.mockRestore();
    err.mockRestore();
  }
}

/** Node ends with 0 where nothing was left. */
const codeLeft = (): number => Number(process.exitCode ?? 0);

/** Listens to what is written to a stream, which says nothing meanwhile. */
function overheard(of: NodeJS.WriteStream) {
  const said: string[] = [];
  const stream = vi.spyOn(of, 'write').mockImplementation((text: string | Uint8Array) => {
    said.push(typeof text === 'string' ? text : Buffer.from(text).toString('utf8'));
    return true;
  });
  return { stream, said };
}

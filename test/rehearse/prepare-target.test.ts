import { describe, expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { targetProfileSchema } from '../../src/model/target-profile.ts';
import { spawnLeashed } from '../../src/rehearse/leash.ts';
import { prepareTarget } from '../../src/rehearse/prepare-target.ts';
import { temporaryFolder } from '../setup/temporary-folder.ts';

// The leash's keeper is started from source here, and so needs what loads it.
process.execArgv.push('--import', import.meta.resolve('tsx'));

const profileOf = (prepare?: string) =>
  targetProfileSchema.parse({ version: 1, id: 'one', url: 'http://127.0.0.1:1', signals: {}, prepare });

/** Prepares a target by a program of this text, called as `command` says; gives what was shown. */
async function prepared(program: string, command = 'surgebook two'): Promise<readonly string[]> {
  const folder = temporaryFolder();
  const file = join(folder, 'program.mjs');
  writeFileSync(file, program);
  const shown: string[] = [];
  const stop = new AbortController();
  await prepareTarget(profileOf(command), {
    spawn: spawnLeashed,
    self: [process.execPath, file],
    cwd: folder,
    stop: stop.signal,
    progress: (line) => {
      shown.push(line);
      if (line === 'stop me') stop.abort();
    },
  });
  return shown;
}

describe('what a profile prepares', () => {
  it('is run to its end, in the workspace, and all it says is shown', async () => {
    const lines = await prepared(
      `console.error('fetching'); setTimeout(() => console.log(process.argv[2] + ' ' + (process.cwd() === import.meta.dirname)), 5);`,
    );
    expect(lines).toEqual(['fetching', 'two true']);
  });

  it('is told with its last words when it does not end well', async () => {
    await expect(
      prepared(`console.log('one'); console.error('there is no python3'); process.exitCode = 2;`),
    ).rejects.toThrow(
      'the target one could not be prepared: "surgebook two" ended with exit code 2: there is no python3',
    );
  });

  it('that is not there is told of', async () => {
    await expect(prepared('', 'no-such-program')).rejects.toThrow(
      /"no-such-program" ended with exit code 127: .*ENOENT/,
    );
  });

  it('ends when the run is interrupted, and that is no failure', async () => {
    expect(await prepared(`console.log('stop me'); setInterval(() => undefined, 1000);`)).toEqual(['stop me']);
  });

  it('may be nothing', async () => {
    const never = (): never => {
      throw new Error('nothing is to be started');
    };
    const context = { spawn: never, self: ['x'] as const, cwd: '.', stop: new AbortController().signal };
    await expect(prepareTarget(profileOf(), { ...context, progress: never })).resolves.toBeUndefined();
  });
});

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, rmSync, writeFileSync, type ReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { LeashedProcess } from '../../src/model/engine.ts';
import { spawnLeashed } from '../../src/rehearse/leash.ts';

// The keeper is started from source here, and so needs what loads it.
const loader = ['--import', import.meta.resolve('tsx')];
process.execArgv.push(...loader);

const folder = mkdtempSync(join(tmpdir(), 'leash-'));
const started: (LeashedProcess | ChildProcess)[] = [];
const lifelines: ReadStream[] = [];

afterEach(() => {
  for (const one of started.splice(0)) one.kill('SIGKILL');
  for (const stream of lifelines.splice(0)) stream.destroy();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A named pipe that a process and whatever it starts hold open: it ends when the last of them has ended. */
interface Lifeline {
  readonly path: string;
  readonly lines: AsyncIterator<string>;
  readonly allGone: Promise<unknown>;
}

let lifelineCount = 0;
function lifeline(): Lifeline {
  lifelineCount += 1;
  const path = join(folder, `lifeline-${lifelineCount}`);
  execFileSync('mkfifo', [path]);
  const stream = createReadStream(path);
  lifelines.push(stream);
  return {
    path,
    lines: createInterface({ input: stream })[Symbol.asyncIterator](),
    allGone: once(stream, 'end'),
  };
}

const leashed = (program: string, args: readonly string[], env: Record<string, string> = {}, cwd = '.') => {
  const child = spawnLeashed(program, args, { env: { PATH: process.env['PATH'], ...env }, cwd });
  started.push(child);
  return child;
};

/** A shell program whose `$0` is the lifeline. */
const shell = (program: string, { path }: { path: string } = { path: 'sh' }): LeashedProcess =>
  leashed('sh', ['-c', program, path]);

/** Another process that holds a shell program on a leash, as we could, and that can be killed. */
function holderOf(program: string, { path }: Lifeline): ChildProcess {
  const file = join(folder, 'holder.mjs');
  writeFileSync(
    file,
    `import { spawnLeashed } from ${JSON.stringify(new URL('../../src/rehearse/leash.ts', import.meta.url).href)};
     const { stdout } = spawnLeashed('sh', ['-c', ...process.argv.slice(2)], { env: process.env, cwd: '.' });
     for await (const _ of stdout);`,
  );
  const holder = spawn(process.execPath, [...loader, file, program, path], { stdio: ['ignore', 'ignore', 'inherit'] });
  started.push(holder);
  return holder;
}

async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const next = await lines.next();
  if (next.done === true) throw new Error('it ended before it said anything');
  return next.value;
}

const linesOf = ({ stdout }: LeashedProcess): AsyncIterator<string> =>
  (async function* () {
    let rest = '';
    for await (const piece of stdout) {
      const lines = (rest + Buffer.from(piece).toString()).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  })();

describe('a leashed program', () => {
  it.each([0, 3, 130, 255])('passes its exit code on: %i', async (code) => {
    expect(await shell(`exit ${code}`).ended).toEqual({ code, signal: null });
  });

  it.each(['TERM', 'INT', 'KILL', 'SEGV'])('passes on that a signal ended it: %s', async (signal) => {
    expect(await shell(`kill -${signal} $$`).ended).toEqual({ code: null, signal: `SIG${signal}` });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('is ended by %s', async (signal) => {
    const program = leashed('sleep', ['1000']);
    program.kill(signal);
    expect(await program.ended).toEqual({ code: null, signal });
  });

  it('is handed its arguments, its folder and nothing but the environment it was given', async () => {
    const args = ['a b', '"quoted"', '$HOME', ''];
    const print =
      'console.log(JSON.stringify({ args: process.argv.slice(1), cwd: process.cwd(), env: process.env }));console.error("aside")';
    const program = leashed(process.execPath, ['-e', print, '--', ...args], { ONLY: 'this' }, tmpdir());
    const [stdout, stderr] = await Promise.all([text(program.stdout), text(program.stderr)]);
    expect(JSON.parse(stdout)).toEqual({ args, cwd: tmpdir(), env: { PATH: process.env['PATH'], ONLY: 'this' } });
    expect(stderr).toBe('aside\n');
  });

  it('has all it said delivered, however much, before it counts as ended', async () => {
    const program = leashed(process.execPath, ['-e', 'process.stdout.write("x".repeat(3_000_000))']);
    const [said, ended] = await Promise.all([text(program.stdout), program.ended]);
    expect({ length: said.length, ...ended }).toEqual({ length: 3_000_000, code: 0, signal: null });
  });

  it('that ignores SIGTERM goes on until it is killed', async () => {
    const program = shell('trap "echo ignored" TERM; echo up; while :; do sleep 0.02; done');
    const lines = linesOf(program);
    expect(await nextLine(lines)).toBe('up');
    program.kill('SIGTERM');
    expect(await nextLine(lines)).toBe('ignored');
    program.kill('SIGKILL');
    expect(await program.ended).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it.each([
    { what: 'a program that is not there', program: 'no-such-program', cwd: '.' },
    { what: 'a folder that is not there', program: 'true', cwd: join(folder, 'no-such-folder') },
  ])('ends with 127 and says so when it cannot be started: $what', async ({ program, cwd }) => {
    const child = leashed(program, [], {}, cwd);
    const [said, ended] = await Promise.all([text(child.stderr), child.ended]);
    expect(ended).toEqual({ code: 127, signal: null });
    expect(said).toContain(`${program} could not be started`);
  });

  it('may be told to end after it has ended', async () => {
    const program = shell('exit 4');
    await program.ended;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) program.kill(signal);
    expect(await program.ended).toEqual({ code: 4, signal: null });
  });
});

describe('what a leashed program started', () => {
  it('ends with it when it is killed', async () => {
    const line = lifeline();
    const program = shell('exec >"$0"; sleep 1000 & echo up; wait', line);
    expect(await nextLine(line.lines)).toBe('up');
    program.kill('SIGKILL');
    await line.allGone;
    expect(await program.ended).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('ends with it when it ends by itself, and is not waited for', async () => {
    const line = lifeline();
    // It holds the program's own output open too.
    const program = shell('sleep 1000 3>"$0" & exec 3>"$0"; echo up >&3; exit 7', line);
    expect(await nextLine(line.lines)).toBe('up');
    expect(await program.ended).toEqual({ code: 7, signal: null });
    await line.allGone;
  });

  it('is not waited for when it has left for a session of its own', async () => {
    const program = shell('setsid sleep 60 & echo $!');
    const [said, ended] = await Promise.all([text(program.stdout), program.ended]);
    process.kill(Number(said), 'SIGKILL');
    expect(ended).toEqual({ code: 0, signal: null });
  });
});

describe('when whoever holds the leash is killed', () => {
  it.each([
    { what: 'its program ends', program: 'exec >"$0"; echo up; exec sleep 1000' },
    { what: 'what its program started ends', program: 'exec >"$0"; sleep 1000 & echo up; wait' },
    { what: 'a program that ignores signals ends', program: 'trap "" TERM INT HUP; exec >"$0"; echo up; sleep 1000' },
    {
      what: 'what was left behind ends, by a program that ended at the same moment because its reader was gone',
      program: '(exec >"$0"; echo up; exec sleep 1000) & while echo on; do :; done',
    },
  ])('$what', async ({ program }) => {
    const line = lifeline();
    const holder = holderOf(program, line);
    expect(await nextLine(line.lines)).toBe('up');
    holder.kill('SIGKILL');
    await line.allGone;
    expect(holder.signalCode ?? (await once(holder, 'exit'))[1]).toBe('SIGKILL');
  });
});

describe('the keeper', () => {
  it('that is itself killed takes its program along', async () => {
    const line = lifeline();
    const program = shell('exec >"$0"; echo $PPID; sleep 1000', line);
    process.kill(Number(await nextLine(line.lines)), 'SIGKILL');
    expect(await program.ended).toEqual({ code: null, signal: 'SIGKILL' });
    await line.allGone;
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('is not ended by a %s meant for all', async (signal) => {
    const line = lifeline();
    const program = shell('exec >"$0"; trap "exit 9" TERM; echo $PPID; while :; do sleep 0.02; done', line);
    process.kill(Number(await nextLine(line.lines)), signal);
    program.kill('SIGTERM');
    expect(await program.ended).toEqual({ code: 9, signal: null });
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeRunFolder, type RunFolder } from '../../src/journal/run-folder.ts';
import { instant } from '../../src/model/time.ts';

let runs: string;
let folder: RunFolder;
beforeEach(async () => {
  runs = join(await mkdtemp(join(tmpdir(), 'runs-')), 'not', 'yet', 'there');
  folder = await makeRunFolder(runs, 'monday-morning', instant(Date.UTC(2026, 0, 5, 7, 59, 3, 999)), 'k3');
});
afterEach(() => rm(join(runs, '..', '..', '..'), { recursive: true }));

describe('a run folder', () => {
  it('is named by the time in UTC, the scenario and what tells two runs of a second apart', async () => {
    expect(folder.run).toBe('20260105-075903-monday-morning-k3');
    expect(folder.path).toBe(join(runs, folder.run));
    expect(await readdir(runs)).toEqual([folder.run]);
  });

  it('sorts by time when it is sorted by name', async () => {
    const times = [Date.UTC(2026, 11, 31, 23, 59, 59), Date.UTC(2026, 9, 2), Date.UTC(2027, 0, 1)];
    const made = await Promise.all(times.map((at) => makeRunFolder(runs, 'a', instant(at), 'x')));
    expect(made.map(({ run }) => run).sort()).toEqual([made[1]?.run, made[0]?.run, made[2]?.run]);
  });

  it('takes files, also in folders of their own, and the later over the earlier', async () => {
    folder.write('run.json', 'first');
    folder.write('run.json', 'second');
    folder.write(join('incidents', 'one', 'notice.txt'), 'ü');
    expect(await readFile(join(folder.path, 'run.json'), 'utf8')).toBe('second');
    expect(await readFile(join(folder.path, 'incidents', 'one', 'notice.txt'), 'utf8')).toBe('ü');
    expect((await readdir(folder.path)).sort()).toEqual(['incidents', 'run.json']);
  });

  it('has nothing of a file that could not be written', async () => {
    await mkdir(join(folder.path, 'run.json', 'in-the-way'), { recursive: true });
    expect(() => folder.write('run.json', 'content')).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    await writeFile(join(folder.path, 'a-file'), '');
    expect(() => folder.write(join('a-file', 'run.json'), 'content')).toThrow(/ENOTDIR|EEXIST/);
    expect((await readdir(folder.path)).sort()).toEqual(['a-file', 'run.json']);
  });

  it('never shows a half of a file, also when the writer is killed', async () => {
    const program = join(import.meta.dirname, 'write-files.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', program, runs], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [path] = (await once(child, 'message')) as [string];
    const whole = async (): Promise<void> => {
      const content = await readFile(join(path, 'run.json'), 'utf8');
      expect(content === content.charAt(0).repeat(2_000_000)).toBe(true);
    };
    for (let look = 0; look < 20; look += 1) await whole();
    child.kill('SIGKILL');
    await once(child, 'exit');
    await whole();
    expect(basename(path)).toMatch(/^19700101-000000-a-x$/);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call } from '../cli/in-process.ts';
import { start, workspace, type Ended } from '../cli/surgebook.ts';
import { writeRun, type MadeUpFolder } from './run-folder.ts';

async function folderOf(...runs: readonly MadeUpFolder[]): Promise<string> {
  const root = workspace();
  for (const run of runs) await writeRun(join(root, 'runs'), run);
  return root;
}

const run = (args: readonly string[], cwd: string): Promise<Ended> => start(args, cwd).ended;
const before: MadeUpFolder = { run: 'before' };
const same: MadeUpFolder = { run: 'same', seed: 2 };
const slower: MadeUpFolder = { run: 'slower', seed: 3, duration: 0.115 };

describe('surgebook compare', () => {
  it('exits 3 and names what got worse', async () => {
    const { code, stdout } = await run(['compare', 'before', 'slower'], await folderOf(before, slower));
    expect(stdout).toMatch(/✗ send mean +\d+(\.\d)? ms +\d+(\.\d)? ms +\+1\d\.\d %/);
    expect(stdout).toContain('detect 4.0 s → 4.0 s  recover 10.0 s → 10.0 s');
    expect(code).toBe(3);
  });

  it('exits 0 between equal runs, and when it got better', async () => {
    const root = await folderOf(before, same, slower);
    expect((await call(['compare', 'before', 'same'], root)).code).toBe(0);
    const better = await call(['compare', 'slower', 'before'], root);
    expect(better.stdout).toContain('2 better');
    expect(better.code).toBe(0);
  });

  it('lets a set tolerance pass, and takes folders', async () => {
    const root = await folderOf(before, slower);
    const { code } = await call(['compare', 'runs/before', 'runs/slower', '--tolerance', '30%'], root);
    expect(code).toBe(0);
  });

  it('prints one JSON object', async () => {
    const { code, stdout } = await call(['compare', 'before', 'slower', '--json'], await folderOf(before, slower));
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ v: 1, scenario: 'steady', regression: true, seconds: 17, tolerance: 0.05 },
      a: { run: 'before', outcome: 'expected' },
      incidents: [{ playbook: 'slow', a: { detect: 4000, recover: 10_000 } }],
    });
    expect(code).toBe(3);
  });

  it.each([
    ['of different scenarios', { run: 'other', scenario: 'storm' }, 'different scenarios: steady and storm'],
    ['of different engine models', { run: 'other', model: 'closed' }, 'different engine models: open and closed'],
    ['that proves nothing', { run: 'other', outcome: 'inconclusive' }, 'other is inconclusive'],
  ] as const)('refuses a run %s', async (_what, other, said) => {
    const { code, stderr } = await call(['compare', 'before', 'other'], await folderOf(before, other));
    expect(stderr).toContain(said);
    expect(code).toBe(2);
  });

  it('compares an inconclusive run when told to, and says what it is', async () => {
    const root = await folderOf(before, { ...same, outcome: 'inconclusive' });
    const { code, stdout } = await call(['compare', 'before', 'same', '--force'], root);
    expect(stdout).toContain('same is inconclusive');
    expect(code).toBe(0);
  });

  it.each([
    [['--tolerance', 'much'], 'expected a percentage such as 10%'],
    [['--least', '5'], 'expected a length of time such as 5ms'],
    [['--warm-up', '25s'], 'never under load for longer than it warms up'],
  ])('refuses %j', async (flags, said) => {
    const { code, stderr } = await call(['compare', 'before', 'same', ...flags], await folderOf(before, same));
    expect(stderr).toContain(said);
    expect(code).toBe(2);
  });

  it.each([
    ['en', 'Two runs compared'],
    ['zh-CN', '两次演练对比'],
    ['zh-TW', '兩次演練比較'],
  ])('writes a page in %s that fetches nothing', async (locale, title) => {
    const root = await folderOf(before, slower);
    await call(['compare', 'before', 'slower', '--html', 'out/page.html', '--locale', locale], root);
    const page = readFileSync(join(root, 'out', 'page.html'), 'utf8');
    expect(page).toContain(`<html lang="${locale}">`);
    expect(page).toContain(`${title} · Steady &amp; &lt;calm&gt;`);
    expect(page).not.toMatch(/<script|https?:|\bsrc=/);
    expect(page.match(/<path class="[ab]" d="M/g)?.length).toBeGreaterThan(7);
  });
});

describe('surgebook history', () => {
  const runs: readonly MadeUpFolder[] = [
    { run: 'first', score: 60 },
    { run: 'second', score: null, day: 1 },
    { run: 'third', score: 70, day: 2 },
    { run: 'fourth', score: 95, day: 3 },
    { run: 'elsewhere', scenario: 'storm', day: 4 },
  ];

  it('lists runs by scenario with the trend of the score', async () => {
    const { code, stdout } = await run(['history'], await folderOf(...runs));
    expect(stdout).toContain('steady  ▅ ▆█');
    expect(stdout).toMatch(/2026-01-08 09:00:00 +expected +95 +4\.0 s +10\.0 s +fourth/);
    expect(stdout).toContain('the last against the median of those before: score +30, detect ±0 s, recover ±0 s');
    expect(code).toBe(0);
  });

  it('prints one JSON object of one scenario', async () => {
    const { stdout } = await call(['history', 'runs', '--scenario', 'steady', '--json'], await folderOf(...runs));
    const { scenarios } = JSON.parse(stdout) as { scenarios: readonly unknown[] };
    expect(scenarios).toMatchObject([
      {
        scenario: 'steady',
        runs: [{ run: 'first', score: 60 }, { score: null }, { score: 70 }, { score: 95, detectMs: 4000 }],
        trends: { score: { last: 95, before: 65, difference: 30 } },
      },
    ]);
  });

  it.each([
    [['history', 'nowhere'], 'there is no folder nowhere'],
    [['history', '.'], '. holds no runs'],
    [['history', 'runs/before/journal.ndjson'], 'there is no folder runs/before/journal.ndjson'],
    [['history', '--scenario', 'stedy'], 'runs has no run of "stedy"'],
  ])('refuses %j', async (args, said) => {
    const { code, stderr } = await call(args, await folderOf(before));
    expect(stderr).toContain(said);
    expect(code).toBe(2);
  });
});

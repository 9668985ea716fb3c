import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { call } from '../cli/in-process.ts';
import { run, workspace } from '../cli/surgebook.ts';
import { parseDashboard } from './grafana-dashboard.ts';
import { root } from './promtool.ts';
import { shopProfile } from './shop-profile.ts';

describe('surgebook export grafana', () => {
  it('writes the dashboards that are committed', async () => {
    const folder = workspace();
    const { code, stdout } = await run(['export', 'grafana', '--out', 'boards/new', '--json'], folder);
    expect(code).toBe(0);
    const names = ['rehearsal.json', 'built-in.signals.json'];
    expect(JSON.parse(stdout)).toEqual({ files: names.map((name) => join('boards', 'new', name)) });
    for (const name of names) {
      expect(readFileSync(join(folder, 'boards', 'new', name), 'utf8')).toBe(
        readFileSync(join(root, 'dashboards', name), 'utf8'),
      );
    }
  });

  it('takes a profile of the workspace', async () => {
    const folder = workspace(shopProfile('  message-delay: { last: shop_delay_seconds, unit: seconds }'));
    const args = ['export', 'grafana', '--out', '.', '--target', 'shop', '--interval', '15s'];
    expect(await call(args, folder)).toMatchObject({ code: 0, stdout: 'rehearsal.json\nshop.signals.json\n' });
    const { uid, panels } = parseDashboard(readFileSync(join(folder, 'shop.signals.json'), 'utf8'));
    expect(uid).toBe('surgebook-target-shop');
    expect(panels.map(({ title }) => title)).toEqual(['Incidents and breaches', 'message-delay']);
  });

  it('tells what the rules it reads from cannot express, and writes nothing', async () => {
    const folder = workspace(shopProfile('  message-delay: { last: shop.delay, unit: seconds }'));
    const { code, stderr } = await call(['export', 'grafana', '--out', 'boards', '--target', 'shop'], folder);
    expect({ code, first: stderr.split('\n')[0] }).toEqual({
      code: 2,
      first: 'scenarios/targets/shop.yaml:6:26  "shop.delay" is no name of a metric in Prometheus',
    });
    expect(existsSync(join(folder, 'boards'))).toBe(false);
  });

  it.each<[string, readonly string[], string]>([
    ['no folder', [], '--out <folder>'],
    ['an unknown target', ['--out', 'x', '--target', 'bilt-in'], 'did you mean "built-in"?'],
    ['an interval that is none', ['--out', 'x', '--interval', 'often'], 'expected a length of time from 100ms to 1m'],
    ['a folder that is a file', ['--out', 'taken'], 'taken cannot be written: '],
  ])('refuses %s', async (_what, args, message) => {
    const folder = workspace({ taken: '' });
    const { code, stderr } = await call(['export', 'grafana', ...args], folder);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) as string });
    expect(readdirSync(folder)).toEqual(['taken']);
  });
});

it('the committed dashboards are what the built-in target says', async () => {
  const check = ['--import', 'tsx', 'scripts/dashboards.ts', '--check'];
  expect(await promisify(execFile)(process.execPath, check, { cwd: root })).toEqual({ stdout: '', stderr: '' });
});

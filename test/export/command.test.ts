import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call } from '../cli/in-process.ts';
import { run, workspace } from '../cli/surgebook.ts';
import { pagesIn } from '../docs/pages.ts';
import { notExpressedTable } from '../../src/export/prometheus/not-expressed.ts';
import { root } from './promtool.ts';
import { shopProfile } from './shop-profile.ts';

describe('surgebook export prometheus', () => {
  it('writes the rules, their tests and what they cannot express', async () => {
    const folder = workspace();
    const { code, stdout } = await run(['export', 'prometheus', '--out', 'rules/new', '--json'], folder);
    expect(code).toBe(0);
    const names = ['built-in.rules.yaml', 'built-in.test.yaml', 'not-expressed.md'];
    expect(JSON.parse(stdout)).toEqual({ files: names.map((name) => join('rules', 'new', name)) });
    for (const name of names) {
      expect(readFileSync(join(folder, 'rules', 'new', name), 'utf8')).toBe(
        readFileSync(join(root, 'test', 'golden', 'prometheus', name), 'utf8'),
      );
    }
  });

  it('takes a profile of the workspace, and evaluates as often as it is told', async () => {
    const folder = workspace(shopProfile('  message-delay: { last: shop_delay_seconds, unit: seconds }'));
    const args = ['export', 'prometheus', '--out', '.', '--target', 'shop', '--interval', '15s'];
    expect(await call(args, folder)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('shop.rules.yaml') as string,
    });
    const rules = readFileSync(join(folder, 'shop.rules.yaml'), 'utf8');
    expect(rules).toContain('interval: 15s');
    expect(rules).toContain('shop_delay_seconds');
  });

  it('tells everything that cannot be expressed with its place, and writes nothing', async () => {
    const folder = workspace(
      shopProfile(
        '  message-delay: { last: shop.delay, unit: seconds }\n  app-exit-ratio: { ratio: [a, b], over: 3s }',
      ),
    );
    const { code, stderr } = await call(['export', 'prometheus', '--out', 'rules', '--target', 'shop'], folder);
    expect(code).toBe(2);
    expect(stderr.split('\n').filter((line) => line.startsWith('scenarios/'))).toEqual([
      'scenarios/targets/shop.yaml:6:26  "shop.delay" is no name of a metric in Prometheus',
      'scenarios/targets/shop.yaml:7:42  with a sample every 2s, Prometheus measures over 4s or more, not 3s',
    ]);
    expect(existsSync(join(folder, 'rules'))).toBe(false);
  });

  it.each<[string, readonly string[], string]>([
    ['no folder', [], '--out <folder>'],
    ['an unknown target', ['--out', 'x', '--target', 'bilt-in'], 'did you mean "built-in"?'],
    ['an interval that is none', ['--out', 'x', '--interval', 'often'], 'expected a length of time from 100ms to 1m'],
    ['an interval too long', ['--out', 'x', '--interval', '2m'], 'expected a length of time from 100ms to 1m'],
    ['a folder that is a file', ['--out', 'taken'], 'taken cannot be written: '],
  ])('refuses %s', async (_what, args, message) => {
    const folder = workspace({ taken: '' });
    const { code, stderr } = await call(['export', 'prometheus', ...args], folder);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) as string });
    expect(readdirSync(folder)).toEqual(['taken']);
  });
});

it('the guide tells what cannot be expressed as the export does', () => {
  const cells = (text: string): string => text.replace(/ {2,}/g, ' ').replace(/-{3,}/g, '---');
  const guide = pagesIn('docs/guides').find(({ file }) => file === 'docs/guides/prometheus.md');
  expect(cells(guide?.text ?? '')).toContain(cells(notExpressedTable()));
});

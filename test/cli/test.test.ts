import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sound } from '../workspace/written-workspace.ts';
import { call } from './in-process.ts';
import { program, run, workspace } from './surgebook.ts';

const file = 'scenarios/slow.test.yaml';
const withTests = (...tests: readonly string[]): Readonly<Record<string, string>> => ({
  ...sound,
  [file]: `version: 1\ntests:\n${tests.map((test) => `  - ${test}\n`).join('')}`,
});
const fires =
  '{ name: fires, signals: { delay: "0.2 2x5", queue: "1x6" }, expect: [{ at: 4s, breached: [delay-high, queue-full], incident: { playbook: slow, cause: queue } }] }';
const wrong = '{ name: stays calm, signals: { delay: "0.2 2x5" }, expect: [{ at: 4s, no-incident: true }] }';

describe('surgebook test', () => {
  it('tells what passed and what is covered, and ends with 0', async () => {
    const { code, stdout, stderr } = await run(['test', file], workspace(withTests(fires)));
    expect(stdout.split('\n')[0]).toBe(`✓ ${file} · fires`);
    expect(stdout).toMatch(/^thresholds: 2 of \d+ covered; none yet for /m);
    expect(stdout).toMatch(/^causes: 1 of \d+ covered/m);
    expect(stdout).toMatch(/\n1 passed, 0 failed\n$/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('shows what was expected above what there was, at its place, and ends with 3', async () => {
    const { code, stdout } = await call(['test', file], workspace(withTests(fires, wrong)));
    expect(stdout).toContain(`✗ ${file} · stays calm\n${file}:4:`);
    expect(stdout).toContain('    expected  no incident open\n    got       slow, investigating, major\n');
    expect(stdout).toMatch(/\n1 passed, 1 failed\n$/);
    expect(code).toBe(3);
  });

  it('prints one JSON object on demand', async () => {
    const { code, stdout } = await call(['test', '--json', file], workspace(withTests(wrong)));
    expect(JSON.parse(stdout)).toMatchObject({
      results: [{ file, name: 'stays calm', failures: [{ expected: 'no incident open' }] }],
      passed: 0,
      failed: 1,
    });
    expect(code).toBe(3);
  });

  it("leaves out what the library's tests expect notices to say where a workspace says it in its own words", async () => {
    const words = '{{#part "summary"}}We will be back.{{/part}}\n{{> shipped}}\n';
    const root = workspace({ 'playbooks/message-delay/notice.zh-CN.hbs': words });
    const { code, stdout } = await call(['test'], root);
    expect(stdout).toMatch(/\n\d+ passed, 0 failed\n$/);
    expect(code).toBe(0);
  });

  it("tells how a test of the library's that no longer fits is put right", async () => {
    const shipped = readFileSync(join(program, '../../../playbooks/message-delay/playbook.yaml'), 'utf8');
    const later = shipped.replace(/(message-delay-high:[\s\S]*?hold: )2s/, '$120s');
    expect(later).not.toBe(shipped);
    const { code, stdout } = await call(['test'], workspace({ 'playbooks/message-delay/playbook.yaml': later }));
    expect(stdout).toContain('a file scenarios/message-delay.test.yaml of yours takes its place');
    expect(code).toBe(3);
  });

  it.each<[string, string, string]>([
    ['a signal that no threshold speaks of', fires.replace('delay:', 'dleay:'), 'did you mean "delay"?'],
    ['a threshold that there is not', fires.replace('[delay-high,', '[delay-hihg,'), 'did you mean "delay-high"?'],
    ['a playbook that there is not', fires.replace('playbook: slow', 'playbook: slwo'), 'did you mean "slow"?'],
    ['a cause that its playbook does not know', fires.replace('cause: queue', 'cause: queu'), 'did you mean "queue"?'],
    ['values without any time between', fires.replace('{ name', '{ every: 0s, name'), 'expected at least 10ms'],
    [
      'a moment beyond a day of values',
      fires.replace('at: 4s', 'at: 2d'),
      'a test goes on for at most 86400 values, which is 1d here',
    ],
    ['a series that cannot be read', fires.replace('2x5', '2y5'), `${file}:3:`],
    [
      'a moment of which nothing is said',
      fires.replace('no-incident', 'no-incident').replace(/\{ at: 4s.*\}\]/, '{ at: 4s }]'),
      'expected at least one of',
    ],
  ])('refuses %s before anything runs, and ends with 2', async (_name, test, message) => {
    const { code, stdout, stderr } = await call(['test', file], workspace(withTests(test)));
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

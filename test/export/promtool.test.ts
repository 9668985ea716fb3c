import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Judged } from '../../src/export/prometheus/rules.ts';
import { duration } from '../../src/model/time.ts';
import { openWorkspace } from '../../src/workspace/workspace.ts';
import { expectGolden } from '../golden/golden-file.ts';
import { ingest, madeUp, patient } from './judged.ts';
import { exported, filesOf, promtool, root, withoutPromtool, written } from './promtool.ts';

const shipped = await openWorkspace({ root, shipped: root }).judgement('monday-morning');
const builtIn: Judged = { target: 'built-in', ...shipped, ingest, interval: duration(1000) };

const exports: readonly (readonly [string, Judged])[] = [
  ['the built-in target', builtIn],
  ['a target with every kind of measure and threshold', madeUp],
  ['rules that are evaluated every 7 s', { ...madeUp, interval: duration(7000) }],
  ['holds of many minutes', patient],
];

describe.skipIf(withoutPromtool).each(exports)('the export of %s', (_what, judged) => {
  it('is accepted by promtool', async () => {
    const ended = await promtool(exported(judged), 'check', 'rules', `${judged.target}.rules.yaml`);
    expect(ended).toMatchObject({ code: 0 });
  });

  // Every one of its tests evaluates every rule, second by second.
  it('passes its own tests', { timeout: 300_000 }, async () => {
    const ended = await promtool(exported(judged), 'test', 'rules', `${judged.target}.test.yaml`);
    expect(ended.printed).toContain('SUCCESS');
    expect(ended.code).toBe(0);
  });
});

it.each(['built-in.rules.yaml', 'built-in.test.yaml', 'not-expressed.md'])('%s is as it was read', (name) => {
  expectGolden(`prometheus/${name}`, filesOf(builtIn)[name] ?? '');
});

it('does not depend on the order in which playbooks were read', () => {
  expect(filesOf({ ...builtIn, playbooks: builtIn.playbooks.toReversed() })).toEqual(filesOf(builtIn));
});

it('tells what this target cannot show', () => {
  const comments = (filesOf(madeUp)['made-up.rules.yaml'] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('# Left'));
  expect(comments).toEqual([
    '# Left out: the threshold orders-changed; Prometheus knows no run, and so no warm-up to compare with.',
    '# Left out: the threshold unheard-high; never-measured is not measured here.',
    '# Left out: the playbook unheard; its condition can never hold here.',
  ]);
});

interface Tests {
  readonly tests: readonly { readonly alert_rule_test: readonly { readonly alertname: string }[] }[];
}

/** The test file with what is asked of one alert alone. */
function testsOf(alert: string, tests: string): string {
  const all = parse(tests) as Tests;
  const kept = all.tests.map((test) => ({
    ...test,
    alert_rule_test: test.alert_rule_test.filter(({ alertname }) => alertname === alert),
  }));
  return stringify({ ...all, tests: kept.filter((test) => test.alert_rule_test.length > 0) });
}

describe.skipIf(withoutPromtool)('the tests see rules in which', () => {
  it.each<[string, string, RegExp, string]>([
    ['the fire level is another', 'delay-high', /(message_delay\{target="made-up"\}) > 1$/m, '$1 > 3'],
    ['the fire level itself fires', 'median-high', /(answer_median\{target="made-up"\}) > 0.8$/m, '$1 >= 0.8'],
    ['the clear level is another', 'delay-high', /(message_delay\{target="made-up"\}) >= 0.5/, '$1 >= 0.9'],
    ['the clear level is left out', 'delay-high', /or \(\(surgebook:message_delay.*\n/, ''],
    ['what is below a level is taken for above', 'orders-gone', /(order_rate\{target="made-up"\}) < 2/, '$1 > 2'],
    ['the hold is shorter', 'orders-gone', /for: 3s/, 'for: 2s'],
    ['the hold is longer', 'orders-gone', /for: 3s/, 'for: 4s'],
    ['the clear hold is shorter', 'orders-gone', /keep_firing_for: 9s/, 'keep_firing_for: 8s'],
    ['the clear hold is longer', 'orders-gone', /keep_firing_for: 9s/, 'keep_firing_for: 10s'],
    ['absence is no breach', 'delay-high', /\n.*or \(absent\(surgebook:message_delay.*k6_surge_started.*$/m, ''],
    ['absence counts though nobody arrives', 'orders-gone', / and on\(\) present_over_time\(k6\w+\[10s\]\)/, ''],
    [
      'absence counts though nothing was seen',
      'delay-high',
      / and on\(\) present_over_time\(surgebook:message_delay\{[^}]*\}\[1h\]\)( and on\(\) present_over_time\(k6)/,
      '$1',
    ],
    [
      'absence clears',
      'people-few',
      / or \(absent\(surgebook:people_inside[^)]*\) and on\(\) present_over_time\([^)]*\)\)/,
      '',
    ],
    ['the severity is another', 'worst-high', /severity: critical/, 'severity: minor'],
    ['a playbook is not held back', 'the playbook slow', / unless on\(target\) .*/, ''],
    ['a playbook is held back later too', 'the playbook slow', /\n.*or max by\(target\) \(ALERTS.*delay-high.*$/m, ''],
    ['a playbook never opens', 'the playbook slow', /== 2/, '== 3'],
  ])('%s', async (_what, subject, from, to) => {
    const files = filesOf(madeUp);
    const rules = files['made-up.rules.yaml'] ?? '';
    const alert = subject.replace(/^the playbook /, 'playbook:').replaceAll('-', '_');
    const tests = testsOf(alert, files['made-up.test.yaml'] ?? '');
    const spoilt = rules.replace(from, to);
    expect(spoilt).not.toBe(rules);
    const folder = written({ 'made-up.rules.yaml': spoilt, 'made-up.test.yaml': tests });
    expect(await promtool(folder, 'check', 'rules', 'made-up.rules.yaml')).toMatchObject({ code: 0 });
    expect(await promtool(folder, 'test', 'rules', 'made-up.test.yaml')).toMatchObject({ code: 1 });
  });
});

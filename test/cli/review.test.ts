import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Telling } from '../../src/model/fact.ts';
import { openJournal } from '../../src/journal/journal.ts';
import { duration, instant, plus } from '../../src/model/time.ts';
import { sound } from '../workspace/written-workspace.ts';
import { call } from './in-process.ts';
import { run, workspace } from './surgebook.ts';

const onset = instant(Date.parse('2026-11-24T09:00:00Z'));
const after = (seconds: number) => plus(onset, duration(seconds * 1000));

const started: Telling = {
  ...{ fact: 'run-started', run: 'a-run', scenario: 'one', title: 'One', drill: true, skipped: [], thresholds: [] },
  engine: { name: 'k6', version: '1', model: 'open' },
  target: { id: 'shop', url: 'http://127.0.0.1' },
  surge: { description: 'few', arrivals: 1, pieces: [], compression: null },
};

/** What becomes of an incident of the playbook `slow`, from so many seconds after the onset. */
const incident = (id: string, from: number): readonly (readonly [number, Telling])[] => {
  const told = { nextUpdateAt: after(900), reason: 'so it was' };
  return [
    [
      from,
      {
        fact: 'incident-opened',
        incident: id,
        playbook: 'slow',
        severity: 'major',
        onsetAt: onset,
        update: 1,
        ...told,
      },
    ],
    [from + 2, { fact: 'phase-changed', incident: id, phase: 'identified', cause: 'queue', update: 2, ...told }],
    [from + 9, { fact: 'phase-changed', incident: id, phase: 'resolved', cause: 'queue', update: 3, ...told }],
  ];
};

/** A workspace with one run, `runs/a-run`. */
function withRun(facts: readonly (readonly [number, Telling])[], files: Readonly<Record<string, string>> = {}): string {
  const root = workspace({ ...sound, 'runs/a-run/result.json': '{}', ...files });
  const journal = openJournal(join(root, 'runs', 'a-run', 'journal.ndjson'), { secrets: [], names: [] });
  for (const [seconds, fact] of [[0, started] as const, ...facts]) journal.append({ at: after(seconds), ...fact });
  journal.close();
  return root;
}

const two = [...incident('slow-1', 3), ...incident('slow-2', 600)];
const file = 'reviews/2026-11-24-slow-1.yaml';

describe('surgebook review', () => {
  it.each(['a-run', 'runs/a-run'])('begins the review of the first incident of a run: %s', async (name) => {
    const root = withRun(two);
    const { code, stdout, stderr } = await run(['review', name], root);
    expect({ code, stderr, lines: stdout.split('\n') }).toEqual({
      ...{ code: 0, stderr: '' },
      lines: [`${file} · 2 action items`, '2026-12-01  duty   write-review', '2026-12-08  press  write-notices', ''],
    });
    expect(readFileSync(join(root, file), 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/schema\/review\.json\n/,
    );
  });

  it('begins one with which nothing is wrong, and whose actions are open', async () => {
    const root = withRun(two);
    await call(['review', 'a-run'], root);
    const checked = await call(['check', '--json'], root);
    const { problems } = JSON.parse(checked.stdout) as { readonly problems: readonly { readonly message: string }[] };
    expect(problems.filter(({ message }) => !message.includes('was due'))).toEqual([]);
    expect(JSON.parse(checked.stdout)).toMatchObject({ reviews: 1, openActions: 2 });
  });

  it('begins that of another incident on demand, and prints it as JSON', async () => {
    const root = withRun(two);
    const { stdout } = await call(['review', 'a-run', '--incident', 'slow-2', '--json'], root);
    expect(JSON.parse(stdout)).toMatchObject({
      file: 'reviews/2026-11-24-slow-2.yaml',
      review: { incident: 'slow-2', cause: 'the queue is full', opened: '2026-11-24T09:10:00.000Z', run: 'a-run' },
    });
    expect(readdirSync(join(root, 'reviews'))).toEqual(['2026-11-24-slow-2.yaml']);
  });

  it('leaves one that is there as it is, and says so', async () => {
    const root = withRun(two, { [file]: 'mine\n' });
    const { code, stdout, stderr } = await call(['review', 'a-run'], root);
    expect({ code, stdout, stderr }).toEqual({
      ...{ code: 2, stdout: '', stderr: `${file} is there already; it is left as it is\n` },
    });
    expect(readFileSync(join(root, file), 'utf8')).toBe('mine\n');
  });

  it('says so where it cannot be written', async () => {
    const { code, stderr } = await call(['review', 'a-run'], withRun(two, { reviews: 'not a folder' }));
    expect(stderr).toMatch(/^reviews cannot be written: [^\n]+\n$/);
    expect(code).toBe(2);
  });

  it.each([
    ['no run', [], two, 'expected a run, by its folder or name, or --open'],
    ['a run that is not there', ['b-run'], two, 'holds no run: there is no journal in it'],
    ['a run in which nothing happened', ['a-run'], [], 'nothing happened in this run: it has no incident'],
    [
      'another incident',
      ['a-run', '--incident', 'slow-3'],
      two,
      'the run has no incident "slow-3"; did you mean "slow-1"?',
    ],
    [
      'an incident that is a path',
      ['a-run'],
      incident('../../slow', 3),
      'nothing happened in this run: it has no incident',
    ],
  ])('ends with 2 and one clear line for %s', async (_title, args, facts, told) => {
    const root = withRun(facts);
    const { code, stderr } = await call(['review', ...args], root);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toContain(told);
    expect({ code, written: existsSync(join(root, 'reviews')) }).toEqual({ code: 2, written: false });
  });
});

describe('surgebook review --open', () => {
  const review = (actions: string): string => `version: 1
incident: slow-1
run: a-run
playbook: slow
severity: major
cause: null
onset: 2026-11-24T09:00:00.000Z
opened: 2026-11-24T09:00:03.000Z
resolved: null
timeline: []
impact: ""
went-well: []
went-badly: []
actions:
${actions}`;

  const files = {
    'reviews/b.yaml': review('  - { id: later, what: Later, owner: duty, due: 9999-01-02 }\n'),
    'reviews/a.yaml': review(
      '  - { id: latest, what: Latest, owner: duty, due: 9999-01-03 }\n  - { id: done, what: Done, owner: duty, due: 2020-01-01, done: 2020-01-01 }\n  - { id: late, what: Late, owner: 值班, due: 2020-01-01 }\n',
    ),
  };

  it('lists what all reviews have left open, the oldest due first', async () => {
    const { code, stdout } = await call(['review', '--open'], workspace(files));
    expect(stdout.split('\n')).toEqual([
      '!  2020-01-01  值班  late    reviews/a.yaml',
      '·  9999-01-02  duty  later   reviews/b.yaml',
      '·  9999-01-03  duty  latest  reviews/a.yaml',
      '3 action items open',
      '',
    ]);
    expect(code).toBe(0);
  });

  it('prints one JSON object on demand', async () => {
    const { stdout } = await call(['review', '--open', '--json'], workspace(files));
    const { open } = JSON.parse(stdout) as { readonly open: readonly object[] };
    expect(open).toHaveLength(3);
    expect(open[0]).toEqual({
      ...{ review: 'reviews/a.yaml', id: 'late', what: 'Late', owner: '值班', due: '2020-01-01', overdue: true },
    });
  });

  it('says so when nothing is open', async () => {
    expect((await call(['review', '--open'], workspace())).stdout).toBe('0 action items open\n');
  });

  it('refuses a review in which something is wrong, at its place', async () => {
    const root = workspace({ 'reviews/a.yaml': files['reviews/a.yaml'].replace('owner: 值班, ', '') });
    const { code, stderr } = await call(['review', '--open'], root);
    expect(stderr.split('\n')[0]).toMatch(/^reviews\/a\.yaml:17:\d+ {2}"owner" is missing/);
    expect(code).toBe(2);
  });

  it('is what a check counts, and what it tells of when it is late', async () => {
    const root = workspace(files);
    const { code, stdout } = await call(['check'], root);
    expect(stdout.split('\n')[0]).toBe(
      'reviews/a.yaml:17:45  the action item "late" of 值班 was due 2020-01-01 and is not done',
    );
    expect(stdout).toMatch(/, 3 open action items in 2 reviews · 1 problem\n$/);
    expect(code).toBe(2);
  });
});

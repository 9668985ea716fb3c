import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJournal } from '../../src/journal/journal.ts';
import type { Fact } from '../../src/model/fact.ts';
import { rehearse, run, start, workspace } from '../cli/surgebook.ts';
import { smallOffice } from './small-office.ts';

const scenario = (seconds: number): string => `version: 1
id: small-people
title: small-people
target: small
surge: { stages: [{ to: 5/s, over: 1s }, { to: 5/s, over: ${seconds}s }] }
settle: 5s
journeys: [{ id: check-in, steps: [{ login: {} }, { get: /documents/1, name: open-document }] }]
expect: [{ playbook: message-delay, cause: database, resolved: true }]
score: { people-steps: 30% }
simulate-people:
  steps:
    message-delay:
      confirm-symptom: { acknowledged: 500ms, done: 1s }
      find-holder: { skipped: 500ms }
  says:
    - { incident: message-delay, at: 1s }
    - { cause: database, of: message-delay, after-onset: 1s }
    - { severity: critical, of: message-delay, after-onset: 2s }
    - { end: message-delay, after-onset: 3s }
`;

const files = (seconds: number) => ({ ...smallOffice, 'scenarios/small-people.yaml': scenario(seconds) });
const words = ['small-people', '--engine', 'autocannon'];

const factsIn = (root: string): readonly Fact[] => {
  const [name = ''] = readdirSync(join(root, 'runs'));
  return readJournal(join(root, 'runs', name, 'journal.ndjson'));
};

/** What became of the incident and of its steps, a line each. */
const story = (facts: readonly Fact[]): readonly string[] =>
  facts.flatMap((fact) => {
    switch (fact.fact) {
      case 'declared':
        return [`${fact.who} declares ${fact.declaration.declares}${fact.refused === null ? '' : ': refused'}`];
      case 'incident-opened':
      case 'severity-raised':
        return [`${fact.severity}: ${fact.reason}`];
      case 'phase-changed':
        return [`${fact.phase}: ${fact.reason}`];
      case 'step-acknowledged':
      case 'step-done':
      case 'step-skipped':
        return [`${fact.step} ${fact.fact.slice('step-'.length)} by ${fact.who}`];
      default:
        return [];
    }
  });

describe('people in a rehearsal', () => {
  it('speak over its local interface; the run is judged by their words, and judged again alike', async () => {
    const root = workspace(files(60));
    const running = start(['rehearse', ...words], root);
    await running.printed(/what they do is taken at http:\/\/127\.0\.0\.1:\d+/);
    const [name = ''] = readdirSync(join(root, 'runs'));
    const file = join(root, 'runs', name, 'local-api.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { url, token } = JSON.parse(readFileSync(file, 'utf8')) as { readonly url: string; readonly token: string };
    const say = async (path: string, body: object = {}): Promise<number> =>
      (
        await fetch(`${url}${path}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}` },
          body: JSON.stringify(body),
        })
      ).status;
    await running.printed(/load started/);
    expect(await say('/incidents', { playbook: 'message-delay', who: 'Zhang Wei' })).toBe(200);
    expect(await say('/incidents', { playbook: 'message-delay' })).toBe(409);
    const delay = '/incidents/message-delay-1';
    const spoken = await run(['say', 'acknowledge', 'confirm-symptom', '--who', 'duty-comms'], root);
    expect(spoken).toMatchObject({ code: 0, stdout: 'confirm-symptom of message-delay-1: acknowledged\n' });
    expect(await say(`${delay}/steps/confirm-symptom/done`)).toBe(200);
    expect(await say(`${delay}/cause`, { cause: 'database' })).toBe(200);
    expect(await say(`${delay}/severity`, { severity: 'critical' })).toBe(200);
    expect(await say(`${delay}/end`)).toBe(200);
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    expect(existsSync(file)).toBe(false);
    expect((await run(['say'], root)).code).toBe(2);
    await expect(fetch(url)).rejects.toThrow();
    expect(story(factsIn(root))).toEqual([
      '*** declares incident',
      'major: *** declared it',
      'duty-sre declares incident: refused',
      'confirm-symptom acknowledged by duty-comms',
      'confirm-symptom done by duty-sre',
      'duty-sre declares cause',
      'identified: cause database: duty-sre says so',
      'duty-sre declares severity',
      'critical: duty-sre says so',
      'duty-sre declares end',
      'resolved: duty-sre says that it is over',
    ]);
    const journal = readFileSync(join(root, 'runs', name, 'journal.ndjson'), 'utf8');
    expect(journal).not.toContain('Zhang');
    expect(journal).not.toContain(token);
    const replayed = await run(['replay', join('runs', name), '--check'], root);
    expect(replayed.stdout).toContain('the same facts as recorded, byte for byte');
  });

  it('are simulated by the times of the scenario, and scored', async () => {
    const root = workspace(files(6));
    const { code, result, stderr } = await rehearse([...words, '--simulate-people'], root);
    expect(code, `${stderr}${JSON.stringify(result)}`).toBe(0);
    expect(story(factsIn(root))).toEqual(
      [
        'duty-sre declares incident',
        'major: duty-sre declared it',
        'confirm-symptom acknowledged by duty-sre',
        'duty-sre declares cause',
        'identified: cause database: duty-sre says so',
        'confirm-symptom done by duty-sre',
        'find-holder skipped by duty-sre',
        'duty-sre declares severity',
        'critical: duty-sre says so',
        'duty-sre declares end',
        'resolved: duty-sre says that it is over',
      ].sort(byFirst(story(factsIn(root)))),
    );
    expect(result.score?.people).toMatchObject({ done: 1, late: 0 });
    expect(result.score?.items.find(({ id }) => id === 'people-steps')).toMatchObject({ unit: 'share' });
    const replayed = await run(['replay', result.run, '--check'], root);
    expect(replayed.stdout).toContain('the same facts as recorded, byte for byte');
    expect((await run(['report', result.run, '--markdown', 'report.md', '--html', 'report.html'], root)).code).toBe(0);
    for (const form of ['report.md', 'report.html'])
      expect(readFileSync(join(root, form), 'utf8'), form).toMatch(/duty-sre.*its time was not over/);
  });
});

/** Marks and words that fall due at one look may change places. */
const byFirst =
  (order: readonly string[]) =>
  (one: string, other: string): number =>
    order.indexOf(one) - order.indexOf(other);

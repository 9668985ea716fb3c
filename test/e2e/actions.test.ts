import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJournal } from '../../src/journal/journal.ts';
import type { Fact } from '../../src/model/fact.ts';
import { allGone, descendants } from '../cli/processes.ts';
import { rehearse, run, start, workspace } from '../cli/surgebook.ts';
import { plainNotices, said } from '../notice/plain-notices.ts';
import { contractServer } from '../rehearse/act/contract-server.ts';
import { delayPlaybook, smallOffice, smallScenario, smallTarget } from './small-office.ts';

const factsOf = (root: string): readonly Fact[] => {
  const [run] = readdirSync(join(root, 'runs'));
  return existsSync(join(root, 'runs', run!, 'journal.ndjson'))
    ? readJournal(join(root, 'runs', run!, 'journal.ndjson'))
    : [];
};
const outcomes = (facts: readonly Fact[]): readonly string[] =>
  facts.flatMap((fact) => {
    if (fact.fact === 'action-started') return [`${fact.step} started: ${fact.action}`];
    return fact.fact === 'action-ended' || fact.fact === 'action-verified' || fact.fact === 'action-undone'
      ? [`${fact.step} ${fact.fact.slice('action-'.length)}: ${fact.outcome}`]
      : [];
  });

const smallSurge = {
  ...smallOffice,
  ...delayPlaybook(
    `  - id: scale-out
    when: { cause: database }
    action: standby
    with: { count: 3 }
    verify: { signal: message-delay, below: 500ms, within: 20s }
    do: ${said('more workers')}`,
    `causes: { database: { when: { any: [database-saturation-high] }, say: ${said('full')} } }`,
  ),
  'scenarios/targets/small.yaml': `${smallTarget}secrets: { adminToken: { made: SURGEBOOK_TARGET_TOKEN } }
actions:
  standby:
    do: { post: /admin/workers, json: { add: "{{count}}" }, headers: &admin { authorization: "Bearer {{secret.adminToken}}" }, capture: { ids: $.ids } }
    undo: { post: /admin/workers/release, json: { ids: "{{ids}}" }, headers: *admin }
`,
  'scenarios/small-rush.yaml': smallScenario({
    id: 'small-rush',
    stages: '{ to: 20/s, over: 1s }, { to: 20/s, over: 7s }, { to: 4/s, over: 1s }, { to: 4/s, over: 10s }',
    expect: '{ playbook: message-delay, within: 10s, cause: database, resolved: true }',
    more: 'dropped-limit: 10%',
  }),
};

describe('a step that acts', () => {
  it('is taken, verified, taken back, and shown in the playbook', async () => {
    const root = workspace(smallSurge);
    const { code, result, stderr } = await rehearse(['small-rush'], root);
    expect(code, `${stderr}${JSON.stringify(result)}`).toBe(0);
    const facts = factsOf(root);
    expect(outcomes(facts)).toEqual([
      'scale-out started: standby',
      'scale-out ended: done',
      'scale-out verified: effective',
      'scale-out undone: done',
    ]);
    expect(facts.find(({ fact }) => fact === 'action-ended')).toMatchObject({ tries: 1, captured: { ids: [2, 3, 4] } });
    const [resolved, undone] = ['phase-changed', 'action-undone'].map((kind) =>
      facts.findLastIndex(({ fact }) => fact === kind),
    );
    expect(undone).toBeGreaterThan(resolved!);
    const playbook = readFileSync(join(root, result.run, 'incidents/message-delay-1/playbook.md'), 'utf8');
    expect(playbook).toMatch(/more workers.*by itself \(standby\)/);
    // A target of its own needs no mark.
    expect(readdirSync(join(root, result.run))).not.toContain('actions-standing.json');
  });
});

/** A service that is there already, and full: its playbook holds it, and lets go. */
const full = 'places_taken 10\nplaces 10\n';
const filesAt = (url: string): Readonly<Record<string, string>> => ({
  'scenarios/targets/there.yaml': `version: 1
id: there
url: ${url}
ready: /readyz
metrics: [{ scrape: /metrics, every: 1s }]
signals: { places-taken: { used: places_taken, limit: places } }
actions:
  hold: { do: { post: /hold, capture: { hold: $.hold } }, undo: { post: "/holds/{{hold}}/release" } }
`,
  'playbooks/no-places/playbook.yaml': `version: 1
id: no-places
title: ${said('full')}
severity: major
triggers: { places-full: { signal: places-taken, above: 90%, hold: 1s, clear: { below: 80%, hold: 1s }, absence: keep } }
when: { any: [places-full] }
owners: { command: sre, words: comms }
steps: [{ id: hold-it, action: hold, do: ${said('hold')} }]
notices: { audiences: [users], leaves-out: { others: a rehearsal among ourselves } }
`,
  ...plainNotices('no-places', 'late'),
  ...Object.fromEntries(
    [
      ['long', 120],
      ['short', 2],
    ].map(([id, seconds]) => [
      `scenarios/${id}.yaml`,
      `version: 1
id: ${id}
title: ${id}
target: there
surge: { from: 2/s, stages: [{ to: 2/s, over: ${seconds}s }] }
settle: 0s
journeys: [{ id: look, steps: [{ get: /page, name: look }] }]
expect: [{ no-incident: true }]
`,
    ]),
  ),
});

/** A rehearsal on a service that it did not start, while its action stands. */
async function whileItStands() {
  const server = await contractServer({
    'GET /metrics': [{ status: 200, body: full }],
    'POST /hold': [{ status: 201, body: '{"hold":7}' }],
  });
  const root = workspace(filesAt(server.url));
  const running = start(['rehearse', 'long'], root);
  await running.printed(/load started/);
  await expect.poll(() => outcomes(factsOf(root)), { timeout: 30_000 }).toContain('hold-it ended: done');
  const [name] = readdirSync(join(root, 'runs'));
  const isMarked = (): boolean => existsSync(join(root, 'runs', name!, 'actions-standing.json'));
  expect(isMarked()).toBe(true);
  return { server, root, running, isMarked, name: name!, below: descendants(running.child.pid!) };
}

describe('while an action stands on a service that was there already', () => {
  it('Ctrl-C takes it back: exit 130, no mark, no process left', async () => {
    const { server, running, isMarked, below, root } = await whileItStands();
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    await allGone(below);
    expect(server.lines().filter((line) => line.startsWith('POST'))).toEqual(['POST /hold', 'POST /holds/7/release']);
    expect(isMarked()).toBe(false);
    expect(outcomes(factsOf(root)).at(-1)).toBe('hold-it undone: done');
  });

  it('kill -9 leaves its mark, and the next rehearsal takes it back from the journal before its load', async () => {
    const { server, root, running, isMarked, below, name } = await whileItStands();
    running.child.kill('SIGKILL');
    await running.ended;
    await allGone(below);
    expect(isMarked()).toBe(true);
    const before = server.lines().length;
    expect(server.lines()).not.toContain('POST /holds/7/release');
    server.meet('GET /metrics', { status: 200, body: 'places_taken 0\nplaces 10\n' });
    const { code, stderr } = await run(['rehearse', 'short'], root);
    expect(stderr).toContain(`${name} had left something standing: hold-it: taken back`);
    expect(code).toBe(0);
    expect(server.lines()[before]).toBe('POST /holds/7/release');
    expect(server.lines().slice(before)).toContain('GET /page');
    expect(isMarked()).toBe(false);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJournal } from '../../../src/journal/journal.ts';
import type { ActionFact, Told } from '../../../src/model/fact.ts';
import { instant } from '../../../src/model/time.ts';
import { leftRuns, markFor, standing } from '../../../src/rehearse/act/left-over.ts';
import { takeBackLeftOver } from '../../../src/rehearse/act/take-back.ts';
import { systemClock } from '../../../src/rehearse/system-clock.ts';
import { temporaryFolder } from '../../setup/temporary-folder.ts';
import { edited, env, writeWorkspace } from '../../workspace/written-workspace.ts';
import { contractServer, type ContractServer } from './contract-server.ts';

const at = instant(0);
const about = (step: string) => ({ incident: 'slow-1', playbook: 'slow', step });
const started = (step: string): Told<ActionFact> => ({ at, fact: 'action-started', ...about(step), action: step });
const ended = (step: string, outcome: 'done' | 'failed' | 'dry' = 'done', captured = {}): Told<ActionFact> => ({
  ...{ at, fact: 'action-ended', ...about(step), outcome, tries: 1, why: null, captured },
});
const unanswered = (step: string): Told<ActionFact> => ({
  ...{ at, fact: 'action-ended', ...about(step), outcome: 'failed', tries: 1, why: null, captured: {} },
  mayStand: true,
});
const undone = (step: string, outcome: 'done' | 'failed' = 'done'): Told<ActionFact> => ({
  ...{ at, fact: 'action-undone', incident: 'slow-1', step, outcome, why: null },
});

describe('what a run left standing, the first first', () => {
  it.each<[so: string, facts: readonly Told<ActionFact>[], left: readonly string[]]>([
    ['is nothing when nothing was done', [], []],
    ['is what was done', [started('a'), ended('a'), started('b'), ended('b')], ['a', 'b']],
    ['is in the order in which it was done', [started('a'), started('b'), ended('b'), ended('a')], ['b', 'a']],
    ['is what was begun and not ended', [started('a')], ['a']],
    ['is not what failed or was dry', [started('a'), ended('a', 'failed'), started('b'), ended('b', 'dry')], []],
    ['is what failed without an answer', [started('a'), unanswered('a')], ['a']],
    ['is not what was taken back', [started('a'), ended('a'), undone('a')], []],
    ['is what could not be taken back', [started('a'), ended('a'), undone('a', 'failed')], ['a']],
    [
      'is not what was taken back at a later start',
      [started('a'), ended('a'), started('later'), ended('later')],
      ['a'],
    ],
  ])('%s', (_so, facts, left) => {
    const known = facts.map((fact) => ({ v: 1 as const, ...fact }));
    expect(standing(known, ['slow-1 later']).map(({ step }) => step)).toEqual(left);
  });
});

/** The number of a process that has ended. */
async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('a mark', () => {
  const runWith = (mark: string): string => {
    const runs = temporaryFolder();
    mkdirSync(join(runs, 'a-run'));
    writeFileSync(join(runs, 'a-run', 'actions-standing.json'), mark);
    return runs;
  };

  it('of a live run is left alone', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const runs = runWith(JSON.stringify({ pid: child.pid }));
    expect(leftRuns(runs)).toEqual([]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(leftRuns(runs)).toHaveLength(1);
  });

  it('that bears our own number is of a run that has ended: in containers numbers are given again', () => {
    expect(leftRuns(runWith(JSON.stringify({ pid: process.pid })))).toHaveLength(1);
  });

  it('of a process that is not ours is of a live run', () => {
    // The first process of the machine lives, whether or not it may be signalled.
    expect(leftRuns(runWith('{"pid":1}'))).toEqual([]);
  });

  it.each(['', '{"pid":', 'null', '[]'])('that was torn (%j) still marks its run', (text) => {
    expect(leftRuns(runWith(text))).toMatchObject([{ ownTarget: false, takenBack: [] }]);
  });

  it('is none in a folder that is not there, or holds no run', () => {
    expect([leftRuns('/no/such/folder'), leftRuns(temporaryFolder())]).toEqual([[], []]);
  });

  const target = { kind: 'target', action: 'a', with: {} } as const;
  const command = { kind: 'command', run: ['a'], undo: null } as const;
  it.each([
    { act: target, own: false, marks: true },
    { act: target, own: true, marks: false },
    { act: command, own: true, marks: true },
  ])('is made for $act.kind on a target of its own ($own): $marks', ({ act, own, marks }) => {
    const folder = temporaryFolder();
    const mark = markFor(folder, own);
    mark.set(act);
    mark.set(act);
    expect(readdirSync(folder)).toEqual(marks ? ['actions-standing.json'] : []);
    mark.clear();
    mark.clear();
    expect(readdirSync(folder)).toEqual([]);
  });
});

const playbookFile = 'playbooks/slow/playbook.yaml';
const targetFile = 'scenarios/targets/shop.yaml';

/** The sound workspace, whose playbook acts on this server. */
async function actingRehearsal(url: string) {
  const step = `  - id: drain
    person: duty
    when: { cause: queue }
    do: { zh-CN: 清空, zh-TW: 清空, en: Drain the queue }
`;
  const acts = ['add', 'shed', 'hook', 'stay']
    .map((id) => {
      const act =
        id === 'hook'
          ? `call: { post: "${url}/hook" }\n    undo-call: { post: "${url}/unhook" }`
          : `action: ${id === 'stay' ? 'shed' : id}`;
      return `  - id: ${id}\n    ${act}\n    rollback: ${id === 'stay' ? 'never' : 'at-end'}\n    do: { zh-CN: 做, zh-TW: 做, en: Do }\n`;
    })
    .join('');
  const actions = `url: ${url}
actions:
  add: { do: { post: /add, capture: { ids: $.ids } }, undo: { post: /release, json: { ids: "{{ids}}", key: "{{secret.key}}" } } }
  shed: { do: { put: /shed }, undo: { put: /unshed } }`;
  const { workspace, root } = writeWorkspace({
    [playbookFile]: edited(playbookFile, step, acts),
    [targetFile]: edited(targetFile, 'url: http://127.0.0.1:8080', actions),
  });
  return { rehearsal: await workspace.rehearsal('one', env), runs: join(root, 'runs') };
}

interface Killed {
  readonly run?: string;
  readonly target?: string;
  readonly ownTarget?: boolean;
  readonly facts: readonly Told<ActionFact>[];
}

/** The folder of a run that was killed after these facts. */
async function killed(runs: string, url: string, { run = 'a-run', target = 'shop', ownTarget = false, facts }: Killed) {
  const folder = join(runs, run);
  mkdirSync(folder, { recursive: true });
  const journal = openJournal(join(folder, 'journal.ndjson'), { secrets: [], names: [] });
  journal.append({
    ...{ at, fact: 'run-started', run, scenario: 'one', title: 'One', drill: true, skipped: [], thresholds: [] },
    engine: { name: 'k6', version: '1', model: 'open' },
    target: { id: target, url },
    surge: { description: '', arrivals: 1, pieces: [], compression: null },
  });
  for (const fact of facts) journal.append(fact);
  journal.close();
  const mark = join(folder, 'actions-standing.json');
  writeFileSync(mark, JSON.stringify({ pid: await endedPid(), ownTarget, takenBack: [] }));
  return { folder, isMarked: () => existsSync(mark) };
}

/** A start of the next rehearsal: what it says. */
async function nextStart(rehearsal: Awaited<ReturnType<typeof actingRehearsal>>['rehearsal'], runs: string) {
  const said: string[] = [];
  await takeBackLeftOver(runs, { rehearsal, clock: systemClock, cwd: runs, say: (line) => said.push(line) });
  return said;
}

describe('the next rehearsal', () => {
  const begin = async (of: Killed, server?: ContractServer) => {
    const there = server ?? (await contractServer());
    const { rehearsal, runs } = await actingRehearsal(there.url);
    const { folder, isMarked } = await killed(runs, there.url, of);
    return { server: there, rehearsal, runs, folder, isMarked };
  };

  it('takes back what stands on its target from the journal, the last first, says so, and removes the mark', async () => {
    const facts = [started('add'), ended('add', 'done', { ids: [3, 4] }), started('shed'), ended('shed')];
    const { server, rehearsal, runs, isMarked } = await begin({ facts });
    expect(await nextStart(rehearsal, runs)).toEqual([
      'a-run had left something standing: shed: taken back',
      'a-run had left something standing: add: taken back',
    ]);
    expect(server.received.map(({ line, body }) => `${line} ${body}`)).toEqual([
      'PUT /unshed ',
      `POST /release {"ids":[3,4],"key":"${env.SHOP_KEY}"}`,
    ]);
    expect(isMarked()).toBe(false);
    expect(await nextStart(rehearsal, runs)).toEqual([]);
  });

  it('begins with the last of several runs', async () => {
    const { server, rehearsal, runs } = await begin({ run: '20261124-1', facts: [started('shed'), ended('shed')] });
    await killed(runs, server.url, { run: '20261124-2', facts: [started('hook'), ended('hook')] });
    await nextStart(rehearsal, runs);
    expect(server.lines()).toEqual(['POST /unhook', 'PUT /unshed']);
  });

  it('keeps the mark of what cannot be taken back, and tries that alone again', async () => {
    const server = await contractServer({ 'PUT /unshed': [{ status: 500 }, { status: 200 }] });
    const facts = [started('shed'), ended('shed'), started('hook'), ended('hook')];
    const { rehearsal, runs, isMarked } = await begin({ facts }, server);
    expect(await nextStart(rehearsal, runs)).toEqual([
      'a-run had left something standing: hook: taken back',
      'a-run had left something standing: shed: could not be taken back: it answered 500',
      'a-run left something standing that could not be taken back; it is tried again at the next start',
    ]);
    expect(isMarked()).toBe(true);
    expect(await nextStart(rehearsal, runs)).toEqual(['a-run had left something standing: shed: taken back']);
    expect(server.lines()).toEqual(['POST /unhook', 'PUT /unshed', 'PUT /unshed']);
    expect(isMarked()).toBe(false);
  });

  it('cannot take back what was begun, where the answer is wanted that never came', async () => {
    const { server, rehearsal, runs, isMarked } = await begin({ facts: [started('add')] });
    expect((await nextStart(rehearsal, runs))[0]).toContain('the action was given no "ids"');
    expect([server.received, isMarked()]).toEqual([[], true]);
  });

  it('cannot take back a step that is no longer there', async () => {
    const { rehearsal, runs, isMarked } = await begin({ facts: [started('gone'), ended('gone')] });
    expect(await nextStart(rehearsal, runs)).toEqual([
      'a-run left something standing that could not be taken back; it is tried again at the next start',
    ]);
    expect(isMarked()).toBe(true);
  });

  it('leaves what is never to be taken back, and the run is no longer marked', async () => {
    const { server, rehearsal, runs, isMarked } = await begin({ facts: [started('stay'), ended('stay')] });
    expect(await nextStart(rehearsal, runs)).toEqual([]);
    expect([server.received, isMarked()]).toEqual([[], false]);
  });

  it('on another target tells of it, and touches nothing', async () => {
    const { server, rehearsal, runs, isMarked } = await begin({
      target: 'market',
      facts: [started('shed'), ended('shed')],
    });
    expect(await nextStart(rehearsal, runs)).toEqual([
      'a-run left actions standing on market: rehearse on it to take them back',
    ]);
    expect([server.received, isMarked()]).toEqual([[], true]);
  });

  it('takes back only what outlives a target that the run had started', async () => {
    const facts = [started('shed'), ended('shed'), started('hook'), ended('hook')];
    const { server, rehearsal, runs, isMarked } = await begin({ ownTarget: true, facts });
    await nextStart(rehearsal, runs);
    expect([server.lines(), isMarked()]).toEqual([['POST /unhook'], false]);
  });

  it('tells of a journal that cannot be read, and goes on', async () => {
    const { rehearsal, runs, folder, isMarked } = await begin({ facts: [] });
    writeFileSync(join(folder, 'journal.ndjson'), 'not a fact\n');
    expect(await nextStart(rehearsal, runs)).toEqual([
      'a-run left actions standing, and its journal cannot be read: take them back by hand',
    ]);
    expect(isMarked()).toBe(true);
  });
});

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJournal } from '../../src/journal/journal.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { ScoreItemId } from '../../src/model/score-target.ts';
import type { Report } from '../../src/report/report.ts';
import type { RunResult } from '../../src/rehearse/result.ts';
import type { ScoreItem } from '../../src/score/scorecard.ts';
import { rehearse, run, workspace } from '../cli/surgebook.ts';
import { said } from '../notice/plain-notices.ts';
import { delayPlaybook, smallOffice, smallScenario, smallTarget } from './small-office.ts';

/** Lets in what the database can do, once messages are late. */
const actingPlaybook = delayPlaybook(`  - id: let-fewer-in
    action: let-in
    with: { rate: 6 }
    verify: { signal: message-delay, below: 500ms, within: 20s }
    do: ${said('let fewer in')}`);

const steerable = `${smallTarget}secrets: { adminToken: { made: SURGEBOOK_TARGET_TOKEN } }
actions:
  let-in:
    do: { put: /admin/throttle, json: { perTenant: "{{rate}}" }, headers: &admin { authorization: "Bearer {{secret.adminToken}}" } }
    undo: { put: /admin/throttle, json: {}, headers: *admin }
`;

/** Twice what the database can do, for long enough that somebody can do something about it. */
const office = workspaceFiles({
  id: 'small-rush',
  stages: '{ to: 25/s, over: 1s }, { to: 25/s, over: 8s }, { to: 4/s, over: 1s }, { to: 4/s, over: 8s }',
  expect: '{ playbook: message-delay, within: 10s }',
  more: [
    'settle: 5s',
    'dropped-limit: 20%',
    'score: { detect: { within: 10s, key: true }, first-action: 5s, affected: 90%, steps: 100% }',
  ].join('\n'),
});

function workspaceFiles(scenario: Parameters<typeof smallScenario>[0]): Readonly<Record<string, string>> {
  return {
    ...smallOffice,
    ...actingPlaybook,
    'scenarios/targets/small.yaml': steerable,
    [`scenarios/${scenario.id}.yaml`]: smallScenario(scenario),
  };
}

const itemOf = ({ score }: RunResult, id: ScoreItemId): ScoreItem | undefined =>
  score?.items.find((item) => item.id === id);

const actionsIn = (facts: readonly Fact[]): readonly string[] =>
  facts.flatMap((fact) => (fact.fact.startsWith('action-') ? [fact.fact] : []));

interface PrintedWithControl extends RunResult {
  readonly without: RunResult;
}

describe('a rehearsal with its control', () => {
  it('runs the surge again without the actions, and tells what they were worth', async () => {
    const root = workspace(office);
    const { code, result, stderr } = await rehearse(['small-rush', '--control', '--seed', '7'], root);
    expect(code, `${stderr}${JSON.stringify(result)}`).toBe(0);
    const { without } = result as PrintedWithControl;
    expect([result.actions, without.actions]).toEqual([true, false]);
    expect(result.score).toMatchObject({ passed: true, steps: { done: 1, failed: 0 } });
    expect(itemOf(result, 'detect')).toMatchObject({ outcome: 'met', key: true });
    expect(itemOf(result, 'first-action')).toMatchObject({ outcome: 'met' });
    expect(itemOf(without, 'first-action')).toMatchObject({ outcome: 'not-measured', value: null });

    // With fewer let in, messages are in time again while the surge is still on; without, they may be late until the end of the run.
    const { value: mitigated } = itemOf(result, 'mitigate')!;
    expect(mitigated, JSON.stringify(result.score)).not.toBeNull();
    expect(itemOf(without, 'mitigate')!.value ?? Infinity).toBeGreaterThan(mitigated!);
    const affected = result.control!.worth.find((one) => one.of === 'affected');
    expect(affected!.gained).toBeGreaterThan(0);

    const folders = [join(root, result.run), join(root, without.run)];
    expect(folders[0]).not.toBe(folders[1]);
    const written = folders.map((folder) => JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as RunResult);
    expect(result.control!.run).toBe(without.run);
    expect(written[0]!.control).toEqual({ ...result.control, run: basename(without.run) });
    expect(written[1]!.control).toBeUndefined();
    const journals = folders.map((folder) => readJournal(join(folder, 'journal.ndjson')));
    expect(actionsIn(journals[0]!).slice(0, 2)).toEqual(['action-started', 'action-ended']);
    expect(actionsIn(journals[1]!)).toEqual([]);
    const surges = journals.map(([started]) => (started?.fact === 'run-started' ? started.surge : null));
    expect(surges[0]).toEqual(surges[1]);

    const { report } = JSON.parse((await run(['report', result.run, '--json'], root)).stdout) as { report: Report };
    expect(report.control).toMatchObject({ run: basename(without.run), worth: result.control!.worth });
    const curve = report.control!.curves.find(({ signal }) => signal === 'message-delay');
    for (const points of [curve!.with, curve!.without]) expect(points.length).toBeGreaterThan(10);
  }, 120_000);

  it('is refused together with --no-actions: both runs would be the control', async () => {
    const { code, stderr } = await run(['rehearse', 'small-rush', '--control', '--no-actions'], workspace(office));
    expect(stderr).toMatch(/--control.*cannot be used with.*--no-actions/);
    expect(code).toBe(2);
  });
});

describe('a key item', () => {
  it('that is missed makes the run unexpected, and is said', async () => {
    const root = workspace(
      workspaceFiles({
        id: 'small-key',
        stages: '{ to: 25/s, over: 2s }, { to: 25/s, over: 6s }',
        expect: '{ playbook: message-delay, within: 10s, stop: true }',
        more: 'settle: 0s\nscore: { detect: 30s, notify: { within: 1ms, key: true, weight: 3 } }',
      }),
    );
    const { code, stdout } = await run(['rehearse', 'small-key'], root);
    expect(stdout).toMatch(/not as expected/);
    expect(stdout).toMatch(/ {2}key item notify: \d+\.\d s, expected within 1ms/);
    expect(stdout).toMatch(/score 25 of 100, failed by a key item/);
    expect(stdout).toMatch(/✓ detect +\d+\.\d s +within 30s +push 0.5 s, window 3 s, hold 1 s: 1.5 s at best/);
    expect(code).toBe(3);
  });
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readJournal } from '../../src/journal/journal.ts';
import { start, workspace } from '../cli/surgebook.ts';
import { smallOffice, smallScenario } from '../e2e/small-office.ts';

/** Longer than anyone may look away. */
const pausedMs = 6000;

const scenario = smallScenario({
  id: 'small-paused',
  stages: '{ to: 6/s, over: 1s }, { to: 6/s, over: 16s }',
  expect: '{ no-incident: true }',
});

describe('a collector that is paused while load is on', () => {
  it('journals its blindness, invents no incident, and comes to no verdict on the target', async () => {
    const root = workspace({ ...smallOffice, 'scenarios/small-paused.yaml': scenario });
    const running = start(['rehearse', 'small-paused'], root);
    await running.printed(/load started/);
    running.child.kill('SIGSTOP');
    // The pause itself is what is tested: nobody can be awaited while the program stands still.
    await pause(pausedMs);
    running.child.kill('SIGCONT');
    const { code, stdout } = await running.ended;
    expect(stdout).toMatch(/\? blind: the collector itself was paused for \d+\.\d s/);
    expect(stdout).not.toMatch(/● message-delay/);
    expect(stdout).toMatch(/inconclusive/);
    expect(code).toBe(5);
    const [run] = readdirSync(join(root, 'runs'));
    const blind = readJournal(join(root, 'runs', run!, 'journal.ndjson')).filter((fact) => fact.fact === 'blind');
    expect(blind.map(({ why }) => why)).toEqual(['the collector itself was paused']);
  });
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJournal } from '../../src/journal/journal.ts';
import { allGone, descendants, type ProcessEntry } from '../cli/processes.ts';
import { start, workspace, type Running } from '../cli/surgebook.ts';
import { contractService, profileOf, scenarioOf, well } from './contract-service.ts';
import { smallOffice } from './small-office.ts';

const isK6 = ({ command }: ProcessEntry): boolean => command.includes('/k6 run ') && !command.includes('leash-keeper');
const isTarget = ({ command }: ProcessEntry): boolean => command.includes(' target --port ');

/** A rehearsal that is in the midst of its load, with everything it has started. */
async function underLoad(): Promise<{ running: Running; root: string; below: readonly ProcessEntry[] }> {
  const root = workspace(smallOffice);
  const running = start(['rehearse', 'small-lasting'], root);
  await running.printed(/load started/);
  const below = descendants(running.child.pid!);
  expect(below.filter(isK6)).toHaveLength(1);
  expect(below.filter(isTarget).length).toBeGreaterThan(0);
  return { running, root, below };
}

const journalOf = (root: string) => {
  const [run] = readdirSync(join(root, 'runs'));
  return readJournal(join(root, 'runs', run!, 'journal.ndjson'));
};

describe('however a rehearsal ends, nothing of it is left', () => {
  it('Ctrl-C stops the load and everything else, and exits 130 with a complete journal', async () => {
    const { running, root, below } = await underLoad();
    running.child.kill('SIGINT');
    const { code, stdout } = await running.ended;
    expect(code).toBe(130);
    expect(stdout).toContain('interrupted');
    await allGone(below);
    expect(journalOf(root).at(-1)).toMatchObject({ fact: 'run-finished', outcome: 'inconclusive' });
  });

  it('the service sees no request later than a second after Ctrl-C', async () => {
    const service = await contractService(well);
    const root = workspace({
      'scenarios/targets/there.yaml': profileOf(service.url),
      'scenarios/long.yaml': scenarioOf('long', '{ to: 20/s, over: 1s }, { to: 20/s, over: 60s }'),
    });
    const running = start(['rehearse', 'long'], root);
    await running.printed(/load started/);
    await expect.poll(() => service.requestsAt.length, { timeout: 20_000 }).toBeGreaterThan(10);
    const interruptedAt = performance.now();
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    expect(service.requestsAt.at(-1)! - interruptedAt).toBeLessThan(1000);
  });

  it('kill -9 leaves no k6 and no target behind, and the journal reads back', async () => {
    const { running, root, below } = await underLoad();
    running.child.kill('SIGKILL');
    expect(await allGone(below)).toBeLessThan(2000);
    const facts = journalOf(root);
    expect(facts[0]).toMatchObject({ fact: 'run-started' });
    expect(facts.some(({ fact }) => fact === 'load-started')).toBe(true);
    expect(facts.some(({ fact }) => fact === 'run-finished')).toBe(false);
  });

  it('an engine that dies in mid-run exits 4 and says how it died', async () => {
    const { running, below } = await underLoad();
    process.kill(below.find(isK6)!.pid, 'SIGKILL');
    const { code, stdout } = await running.ended;
    expect(code).toBe(4);
    expect(stdout).toContain('engine failed');
    expect(stdout).toMatch(/k6 was ended by SIGKILL/);
    await allGone(below);
  });
});

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { highest } from '../../src/collect/exponential-buckets.ts';
import { readJournal } from '../../src/journal/journal.ts';
import { readSampleRecord } from '../../src/journal/sample-record.ts';
import { exitCode } from '../../src/model/exit-code.ts';
import { loadSeries } from '../../src/model/load-series.ts';
import type { Report } from '../../src/report/report.ts';
import { version } from '../../src/cli/version.ts';
import { rehearse, run, workspace } from '../cli/surgebook.ts';
import { smallOffice } from './small-office.ts';

/** The longest delivery that a run's samples show, to the bucket, in seconds. */
async function longestDelivery(file: string): Promise<number> {
  let worst = 0;
  for await (const { samples } of readSampleRecord(file)) {
    for (const sample of samples) {
      if (sample.kind !== 'histogram' || sample.series !== loadSeries.deliveryDuration) continue;
      worst = Math.max(worst, highest(sample.buckets) ?? 0);
    }
  }
  return worst;
}

describe('a surge beyond the capacity', () => {
  it('opens the playbook of the symptom, names the cause, resolves it, and leaves everything in the run folder', async () => {
    const root = workspace(smallOffice);
    const { code, result, stderr } = await rehearse(['small-surge'], root);
    expect(result.reasons, stderr).toEqual(['message-delay opened within 10.0 s of onset and was resolved']);
    expect(code).toBe(0);
    expect(result).toMatchObject({
      scenario: 'small-surge',
      engine: { name: 'k6', model: 'open' },
      machine: { surgebook: version, node: process.versions.node },
      outcome: 'expected',
    });
    expect(result.arrivals.dropped).toBe(0);
    // k6 may leave the last arrival out when it falls on the end.
    expect(result.arrivals.planned - result.arrivals.started).toBeLessThanOrEqual(1);

    const [incident, ...others] = result.incidents;
    expect(others).toEqual([]);
    expect(incident).toMatchObject({
      id: 'message-delay-1',
      playbook: 'message-delay',
      phase: 'resolved',
      cause: 'database',
    });
    expect(incident!.timeToDetectMs).toBe(Date.parse(incident!.openedAt) - Date.parse(incident!.onsetAt));
    expect(incident!.timeToNotifyMs).toBeGreaterThanOrEqual(incident!.timeToDetectMs!);

    const folder = join(root, result.run);
    expect(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'))).toEqual({ ...result, run: basename(folder) });
    const facts = readJournal(join(folder, 'journal.ndjson'));
    const phases = facts.flatMap((fact) => (fact.fact === 'phase-changed' ? [fact.phase] : []));
    expect(phases).toEqual(['identified', 'monitoring', 'resolved']);
    expect(facts.at(-1)).toMatchObject({ fact: 'run-finished', outcome: 'expected' });

    // 3 languages, 3 channels; users, staff, management and customers in each of the four phases, the vendor in three.
    expect(result.notices).toHaveLength(3 * 3 * (4 * 4 + 3));
    for (const notice of result.notices) expect(readFileSync(join(folder, notice), 'utf8')).toMatch(/演练|演練|DRILL/);
    expect(readFileSync(join(folder, 'incidents/message-delay-1/playbook.md'), 'utf8')).toContain('resolved');

    const replayed = await run(['replay', result.run, '--check'], root);
    expect(replayed.stdout).toContain('the same facts as recorded, byte for byte');
    expect(replayed.code).toBe(0);
    // What the scenario expects by now is no matter of a run that was made before.
    const scenario = join(root, 'scenarios/small-surge.yaml');
    const before = readFileSync(scenario, 'utf8');
    writeFileSync(scenario, before.replace(/^expect: .*$/m, 'expect: [{ no-incident: true }]'));
    const expectedThen = 'message-delay within 10s of onset, cause database, resolved';
    const told = await run(['replay', result.run], root);
    expect(told.stdout).toContain(`expected: ${expectedThen}: came true\n`);
    const reported = await run(['report', result.run, '--json'], root);
    const { report } = JSON.parse(reported.stdout) as { readonly report: Report };
    expect(report.expectations?.[0]).toEqual({ name: expectedThen, faults: [] });
    expect(report.machine).toMatchObject({ surgebook: version, cores: String(availableParallelism()) });
    writeFileSync(scenario, before);
    // Judged by another threshold's way of measuring, the facts are others, and that is said with the line.
    const profile = join(root, 'scenarios/targets/small.yaml');
    writeFileSync(profile, readFileSync(profile, 'utf8').replace('over: 3s', 'over: 2s'));
    const otherwise = await run(['replay', result.run, '--check'], root);
    expect(otherwise.stdout).toMatch(/not the same facts: journal\.ndjson:\d+/);
    expect(otherwise.code).toBe(3);

    // The symptom of 2020: what was accepted at once (every request was answered well) was delivered late.
    expect(await longestDelivery(join(folder, 'samples.ndjson.gz'))).toBeGreaterThan(1);
  });
});

describe('outcomes and exit codes', () => {
  it('load within the capacity really runs, opens nothing, and exits 0', async () => {
    const { code, result } = await rehearse(['small-quiet'], workspace(smallOffice));
    expect(result).toMatchObject({ outcome: 'expected', incidents: [], notices: [] });
    expect(result.arrivals.started).toBeGreaterThanOrEqual(21);
    expect(code).toBe(0);
  });

  it('an expectation that does not come true exits 3 and says what was expected and what happened', async () => {
    const root = workspace(smallOffice);
    const { code, stdout } = await run(['rehearse', 'small-disappointed'], root);
    expect(stdout).toContain('not as expected');
    expect(stdout).toContain('expected message-delay within 5.0 s of onset; no incident opened');
    expect(code).toBe(3);
  });

  it('autocannon makes the HTTP part with Node alone, says that its model is closed and what it skips', async () => {
    const root = workspace(smallOffice);
    const { code, stdout } = await run(['rehearse', 'small-quiet', '--engine', 'autocannon'], root, {
      PATH: '',
      K6_BIN: '',
    });
    expect(stdout).toMatch(/autocannon \S+ \(closed model\)/);
    expect(stdout).toMatch(/skipped: journey chat: .*WebSocket/);
    expect(stdout).toMatch(/inconclusive .*\n +no incident opened\n +the engine could not make chat/);
    expect(code).toBe(exitCode.inconclusive);
  });

  it('--json prints one object also when the input is bad', async () => {
    const root = workspace(smallOffice);
    const { code, result } = await rehearse(['no-such-scenario'], root);
    expect(code).toBe(2);
    expect(result.error).toContain('there is no scenario "no-such-scenario"');
    expect(existsSync(join(root, 'runs'))).toBe(false);
  });
});

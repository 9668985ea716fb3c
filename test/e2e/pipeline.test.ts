import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run, workspace } from '../cli/surgebook.ts';
import { profileOf, scenarioOf } from './contract-service.ts';

/** A service that answers after as long as it is told. */
async function serviceWithDelay() {
  const behaviour = { delayMs: 0 };
  const server = createServer((request, response) => {
    request.resume();
    const answer = request.url === '/metrics' ? 'slots_in_use 1\nslots 10\n' : '{}';
    setTimeout(() => response.end(answer), request.url === '/page' ? behaviour.delayMs : 0);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { behaviour, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const stages = '{ to: 20/s, over: 1s }, { to: 20/s, over: 13s }';

describe('a rehearsal in a pipeline of GitHub', () => {
  const inPipeline = async (root: string, ...words: readonly string[]) => {
    const before = existsSync(join(root, 'runs')) ? readdirSync(join(root, 'runs')) : [];
    const ended = await run(['rehearse', ...words, '--ci'], root, {
      ...{ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(root, 'summary.md') },
    });
    const name = readdirSync(join(root, 'runs')).find((one) => !before.includes(one)) ?? '';
    const annotations = ended.stdout.split('\n').filter((line) => line.startsWith('::'));
    const fileOf = (file: string): string => readFileSync(join(root, 'runs', name, file), 'utf8');
    return { ...ended, name, annotations, fileOf, summary: readFileSync(join(root, 'summary.md'), 'utf8') };
  };

  it('leaves its report and annotates nothing that is as expected; what is worse than its baseline ends with 3 and is annotated', async () => {
    const { behaviour, url } = await serviceWithDelay();
    const root = workspace({
      'scenarios/targets/there.yaml': profileOf(url),
      'scenarios/steady.yaml': scenarioOf('steady', stages),
    });
    const first = await inPipeline(root, 'steady');
    expect(first.code, first.stdout + first.stderr).toBe(0);
    expect(first.annotations).toEqual([]);
    expect(first.fileOf('report.html')).toMatch(/^<!doctype html>/i);
    expect(first.fileOf('junit.xml')).toMatch(/tests="1" failures="0" errors="0"[^]*arrivals.*began/);
    expect(first.summary).toBe(first.fileOf('report.md'));
    behaviour.delayMs = 60;
    const second = await inPipeline(root, 'steady', '--baseline', first.name);
    expect(second.code, second.stdout + second.stderr).toBe(3);
    expect(second.annotations[0]).toMatch(
      /^::error::steady: worse than its baseline: look mean: .* ms → \d+\.\d ms \(\+\d+\.\d %25\)$/,
    );
    expect(second.summary).toContain(`steady: ${second.name} after ${first.name}`);
  });

  it('warns of a signal whose series is misspelt, in all that it leaves, and is judged again alike', async () => {
    const { url } = await serviceWithDelay();
    const root = workspace({
      'scenarios/targets/there.yaml': profileOf(url).replace('used: slots_in_use', 'used: sloots_in_use'),
      'scenarios/steady.yaml': scenarioOf('steady', '{ to: 5/s, over: 2s }'),
    });
    const { code, annotations, fileOf, name } = await inPipeline(root, 'steady');
    expect(code).toBe(0);
    expect(annotations).toEqual([
      expect.stringMatching(
        /^::warning::steady: database-saturation \(watched by .*\) was never measured: there was no sample of sloots_in_use while load was on; did you mean "slots_in_use"\?$/,
      ),
    ]);
    for (const file of ['report.html', 'report.md', 'junit.xml', 'run.json']) {
      expect(fileOf(file).replaceAll('\\', ''), file).toContain('there was no sample of sloots_in_use');
    }
    const replayed = await run(['replay', name, '--check'], root);
    expect(replayed.stdout).toContain('did you mean "slots_in_use"?');
    expect(replayed.code, replayed.stdout).toBe(0);
  });

  it('annotates each reason of what is not as expected', async () => {
    const { url } = await serviceWithDelay();
    const root = workspace({
      'scenarios/targets/there.yaml': profileOf(url),
      'scenarios/hopeful.yaml': scenarioOf(
        'hopeful',
        '{ to: 5/s, over: 2s }',
        '{ playbook: message-delay, within: 5s }',
      ),
    });
    const { code, annotations, fileOf, summary } = await inPipeline(root, 'hopeful');
    expect(code).toBe(3);
    expect(annotations).toEqual(['::error::hopeful: expected message-delay within 5.0 s of onset; no incident opened']);
    expect(fileOf('junit.xml')).toMatch(/failures="1" errors="0"/);
    expect(summary).toBe(fileOf('report.md'));
  });
});

import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJournal } from '../../src/journal/journal.ts';
import { descendants } from '../cli/processes.ts';
import { rehearse, run, start, workspace } from '../cli/surgebook.ts';
import { contractService, profileOf, scenarioOf, unusedPort, well } from './contract-service.ts';
import { smallOffice, smallScenario } from './small-office.ts';

/** How many have arrived, as the journal of the one run has it so far. */
const arrivedIn = (root: string): number => {
  const [name = ''] = readdirSync(join(root, 'runs'));
  const facts = readJournal(join(root, 'runs', name, 'journal.ndjson'));
  return Math.max(0, ...facts.flatMap((fact) => (fact.fact === 'frame' ? [fact.arrivals.started] : [])));
};

const delayExpected = '{ playbook: message-delay, within: 10s }';

describe('a target in trouble', () => {
  it('one that cannot be reached is said so, before any load', async () => {
    const root = workspace({
      'scenarios/targets/there.yaml': profileOf(`http://127.0.0.1:${await unusedPort()}`),
      'scenarios/gone.yaml': scenarioOf('gone', '{ to: 5/s, over: 3s }'),
    });
    const { code, result } = await rehearse(['gone'], root);
    expect(result.error).toMatch(
      /target there was not ready within 2 s: http:\/\/127\.0\.0\.1:\d+\/readyz: .*ECONNREFUSED/,
    );
    expect(result.arrivals.started).toBe(0);
    expect(code).toBe(3);
  });

  it('one that answers garbage is said so with the place, and its requests count as not as expected', async () => {
    const service = await contractService({
      ...well,
      metrics: 'slots_in_use{le="\n<html>',
      answer: [500, '<html>oh no'],
    });
    const root = workspace({
      'scenarios/targets/there.yaml': profileOf(service.url),
      'scenarios/garbage.yaml': scenarioOf('garbage', '{ to: 10/s, over: 1s }, { to: 10/s, over: 3s }'),
    });
    const { code, stdout } = await run(['rehearse', 'garbage'], root);
    expect(stdout).toMatch(/the metrics page cannot be read: line 1, column \d+: expected a closing double quote/);
    // What the page would have shown, nobody has seen: no incident opened, and that proves nothing.
    expect(stdout).toMatch(
      /inconclusive · .*\n +metrics http:\S+ told nothing in the whole run: the metrics page cannot/,
    );
    expect(code).toBe(5);
  });

  it('one that vanishes in mid-run is said so, and its absence is judged as its threshold says', async () => {
    const root = workspace({
      ...smallOffice,
      'scenarios/small-vanishing.yaml': smallScenario({
        id: 'small-vanishing',
        stages: '{ to: 8/s, over: 1s }, { to: 8/s, over: 15s }',
        expect: delayExpected,
      }),
    });
    const running = start(['rehearse', 'small-vanishing'], root);
    await running.printed(/load started/);
    await expect.poll(() => arrivedIn(root), { timeout: 30_000, interval: 200 }).toBeGreaterThan(24);
    const target = descendants(running.child.pid!).find(
      ({ command }) => command.includes(' target --port ') && !command.includes('leash-keeper'),
    );
    process.kill(target!.pid, 'SIGKILL');
    const { stdout, code } = await running.ended;
    expect(stdout).toMatch(/target: the target ended \(SIGKILL\)/);
    // What was sent and not received counts with its age; then nothing is measured, which is a breach and never clears.
    expect(stdout).toMatch(/● message-delay-1 opened/);
    expect(stdout).not.toMatch(/message-delay-1 (monitoring|resolved)/);
    expect(code).toBe(0);
  });
});

describe('a load that is not what it seems', () => {
  const native = (script: string): Record<string, string> => ({
    'scenarios/native.yaml': scenarioOf('native', '{ to: 10/s, over: 1s }, { to: 10/s, over: 2s }').replace(
      /journeys: .*/,
      'script: native.k6.ts',
    ),
    'scenarios/native.k6.ts': script,
  });

  it('a native script in TypeScript drives the load', async () => {
    const service = await contractService(well);
    const root = workspace({
      'scenarios/targets/there.yaml': profileOf(service.url),
      ...native(`import http from 'k6/http';
const page: string = \`\${__ENV.SURGEBOOK_URL}/page\`;
export default function (): void { http.get(page, { tags: { name: 'look' } }); }
`),
    });
    const { code, result } = await rehearse(['native'], root);
    expect(result).toMatchObject({ outcome: 'expected' });
    expect(result.arrivals.started).toBe(service.requestsAt.length);
    expect(code).toBe(0);
  });

  it('exceptions of a script make the run inconclusive, though k6 itself ends well', async () => {
    const service = await contractService(well);
    const root = workspace({
      'scenarios/targets/there.yaml': profileOf(service.url),
      ...native('export default function (): void { throw new Error("typo in the script"); }\n'),
    });
    const { code, result } = await rehearse(['native'], root);
    expect(result.outcome).toBe('inconclusive');
    expect(result.reasons[0]).toMatch(/^\d+ of \d+ journeys were ended by an exception of the scenario's own code$/);
    expect(code).toBe(5);
  });

  it.each<[name: string, script: string, told: string]>([
    [
      'that cannot be parsed',
      "import http from 'k6/http';\nexport default function ( {\n",
      'scenarios/native.k6.ts:3:1  k6 cannot read the script: Expected identifier but found end of file\n',
    ],
    [
      'that says a name twice',
      'const one = 1;\nconst one = 2;\nexport default function () { return one; }\n',
      "scenarios/native.k6.ts:2:7  k6 cannot read the script: Identifier 'one' has already been declared\n   2 | const one = 2;\n             ^\n",
    ],
    [
      'that imports what is not there',
      "import { look } from './helper.ts';\nexport default look;\n",
      'scenarios/native.k6.ts:1:22  there is no module "./helper.ts"\n   1 | import { look } from \'./helper.ts\';\n                            ^^^^^^^^^^^^^\n',
    ],
  ])('a script %s is bad input with its place, before anything starts', async (_name, script, told) => {
    const root = workspace({
      // Whoever starts it sees it fail.
      'scenarios/targets/there.yaml': profileOf('http://127.0.0.1:{{port}}', 'start: no-such-program --port {{port}}'),
      ...native(script),
    });
    const { code, stdout, stderr } = await run(['rehearse', 'native'], root);
    expect(stderr).toBe(told);
    expect({ code, stdout, ran: readdirSync(root).includes('runs') }).toEqual({ code: 2, stdout: '', ran: false });
  });

  it('a script that throws when it is loaded is a failure of the engine with its last words', async () => {
    const service = await contractService(well);
    const root = workspace({
      'scenarios/targets/there.yaml': profileOf(service.url),
      ...native('open("./made-by-the-target.csv");\nexport default function (): void {}\n'),
    });
    const { code, result } = await rehearse(['native'], root);
    expect(result.error).toMatch(/k6 exited with 107|made-by-the-target/);
    expect(code).toBe(4);
  });

  it('an engine that ends well although nothing ran has failed', async () => {
    const service = await contractService(well);
    const root = workspace({
      'scenarios/targets/there.yaml': profileOf(service.url),
      'scenarios/nothing.yaml': scenarioOf('nothing', '{ to: 10/s, over: 2s }'),
      'idle-k6': '#!/bin/sh\n[ "$1" = version ] && echo "k6 v2.2.0 (go1.26, linux/amd64)"\nexit 0\n',
    });
    chmodSync(join(root, 'idle-k6'), 0o755);
    const { code, result } = await rehearse(['nothing'], root, { K6_BIN: join(root, 'idle-k6') });
    expect(result.error).toContain('not one arrival began');
    expect(code).toBe(4);
  });

  it('an engine that freezes, and never ends, is ended and has failed', async () => {
    const service = await contractService(well);
    const root = workspace({
      'scenarios/targets/there.yaml': profileOf(service.url),
      'scenarios/frozen.yaml': scenarioOf('frozen', '{ to: 1/s, over: 2s }'),
      'frozen-k6':
        '#!/bin/sh\n[ "$1" = version ] && echo "k6 v2.2.0 (go1.26, linux/amd64)" && exit 0\necho "Starting executor" >&2\nkill -STOP $$\n',
    });
    chmodSync(join(root, 'frozen-k6'), 0o755);
    const { code, result } = await rehearse(['frozen'], root, { K6_BIN: join(root, 'frozen-k6') });
    expect(result.error).toBe(
      'k6 had not ended long after its last journey could have: it was frozen, and has been ended',
    );
    expect(code).toBe(4);
  });

  it('a secret from the environment reaches the service and no file of the run', async () => {
    const service = await contractService(well);
    const root = workspace({
      'scenarios/targets/there.yaml': profileOf(
        service.url,
        'secrets: { key: { env: OFFICE_KEY } }\nheaders: { authorization: "Bearer {{secret.key}}" }',
      ),
      'scenarios/secret.yaml': scenarioOf('secret', '{ to: 5/s, over: 2s }'),
    });
    const { code, result } = await rehearse(['secret'], root, { OFFICE_KEY: 'hush-hush-77' });
    expect(code).toBe(0);
    const journal = JSON.stringify(readJournal(join(root, result.run, 'journal.ndjson')));
    expect(journal).not.toContain('hush-hush-77');
    expect(JSON.stringify(result)).not.toContain('hush-hush-77');
  });
});

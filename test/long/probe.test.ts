import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allGone, descendants } from '../cli/processes.ts';
import { run, start, workspace } from '../cli/surgebook.ts';
import { contractService, profileOf, scenarioOf, well } from '../e2e/contract-service.ts';

/** Two slots held for 50 ms each: on paper 40 check-ins a second, reached by 3 people or so. */
const smallTarget = `version: 1
id: small
start: surgebook target --port {{port}} --workers 1 --db-slots 2 --db-service-ms 50
url: http://127.0.0.1:{{port}}
ready: /readyz
people: { count: 1000, fields: { name: "user-{{n}}" } }
headers: { authorization: "Bearer {{token}}" }
fragments:
  login: [{ post: /sessions, json: { user: "{{person.name}}" }, name: log-in, capture: { token: $.token } }]
signals: {}
`;

const scenario = (id: string, journeys: string, target = 'small'): string => `version: 1
id: ${id}
title: ${id}
target: ${target}
surge: { stages: [{ to: 1/s, over: 1s }] }
journeys:
${journeys}
expect: [{ no-incident: true }]
`;

const checkIn = '{ login: {} }, { post: /attendance, name: check-in, expect: { status: 201 } }';
const listen = '{ login: {} }, { websocket: /rooms/1/events, every: 1s, for: 2s }';

const office: Readonly<Record<string, string>> = {
  'scenarios/targets/small.yaml': smallTarget,
  'scenarios/check-ins.yaml': scenario(
    'check-ins',
    `  - { id: check-in, share: 50%, steps: [${checkIn}] }\n  - { id: listen, share: 50%, steps: [${listen}] }`,
  ),
  'scenarios/sockets-alone.yaml': scenario('sockets-alone', `  - { id: listen, steps: [${listen}] }`),
};

/** What these tests read of what `probe --json` prints. */
interface Printed {
  readonly outcome: string;
  readonly reasons: readonly string[];
  readonly skipped: readonly { readonly journey: string }[];
  readonly steps: readonly { readonly users: number; readonly throughput: number; readonly underWay: number }[];
  readonly scaling: {
    readonly knee: {
      readonly users: { readonly value: number };
      readonly throughput: { readonly value: number };
    } | null;
    readonly usl: object | null;
  };
  readonly paper: { readonly stage: string; readonly throughput: number } | null;
  readonly proposal: string | null;
  readonly error?: string;
}

async function probe(args: readonly string[], root: string): Promise<{ code: number | null; printed: Printed }> {
  const { code, stdout } = await run(['probe', ...args, '--json'], root);
  return { code, printed: JSON.parse(stdout) as Printed };
}

describe('a probe of the built-in service, with real autocannon', () => {
  it('finds the capacity that was set, within a quarter, and proposes thresholds for it', async () => {
    const root = workspace(office);
    const { code, printed } = await probe(['check-ins', '--step', '3s', '--seed', '7', '--out', 'found.yaml'], root);
    const { scaling, paper, steps } = printed;
    expect(printed.reasons).toEqual([]);
    expect(paper).toEqual({ stage: 'db', throughput: 40 });
    expect(Math.abs((scaling.knee?.throughput.value ?? 0) / 40 - 1)).toBeLessThan(0.25);
    // So many people keep two slots busy, with a log-in in between.
    expect(scaling.knee?.users.value).toBeGreaterThan(1.5);
    expect(scaling.knee?.users.value).toBeLessThan(5);
    expect(scaling.usl).not.toBeNull();
    // Little's law: the model is closed, so whoever is inside waits for an answer.
    for (const { users, underWay } of steps) expect(Math.abs(underWay / users - 1)).toBeLessThan(0.35);
    expect(printed.skipped).toEqual([expect.objectContaining({ journey: 'listen' })]);
    expect(printed.proposal).toContain('check-ins-rate-near-limit');
    expect(readFileSync(join(root, 'found.yaml'), 'utf8')).toBe(printed.proposal);
    expect({ code, outcome: printed.outcome }).toEqual({ code: 0, outcome: 'expected' });
  });

  it('claims no knee where throughput still grew with the most people that it may bring, and proposes nothing', async () => {
    const root = workspace();
    const { code, printed } = await probe(['capacity', '--step', '2s', '--most', '6', '--out', 'found.yaml'], root);
    expect(printed.scaling.knee).toBeNull();
    expect(printed.reasons).toContainEqual(expect.stringContaining('had not stopped growing at 6 users'));
    expect(printed.proposal).toBeNull();
    expect(existsSync(join(root, 'found.yaml'))).toBe(false);
    expect({ code, outcome: printed.outcome }).toEqual({ code: 5, outcome: 'inconclusive' });
  });

  it('shows each step as it is measured, then what was found', async () => {
    const { code, stdout } = await run(['probe', 'check-ins', '--step', '2s', '--most', '6'], workspace(office));
    expect(stdout).toMatch(
      /^surgebook · probe of check-ins · small target at 127\.0\.0\.1:\d+ · autocannon .* \(closed model\)$/m,
    );
    expect(stdout).toMatch(/^skipped: journey listen: needs a WebSocket/m);
    expect(stdout.match(/^ +\d+ +\d+\.\d +\d+\.\d +\d+ ms/gm)?.length).toBeGreaterThanOrEqual(5);
    expect(stdout).toMatch(/^Universal Scalability Law: λ /m);
    expect([0, 5]).toContain(code);
  });
});

describe('however a probe ends, nothing of it is left', () => {
  it('Ctrl-C exits 130, tells what was measured, and leaves no process', async () => {
    const running = start(['probe', 'capacity', '--step', '2s'], workspace());
    await running.printed(/^ +1 +\d/m);
    const below = descendants(running.child.pid!);
    expect(below.some(({ command }) => command.includes(' target --port '))).toBe(true);
    running.child.kill('SIGINT');
    const { code, stdout } = await running.ended;
    expect(code).toBe(130);
    expect(stdout).toContain('interrupted');
    expect(stdout).toContain('no knee is claimed');
    await allGone(below);
  });

  it('the service sees no request later than a second after Ctrl-C', async () => {
    const service = await contractService(well);
    const root = workspace({
      'scenarios/targets/there.yaml': profileOf(service.url),
      'scenarios/look.yaml': scenarioOf('look', '{ to: 1/s, over: 1s }'),
    });
    const running = start(['probe', 'look', '--step', '60s'], root);
    await expect.poll(() => service.requestsAt.length, { timeout: 20_000 }).toBeGreaterThan(10);
    const interruptedAt = performance.now();
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    expect(service.requestsAt.at(-1)! - interruptedAt).toBeLessThan(1000);
  });

  it('a target that does not become ready is something else than expected', async () => {
    const root = workspace({
      'scenarios/targets/there.yaml': profileOf('http://127.0.0.1:9'),
      'scenarios/look.yaml': scenarioOf('look', '{ to: 1/s, over: 1s }'),
    });
    const { code, stdout } = await run(['probe', 'look'], root);
    expect(code).toBe(3);
    expect(stdout).toContain('target there was not ready within 2 s');
  });
});

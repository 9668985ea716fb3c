import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { locateK6 } from '../../src/engine/k6/binary.ts';
import { k6Engine } from '../../src/engine/k6/engine.ts';
import type { EngineEvent } from '../../src/model/engine.ts';
import type { Plan, PlannedStep } from '../../src/model/plan.ts';
import { duration } from '../../src/model/time.ts';
import { spawnLeashed } from '../../src/rehearse/leash.ts';
import { systemClock } from '../../src/rehearse/system-clock.ts';
import { planScenario } from '../../src/scenario/plan.ts';
import { totalArrivals } from '../../src/scenario/rate-curve.ts';
import { openWorkspace } from '../../src/workspace/workspace.ts';
import { run, start, workspace } from '../cli/surgebook.ts';
import { unusedPort } from '../e2e/contract-service.ts';
import { officeLines } from '../e2e/small-office.ts';
import { parseDashboard, queriesOf, substituted, type PlacedQuery } from '../export/grafana-dashboard.ts';
import { root as checkout } from '../export/promtool.ts';
import { plainNotices, said } from '../notice/plain-notices.ts';
import { receiverOf, startPrometheus, withoutPrometheus } from '../peers/prometheus.ts';
import type { ServerProgram } from '../peers/server-program.ts';

// What keeps an engine on its leash is started from source here, and so needs what loads it.
process.execArgv.push('--import', import.meta.resolve('tsx'));

/** A playbook that opens when one of its first trigger's breaches does. */
const playbook = (id: string, trigger: string, triggers: string): Readonly<Record<string, string>> => ({
  [`playbooks/${id}/playbook.yaml`]: `version: 1
id: ${id}
title: ${said(id)}
severity: major
triggers:
${triggers}
when: { any: [${trigger}] }
owners: { command: sre, words: comms }
steps: [{ id: look, person: sre, do: ${said('look')} }]
notices: { audiences: [users], leaves-out: { others: a rehearsal among ourselves } }
`,
  ...plainNotices(id, 'trouble'),
});

/** Ten messages a second and forty people are all that this office can bear. Its signals are measured, and its thresholds see them, in every way there is. */
const office = (port: number): Readonly<Record<string, string>> => ({
  'scenarios/targets/cramped.yaml': `version: 1
id: cramped
url: http://127.0.0.1:${port}
${officeLines}
signals:
  arrival-delay: { of: load.delivery.duration, where: { name: arrived }, stat: p95, over: 3s, unit: seconds }
  answer-time: { of: load.request.duration, stat: mean, over: 3s, unit: seconds }
  thrown-out-ratio: { ratio: [load.sockets.lost, load.sockets.opened], over: 5s }
  slots-used: { used: collab_db_slots_in_use, limit: collab_db_slots }
  log-in-rate: { rate: collab_sessions_opened_total, over: 3s }
  people-inside: { last: collab_sessions, unit: count }
  queue-peak: { max: collab_db_queue, over: 3s, unit: count }
`,
  'scenarios/crush.yaml': `version: 1
id: crush
title: crush
target: cramped
surge: { from: 1/s, stages: [{ to: 1/s, over: 4s }, { to: 20/s, over: 1s }, { to: 20/s, over: 25s }] }
journeys:
  - id: chat
    share: 70%
    steps:
      - login: {}
      - websocket: /rooms/{{room}}/events
        name: room
        steps:
          - { post: "/rooms/{{room}}/messages", json: { text: "{{uuid}}" }, name: send-message, expect: { status: 201 } }
          - receive: { match: "{{uuid}}", name: arrived, within: 8s }
  - id: read
    share: 20%
    steps: [{ login: {} }, { get: /nowhere, name: open-document }]
  - id: haste
    share: 5%
    steps: [{ post: /sessions, json: { user: hasty }, name: log-in-hastily, timeout: 1ms }]
  - id: strangers
    share: 5%
    steps: [{ websocket: "/rooms/{{room}}/events", name: room, steps: [{ think: 1s }] }]
expect: [{ no-incident: true }]
`,
  ...playbook(
    'late',
    'arrival-late',
    `  arrival-late: { signal: arrival-delay, above: 1s, hold: 1s, clear: { below: 500ms, hold: 3s }, absence: breach }
  slots-taken: { signal: slots-used, above: 90%, clear: { below: 80% } }
  crowd-ahead: { signal: people-inside, forecast: { ahead: 30s, from: 10s }, above: 60, clear: { below: 50 } }`,
  ),
  ...playbook(
    'put-out',
    'many-put-out',
    `  many-put-out: { signal: thrown-out-ratio, above: 5%, hold: 1s, clear: { below: 1%, hold: 3s }, severity: critical }
  people-few: { signal: people-inside, below: 10, clear: { above: 20 }, severity: minor }
  budget-gone: { signal: thrown-out-ratio, burn-rate: { objective: 99%, over: [10s, 4s] }, above: 2, clear: { below: 1 } }`,
  ),
});

/** A request that no checked scenario could hold: its variable has no value, which is an exception of the journey's own code. */
const brokenRequest: PlannedStep = {
  kind: 'request',
  method: 'get',
  path: '/{{nobody}}',
  name: 'broken',
  payload: null,
  headers: {},
  expect: [],
  capture: {},
  timeout: duration(1000),
};

/** The scenario's plan, with too few virtual users for it, and a journey in ten that throws. */
async function crushPlan(folder: string, url: string): Promise<Plan> {
  const rehearsal = await openWorkspace({ root: folder, shipped: checkout }).rehearsal('crush', {});
  const plan = planScenario({ ...rehearsal, url, seed: 7 });
  if (plan.behaviour.kind !== 'journeys') throw new Error('the plan has no journeys');
  const journeys = plan.behaviour.journeys.map(({ share, ...journey }) => ({ ...journey, share: share * 0.9 }));
  return {
    ...plan,
    atOnce: { ready: 10, most: 90 },
    behaviour: { kind: 'journeys', journeys: [...journeys, { id: 'broken', share: 0.1, steps: [brokenRequest] }] },
  };
}

/** Has the real k6 put the plan's load on, and push to this Prometheus. */
async function pushTo(prometheus: ServerProgram, plan: Plan, scratch: string): Promise<readonly EngineEvent[]> {
  const binary = await locateK6(process.env, () => undefined);
  if (binary === null) throw new Error('there is no k6: npx surgebook engine install');
  const events: EngineEvent[] = [];
  const driving = k6Engine(binary).drive(plan, {
    scratch,
    remoteWriteUrl: receiverOf(prometheus),
    secrets: {},
    spawn: spawnLeashed,
    now: () => systemClock.now(),
    stop: new AbortController().signal,
  });
  for await (const event of driving) events.push(event);
  return events;
}

interface Answer {
  readonly error?: string;
  readonly data?: { readonly result: readonly { readonly values: readonly (readonly [number, string])[] }[] };
}

/** The largest number that a query comes to at any second of a time; what Prometheus says where there is none. */
async function largest({ url }: ServerProgram, expr: string, from: number, to: number): Promise<number | string> {
  const query = substituted(expr, Math.ceil(to - from));
  const body = new URLSearchParams({ query, start: String(from), end: String(to), step: '1' });
  const response = await fetch(`${url}/api/v1/query_range`, { method: 'POST', body });
  const { error, data } = (await response.json()) as Answer;
  const values = (data?.result ?? []).flatMap((series) => series.values.map(([, value]) => Number(value)));
  const finite = values.filter(Number.isFinite);
  return finite.length === 0 ? (error ?? `nothing came of ${query}`) : Math.max(...finite);
}

async function exportedQueries(folder: string): Promise<readonly PlacedQuery[]> {
  const written = await run(['export', 'grafana', '--out', 'boards', '--target', 'cramped'], folder);
  expect(written).toMatchObject({ code: 0, stderr: '' });
  return ['rehearsal.json', 'cramped.signals.json'].flatMap((name) =>
    queriesOf(parseDashboard(readFileSync(join(folder, 'boards', name), 'utf8'))),
  );
}

it.skipIf(withoutPrometheus)(
  'every query of the dashboards tells something of a rehearsal that k6 pushed to a Prometheus with the rules',
  async () => {
    const port = await unusedPort();
    const folder = workspace(office(port));
    expect(await run(['export', 'prometheus', '--out', 'rules', '--target', 'cramped'], folder)).toMatchObject({
      code: 0,
    });
    const queries = await exportedQueries(folder);
    const capacity = ['--workers', '1', '--people', '40', '--db-slots', '1', '--db-service-ms', '100'];
    await start(['target', '--port', String(port), ...capacity], folder).printed(/collaboration service at/);
    const prometheus = await startPrometheus(folder, {
      rules: ['rules/cramped.rules.yaml'],
      scraped: [new URL(`http://127.0.0.1:${port}`)],
    });
    onTestFinished(() => prometheus.stop());

    const from = systemClock.now() / 1000;
    const plan = await crushPlan(folder, `http://127.0.0.1:${port}`);
    const events = await pushTo(prometheus, plan, folder);
    const to = systemClock.now() / 1000;
    expect(events.at(-1)).toMatchObject({ kind: 'ended', end: { kind: 'completed' } });

    const told = await Promise.all(
      queries.map(async ({ where, expr }) => [where, await largest(prometheus, expr, from, to)] as const),
    );
    expect(told.length).toBeGreaterThan(40);
    // The office was overrun in every way that a panel shows, so none of them is at zero throughout.
    expect(told.filter(([, value]) => typeof value === 'string' || value <= 0)).toEqual([]);
    const all = new Map(told);
    const counted = ['arrivals begun', 'arrivals dropped'].map((what) =>
      all.get(`surgebook-rehearsal: In all: ${what}`),
    );
    const [begun, dropped] = counted.map(Number);
    expect(Math.abs(begun! + dropped! - totalArrivals(plan.pieces))).toBeLessThan(3);
  },
);

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { locateK6 } from '../../src/engine/k6/binary.ts';
import { k6Engine } from '../../src/engine/k6/engine.ts';
import type { Engine } from '../../src/model/engine.ts';
import { loadSeries, tellsEvery } from '../../src/model/load-series.ts';
import type { PlannedStep } from '../../src/model/plan.ts';
import type { Sample } from '../../src/model/sample.ts';
import type { RequestStep } from '../../src/model/step.ts';
import { duration } from '../../src/model/time.ts';
import { drive, planOf, total } from './engine-contract.ts';

/** The real k6: without one nothing here is proved, so its absence is a failure. */
async function makeEngine(): Promise<Engine> {
  const binary = await locateK6(process.env, () => undefined);
  if (binary === null) throw new Error('there is no k6: npx surgebook engine install');
  return k6Engine(binary);
}

const request = (written: Pick<RequestStep, 'method' | 'path' | 'name'> & Partial<RequestStep>): RequestStep => ({
  kind: 'request',
  payload: null,
  headers: {},
  expect: [],
  capture: {},
  timeout: duration(30_000),
  ...written,
});

/** One sends a message and asks for it: what is there beyond `since`, and from where to ask on. */
const steps = (within: number): readonly PlannedStep[] => [
  request({ method: 'get', path: '/sync', name: 'begin', capture: { since: '$.next' } }),
  request({ method: 'put', path: '/messages/{{uuid}}', name: 'send' }),
  {
    kind: 'receive',
    match: '{{uuid}}',
    name: 'delivered',
    within: duration(within),
    poll: {
      request: request({
        method: 'get',
        path: '/sync?since={{since}}&id={{uuid}}',
        name: 'sync',
        capture: { since: '$.next' },
      }),
      every: duration(10),
    },
  },
];

/** What a message service answers to the poll that asks for what is beyond `since`: a status and the messages; null for never. */
type Sync = (since: number, id: string) => readonly [status: number, messages: readonly string[]] | null;

/** A message service on a socket of this machine. Gives its address, and what each poll asked beyond. */
async function messageService(sync: Sync): Promise<{ readonly url: string; readonly polls: readonly number[] }> {
  const polls: number[] = [];
  const server = createServer((incoming, response) => {
    incoming.resume();
    const { searchParams } = new URL(incoming.url ?? '/', 'http://service');
    const since = searchParams.get('since');
    if (since !== null) polls.push(Number(since));
    const answer = since === null ? ([200, []] as const) : sync(Number(since), searchParams.get('id') ?? '');
    if (answer === null) return;
    const [status, messages] = answer;
    response.writeHead(status).end(JSON.stringify({ next: Number(since) + 1, messages }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, polls };
}

async function driven(url: string, within: number): Promise<readonly Sample[]> {
  const behaviour = { kind: 'journeys', journeys: [{ id: 'chat', share: 1, steps: steps(within) }] } as const;
  return (await drive(await makeEngine(), planOf(url, 5, 2, { behaviour, grace: duration(4000) }))).samples;
}

/** All that a histogram was told, over those of its series that have this name. */
function told(samples: readonly Sample[], series: string, name: string): { count: number; sum: number } {
  const last = samples.findLast((sample) => sample.series === series && sample.labels['name'] === name);
  return last?.kind === 'histogram' ? { count: last.buckets.count, sum: last.buckets.sum } : { count: 0, sum: 0 };
}

describe('a receive that polls', () => {
  it('asks on from where the answer before left off, until one holds the message; what was held back counts as no duration', async () => {
    const service = await messageService((since, id) => [200, since < 3 ? ['something else'] : [id]]);
    const samples = await driven(service.url, 5000);
    const journeys = total(samples, loadSeries.started);
    expect(journeys).toBeGreaterThan(0);
    expect(service.polls.filter((since) => since === 3)).toHaveLength(journeys);
    expect(total(samples, loadSeries.finished, { outcome: 'completed' })).toBe(journeys);
    expect(total(samples, loadSeries.requests, { name: 'sync' })).toBe(service.polls.length);
    expect(total(samples, loadSeries.failedRequests)).toBe(0);
    expect(told(samples, loadSeries.deliveryDuration, 'delivered').count).toBe(journeys);
    expect(told(samples, loadSeries.requestDuration, 'send').count).toBe(journeys);
    expect(told(samples, loadSeries.requestDuration, 'sync').count).toBe(0);
  });

  it('a message that never comes is told with its age, and counts with the time waited', async () => {
    const service = await messageService(() => null);
    // Between its second telling and its third.
    const waited = 2.5 * tellsEvery;
    const samples = await driven(service.url, waited);
    const journeys = total(samples, loadSeries.started);
    expect(total(samples, loadSeries.finished, { outcome: 'failed' })).toBe(journeys);
    expect(told(samples, loadSeries.deliveryPending, 'delivered').count).toBe(2 * journeys);
    const { count, sum } = told(samples, loadSeries.deliveryDuration, 'delivered');
    expect(count).toBe(journeys);
    expect(sum / count).toBeGreaterThanOrEqual(waited / 1000);
    expect(total(samples, loadSeries.exceptions)).toBe(0);
  });

  it('a poll that is refused fails the journey under its own name, and is no delivery', async () => {
    const service = await messageService(() => [503, []]);
    const samples = await driven(service.url, 5000);
    const journeys = total(samples, loadSeries.started);
    expect(total(samples, loadSeries.failedRequests, { name: 'sync', outcome: 'unexpected-status' })).toBe(journeys);
    expect(total(samples, loadSeries.finished, { outcome: 'failed' })).toBe(journeys);
    expect(told(samples, loadSeries.deliveryDuration, 'delivered').count).toBe(0);
    expect(total(samples, loadSeries.exceptions)).toBe(0);
  });
});

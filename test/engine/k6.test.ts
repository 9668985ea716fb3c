import { describe, expect, it } from 'vitest';
import { locateK6, type K6Binary } from '../../src/engine/k6/binary.ts';
import { k6Engine } from '../../src/engine/k6/engine.ts';
import type { Engine } from '../../src/model/engine.ts';
import { loadSeries } from '../../src/model/load-series.ts';
import type { PlannedStep } from '../../src/model/plan.ts';
import { duration } from '../../src/model/time.ts';
import { contractService, well } from '../e2e/contract-service.ts';
import { drive, engineContract, planOf, total } from './engine-contract.ts';

/** The real k6: without one nothing here is proved, so its absence is a failure. */
async function realK6(): Promise<K6Binary> {
  const binary = await locateK6(process.env, () => undefined);
  if (binary === null) throw new Error('there is no k6: npx surgebook engine install');
  return binary;
}

const makeEngine = async (): Promise<Engine> => k6Engine(await realK6());

const think = (ms: number): PlannedStep => ({ kind: 'think', least: duration(ms), most: duration(ms) });

describe('k6', () => {
  engineContract(makeEngine);

  it('arrivals for whom there is no virtual user are counted as dropped', async () => {
    const service = await contractService(well);
    const busy = planOf(service.url, 20, 3, {
      atOnce: { ready: 2, most: 2 },
      behaviour: { kind: 'journeys', journeys: [{ id: 'look', share: 1, steps: [think(1000)] }] },
    });
    const { samples } = await drive(await makeEngine(), busy);
    const started = total(samples, loadSeries.started);
    expect(started).toBeGreaterThan(0);
    expect(total(samples, loadSeries.dropped)).toBeGreaterThan(40);
    expect(started + total(samples, loadSeries.dropped)).toBeGreaterThanOrEqual(58);
  });

  it('starts are counted by the script itself: those interrupted at the end are among them', async () => {
    const service = await contractService(well);
    const cutShort = planOf(service.url, 10, 2, {
      grace: duration(500),
      behaviour: { kind: 'journeys', journeys: [{ id: 'look', share: 1, steps: [think(60_000)] }] },
    });
    const { samples, events } = await drive(await makeEngine(), cutShort);
    expect(total(samples, loadSeries.started)).toBeGreaterThanOrEqual(18);
    expect(total(samples, loadSeries.finished)).toBe(0);
    expect(events.at(-1)).toMatchObject({ end: { kind: 'completed' } });
  });

  it('each journey gets its share of the arrivals', async () => {
    const service = await contractService(well);
    const plan = planOf(service.url, 50, 4, {
      behaviour: {
        kind: 'journeys',
        journeys: [
          { id: 'many', share: 0.75, steps: [think(0)] },
          { id: 'few', share: 0.25, steps: [think(0)] },
        ],
      },
    });
    const { samples } = await drive(await makeEngine(), plan);
    const all = total(samples, loadSeries.started);
    expect(total(samples, loadSeries.started, { journey: 'many' }) / all).toBeCloseTo(0.75, 1);
  });

  it('a redirect is an answer, not a way to another host', async () => {
    const elsewhere = await contractService(well);
    const service = await contractService({
      ...well,
      answer: [302, '{}'],
      headers: { location: `${elsewhere.url}/page` },
    });
    const { samples } = await drive(await makeEngine(), planOf(service.url, 10, 1));
    expect(elsewhere.requestsAt).toEqual([]);
    expect(total(samples, loadSeries.failedRequests, { outcome: 'unexpected-status' })).toBe(service.requestsAt.length);
  });
});

import { describe, expect, it } from 'vitest';
import { listenForRemoteWrite } from '../../src/collect/sources/remote-write.ts';
import type { Engine, EngineEvent } from '../../src/model/engine.ts';
import { loadSeries } from '../../src/model/load-series.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Sample } from '../../src/model/sample.ts';
import { duration, instant } from '../../src/model/time.ts';
import { spawnLeashed } from '../../src/rehearse/leash.ts';
import { systemClock } from '../../src/rehearse/system-clock.ts';
import { contractService, unusedPort, well } from '../e2e/contract-service.ts';
import { temporaryFolder } from '../setup/temporary-folder.ts';

// What keeps an engine on its leash is started from source here, and so needs what loads it.
process.execArgv.push('--import', import.meta.resolve('tsx'));

/** A plan of one HTTP journey: so many a second for so long. */
export const planOf = (url: string, rate: number, seconds: number, more: Partial<Plan> = {}): Plan => ({
  scenario: 'contract',
  url,
  ca: null,
  pieces: [{ from: rate, to: rate, lasting: duration(seconds * 1000) }],
  behaviour: {
    kind: 'journeys',
    journeys: [
      {
        id: 'look',
        share: 1,
        steps: [
          {
            kind: 'request',
            method: 'get',
            path: '/page',
            name: 'look',
            payload: null,
            headers: {},
            expect: [200],
            capture: {},
            timeout: duration(5000),
          },
        ],
      },
    ],
  },
  people: { kind: 'none' },
  variables: {},
  headers: {},
  atOnce: { ready: 20, most: 100 },
  grace: duration(2000),
  seed: 7,
  ...more,
});

/** What a drive brought. */
export interface Driven {
  readonly events: readonly EngineEvent[];
  readonly samples: readonly Sample[];
}

/** Drives a plan as a rehearsal does; `stop` may be aborted on the way. */
export async function drive(
  engine: Engine,
  plan: Plan,
  stop = new AbortController(),
  onStart = (): void => undefined,
): Promise<Driven> {
  const scratch = temporaryFolder();
  const pushed = await listenForRemoteWrite({ clock: systemClock });
  const unwatch = new AbortController();
  const events: EngineEvent[] = [];
  const samples: Sample[] = [];
  const following = (async () => {
    for await (const reading of pushed.watch(unwatch.signal)) {
      if (reading.kind !== 'samples') throw new Error(reading.why);
      samples.push(...reading.samples.flatMap((sample) => engine.translate(sample, instant(0)) ?? []));
    }
  })();
  const context = {
    scratch,
    remoteWriteUrl: pushed.url,
    secrets: {},
    spawn: spawnLeashed,
    now: () => systemClock.now(),
    stop: stop.signal,
  };
  for await (const event of engine.drive(plan, context)) {
    events.push(event);
    if (event.kind === 'samples') samples.push(...event.samples);
    if (event.kind === 'started') onStart();
  }
  unwatch.abort();
  await following;
  await pushed.close();
  return { events, samples };
}

/** The last value of a counter's series, added up over those whose labels hold all of `where`. */
export function total(
  samples: readonly Sample[],
  series: string,
  where: Readonly<Record<string, string>> = {},
): number {
  const last = new Map<string, number>();
  for (const sample of samples) {
    if (sample.kind !== 'counter' || sample.series !== series) continue;
    if (!Object.entries(where).every(([name, value]) => sample.labels[name] === value)) continue;
    last.set(JSON.stringify(sample.labels), sample.value);
  }
  return [...last.values()].reduce((sum, value) => sum + value, 0);
}

/** What every engine promises, whatever it is made of. */
export function engineContract(makeEngine: () => Promise<Engine>): void {
  describe('keeps the contract of engines', () => {
    it('tells its start first and its end last, and counts every arrival under the engine-neutral names', async () => {
      const service = await contractService(well);
      const { events, samples } = await drive(await makeEngine(), planOf(service.url, 20, 3));
      expect(events[0]).toMatchObject({ kind: 'started' });
      expect(events.at(-1)).toMatchObject({ kind: 'ended', end: { kind: 'completed' } });
      const seen = service.requestsAt.length;
      expect(seen).toBeGreaterThanOrEqual(58);
      expect(total(samples, loadSeries.started, { journey: 'look' })).toBe(seen);
      expect(total(samples, loadSeries.finished, { journey: 'look', outcome: 'completed' })).toBe(seen);
      expect(total(samples, loadSeries.requests, { name: 'look' })).toBe(seen);
      expect(total(samples, loadSeries.failedRequests)).toBe(0);
      expect(samples.some(({ series }) => series === loadSeries.failedRequests)).toBe(true);
      expect(total(samples, loadSeries.dropped)).toBe(0);
      const durations = samples.findLast((sample) => sample.series === loadSeries.requestDuration);
      expect(durations).toMatchObject({ kind: 'histogram', labels: { name: 'look' }, buckets: { count: seen } });
      const known: readonly string[] = Object.values(loadSeries);
      expect(samples.filter(({ series }) => !known.includes(series))).toEqual([]);
      const unborn = samples.filter(
        (sample) => (sample.kind === 'counter' || sample.kind === 'histogram') && sample.bornAt === null,
      );
      expect(unborn).toEqual([]);
    });

    it('an answer that is not the expected one fails the journey, and is no exception of the script', async () => {
      const service = await contractService({ ...well, answer: [503, '{}'] });
      const { samples } = await drive(await makeEngine(), planOf(service.url, 10, 2));
      const seen = service.requestsAt.length;
      expect(total(samples, loadSeries.requests)).toBe(seen);
      expect(total(samples, loadSeries.failedRequests, { outcome: 'unexpected-status' })).toBe(seen);
      expect(total(samples, loadSeries.finished, { outcome: 'failed' })).toBe(seen);
      expect(total(samples, loadSeries.exceptions)).toBe(0);
    });

    it('a service that is not there answers nothing, and that is counted', async () => {
      const { events, samples } = await drive(
        await makeEngine(),
        planOf(`http://127.0.0.1:${await unusedPort()}`, 10, 2),
      );
      expect(events.at(-1)).toMatchObject({ end: { kind: 'completed' } });
      const begun = total(samples, loadSeries.started);
      expect(total(samples, loadSeries.requests)).toBe(begun);
      expect(total(samples, loadSeries.failedRequests, { outcome: 'no-answer' })).toBe(begun);
      expect(total(samples, loadSeries.started)).toBeGreaterThanOrEqual(18);
    });

    it('stops when it is told to, long before its plan is done', async () => {
      const service = await contractService(well);
      const stop = new AbortController();
      const { events } = await drive(await makeEngine(), planOf(service.url, 10, 600), stop, () => {
        stop.abort();
      });
      expect(events.at(-1)).toMatchObject({ kind: 'ended', end: { kind: 'stopped' } });
    });

    it('does not begin when it was stopped before', async () => {
      const service = await contractService(well);
      const stop = new AbortController();
      stop.abort();
      const { events } = await drive(await makeEngine(), planOf(service.url, 10, 600), stop);
      expect(events.map(({ kind }) => kind)).toEqual(['ended']);
      expect(service.requestsAt).toEqual([]);
    });
  });
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Collector } from '../../src/collect/collector.ts';
import type { Frame } from '../../src/model/frame.ts';
import { loadSeries } from '../../src/model/load-series.ts';
import type { Sample } from '../../src/model/sample.ts';
import { signalMeasureSchema, type SignalDefinition } from '../../src/model/signal.ts';
import { between, duration } from '../../src/model/time.ts';
import { counter, gauge, histogram, second, stale } from './samples.ts';

const limits = { retention: duration(60_000), maxSeries: 100 };

const signal = (id: string, written: unknown): SignalDefinition => {
  const measure = signalMeasureSchema.parse(written);
  return { id, unit: measure.unit, measure };
};
const requestRate = signal('request-rate', { rate: 'requests', over: '5s' });
const queueLength = signal('queue-length', { last: 'queue', unit: 'count' });
const messageDelay = signal('message-delay', {
  of: loadSeries.deliveryDuration,
  stat: 'p95',
  over: '5s',
  unit: 'seconds',
});

const collectorOf = (definitions: readonly SignalDefinition[], ...samples: Sample[]): Collector => {
  const collector = new Collector(definitions, limits);
  collector.take(samples);
  return collector;
};

/** The seconds of a frame: where each began, in seconds into the run, and what it says. */
const secondsOf = ({ seconds }: Frame): [start: number, value: number][] =>
  seconds.map(({ start, value }) => [between(second(0), start) / 1000, value]);

describe('a frame', () => {
  it('has every signal, also those of which nothing was measured', () => {
    const collector = collectorOf([requestRate, queueLength], gauge('queue', 1, 7));
    expect(collector.frame(second(2), true)).toMatchObject({
      at: second(2),
      loadOn: true,
      signals: [
        { id: 'request-rate', unit: 'per-second', at: second(2), value: null },
        { id: 'queue-length', unit: 'count', at: second(2), value: 7 },
      ],
    });
  });

  it('does not see what came after it', () => {
    const collector = collectorOf([queueLength], gauge('queue', 1, 7), gauge('queue', 2, 9));
    expect(collector.frame(second(1.5), false).signals).toMatchObject([{ value: 7 }]);
  });
});

describe('the seconds of a frame', () => {
  it('are whole seconds that are complete: their series were read later', () => {
    const collector = collectorOf([requestRate], counter('requests', 0, 0));
    collector.frame(second(0), true);
    collector.take([counter('requests', 1, 10), counter('requests', 2, 30)]);
    expect(secondsOf(collector.frame(second(2), true))).toEqual([
      [0, 10],
      [1, 20],
    ]);
    expect(secondsOf(collector.frame(second(2.9), true))).toEqual([]);
    collector.take([counter('requests', 3, 35)]);
    expect(secondsOf(collector.frame(second(3.1), true))).toEqual([[2, 5]]);
  });

  it('wait three seconds for a reading, and no longer', () => {
    const collector = collectorOf([requestRate], counter('requests', 1, 10));
    collector.frame(second(1), true);
    collector.take([counter('requests', 1.5, 30)]);
    expect(secondsOf(collector.frame(second(4.9), true))).toEqual([]);
    expect(secondsOf(collector.frame(second(5), true))).toEqual([[1, 20]]);
  });

  it('take in what came late, but in time', () => {
    const collector = collectorOf([requestRate], counter('requests', 0, 0), counter('requests', 1, 10));
    collector.frame(second(1), true);
    collector.frame(second(3), true);
    collector.take([counter('requests', 1.7, 25)]);
    expect(secondsOf(collector.frame(second(5), true))).toEqual([[1, 15]]);
  });

  it('are those since the second before the first frame', () => {
    const readings = [0, 1, 2, 3, 4].map((at) => counter('requests', at, 10 * at));
    expect(secondsOf(collectorOf([requestRate], ...readings).frame(second(4), true))).toEqual([[3, 10]]);
  });

  it('are all told after a pause', () => {
    const collector = collectorOf([queueLength], gauge('queue', 0, 0));
    collector.frame(second(0), true);
    collector.take([1, 2, 3, 4].map((at) => gauge('queue', at, at)));
    expect(secondsOf(collector.frame(second(4), true))).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
  });

  it('say nothing where nothing was measured', () => {
    const collector = collectorOf([requestRate], counter('requests', 0, 0));
    collector.frame(second(0), true);
    collector.take([counter('requests', 1, 10), counter('requests', 4, 40)]);
    expect(secondsOf(collector.frame(second(4), true))).toEqual([
      [0, 10],
      [3, 30],
    ]);
  });

  it.each<[name: string, before: number[], start: number]>([
    ['to the second before, from which on it tells', [3.3], 3],
    ['to its own when the push before came at its beginning', [4], 4],
    ['to its own when there was no push before', [], 4],
    ['to its own when the push before came long before', [2.9], 4],
  ])('are attributed %s', (_name, before, start) => {
    const collector = collectorOf([messageDelay]);
    collector.frame(second(4.2), true);
    const delays = (at: number, values: number[]): Sample =>
      histogram(loadSeries.deliveryDuration, at, values, { born: 0 });
    collector.take([...before.map((at) => delays(at, [])), delays(4.3, [8]), delays(5.3, [8])]);
    expect(secondsOf(collector.frame(second(5.4), true))).toEqual([[start, expect.closeTo(8, 0)]]);
  });

  it('are attributed to the earliest beginning among instances', () => {
    const collector = collectorOf([requestRate]);
    collector.frame(second(4.2), true);
    const push = (instance: string, at: number, value: number): Sample =>
      counter('requests', at, value, { labels: { instance } });
    collector.take([push('a', 4, 0), push('a', 5, 1), push('b', 3.9, 0), push('b', 4.9, 10)]);
    expect(secondsOf(collector.frame(second(5.1), true))).toEqual([[3, 11]]);
  });

  it('together tell every reading once, in rising order', () => {
    const event = fc.record({
      after: fc.integer({ min: 1, max: 1500 }),
      what: fc.constantFrom('push', 'frame', 'push and frame'),
      adds: fc.nat({ max: 20 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const collector = collectorOf([requestRate]);
        const told = [...collector.frame(second(0), true).seconds];
        let now = 0;
        let total = 0;
        for (const { after, what, adds } of events) {
          now += after / 1000;
          if (what !== 'frame') {
            total += adds;
            collector.take([counter('requests', now, total, { born: 0 })]);
          }
          if (what !== 'push') told.push(...collector.frame(second(now), true).seconds);
        }
        told.push(...collector.frame(second(now + 10), true).seconds);
        expect(told.reduce((sum, { value }) => sum + value, 0)).toBe(total);
        expect(told.map(({ start }) => start)).toEqual(told.map(({ start }) => start).sort((a, b) => a - b));
      }),
    );
  });
});

describe('a collector', () => {
  it('totals the newest values of a series, also of those that have ended', () => {
    const of = (journey: string): { labels: Record<string, string> } => ({ labels: { journey } });
    const collector = collectorOf(
      [],
      ...[
        counter('n', 1, 5, of('a')),
        counter('n', 2, 7, of('a')),
        counter('n', 1, 30, of('b')),
        stale('n', 3, of('b')),
      ],
      histogram('h', 1, [1, 2]),
    );
    expect([
      collector.total('n'),
      collector.total('n', { journey: 'a' }),
      collector.total('m'),
      collector.total('h'),
    ]).toEqual([37, 7, 0, 0]);
  });

  it('uses what signals are measured from, arrivals are counted and runs are compared by, and nothing else', () => {
    const measures: unknown[] = [
      { of: loadSeries.deliveryDuration, stat: 'p95', over: '5s', unit: 'seconds' },
      { ratio: ['late', 'all'], over: '5s' },
      { used: 'slots_in_use', limit: 'slots' },
      { rate: 'requests', over: '5s' },
      { last: 'queue', unit: 'count' },
      { max: 'rooms', over: '5s', unit: 'count' },
    ];
    const collector = collectorOf(measures.map((written, place) => signal(`signal-${place}`, written)));
    const { deliveryDuration, deliveryPending, started, dropped, finished } = loadSeries;
    const used = ['late', 'all', 'slots_in_use', 'slots', 'requests', 'queue', 'rooms'];
    for (const name of [...used, deliveryDuration, deliveryPending, started, dropped, finished]) {
      expect([name, collector.uses(gauge(name, 1, 1)), collector.uses(stale(name, 1))]).toEqual([name, true, true]);
    }
    expect(collector.uses(gauge(loadSeries.requests, 1, 1))).toBe(true);
    expect(collector.uses(gauge(loadSeries.socketsOpened, 1, 1))).toBe(false);
    expect(collector.uses(gauge('queue', 1, Number.NaN))).toBe(false);
  });

  it('counts what it refuses of a flood of series', () => {
    const flood = Array.from({ length: 150 }, (_, room) => gauge('queue', 1, 1, { labels: { room: String(room) } }));
    const collector = collectorOf([queueLength], ...flood);
    expect(collector.refused).toBe(50);
    expect(collector.frame(second(1), true).signals).toMatchObject([{ value: 100 }]);
  });
});

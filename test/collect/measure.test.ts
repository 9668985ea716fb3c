import { describe, expect, it } from 'vitest';
import { measure, measureSpan } from '../../src/collect/measure.ts';
import { SampleStore } from '../../src/collect/sample-store.ts';
import { loadSeries } from '../../src/model/load-series.ts';
import type { Sample } from '../../src/model/sample.ts';
import { signalMeasureSchema, type SignalMeasure } from '../../src/model/signal.ts';
import { duration } from '../../src/model/time.ts';
import { counter, gauge, histogram, second, stale } from './samples.ts';

/** A measure as a profile writes it. */
const how = (written: unknown): SignalMeasure => signalMeasureSchema.parse(written);

function storeOf(samples: readonly Sample[]): SampleStore {
  const store = new SampleStore({ retention: duration(60_000), maxSeries: 100 });
  store.add(samples);
  return store;
}

const read = (written: unknown, samples: readonly Sample[], at: number): number | null =>
  measure(how(written), storeOf(samples), second(at));

/** So many times the same value. */
const times = (count: number, value: number): number[] => Array<number>(count).fill(value);

const instance = (name: string): { labels: Record<string, string> } => ({ labels: { instance: name } });

describe('a percentile', () => {
  const p95 = { of: 'delay', stat: 'p95', over: '5s', unit: 'seconds' };

  it('is of the observations of its window alone', () => {
    const samples = [
      histogram('delay', 1, times(100, 8)),
      histogram('delay', 6, [...times(100, 8), ...times(10, 1)]),
      histogram('delay', 7, [...times(100, 8), ...times(20, 1)]),
    ];
    expect(read(p95, samples, 7)).toBeCloseTo(1, 1);
    expect(read(p95, samples, 20)).toBeNull();
  });

  it('is of all instances together, not the mean of theirs', () => {
    // One instance answers 95 quickly, the other 5 slowly: at the 96th of a hundred begins what is slow.
    const quick = [histogram('delay', 1, [], instance('a')), histogram('delay', 2, times(95, 0.1), instance('a'))];
    const slow = [histogram('delay', 1, [], instance('b')), histogram('delay', 2, times(5, 8), instance('b'))];
    expect(read(p95, [...quick, ...slow], 3)).toBeLessThan(0.11);
    expect(read({ ...p95, stat: 'p99' }, [...quick, ...slow], 3)).toBeGreaterThan(7);
    expect(read({ ...p95, where: { instance: 'b' } }, [...quick, ...slow], 3)).toBeGreaterThan(7);
  });

  it('goes on over the restart of an instance, and without one that has gone', () => {
    const samples = [
      histogram('delay', 1, times(100, 8), instance('a')),
      histogram('delay', 3, times(10, 1), instance('a')),
      histogram('delay', 1, times(100, 8), instance('b')),
      stale('delay', 2, instance('b')),
    ];
    expect(read(p95, samples, 4)).toBeCloseTo(1, 1);
  });

  it.each([
    ['p50', 2, 0.1],
    ['p90', 4, 0.4],
    ['p99', 4, 0.4],
    ['max', 4, 0.4],
    ['mean', 2.3, 0.001],
  ])('of another kind: %s', (stat, value, within) => {
    const samples = [histogram('delay', 1, []), histogram('delay', 2, [1, 2, 2, 2, 2, 2, 2, 2, 4, 4])];
    expect(Math.abs((read({ ...p95, stat }, samples, 3) ?? 0) - value)).toBeLessThan(within);
  });

  it.each([
    ['no series', []],
    ['a series of which only the beginning is known', [histogram('delay', 2, [1])]],
    ['a series in which nothing happened', [histogram('delay', 1, [1]), histogram('delay', 2, [1])]],
  ])('of nothing is nothing: %s', (_name, samples) => {
    expect(read(p95, samples, 3)).toBeNull();
    expect(read({ ...p95, stat: 'mean' }, samples, 3)).toBeNull();
    expect(read({ ...p95, stat: 'max' }, samples, 3)).toBeNull();
  });
});

describe('a percentile of deliveries', () => {
  const p95 = { of: loadSeries.deliveryDuration, stat: 'p95', over: '5s', unit: 'seconds' };
  const delivered = (at: number, values: readonly number[], of = instance('a')): Sample =>
    histogram(loadSeries.deliveryDuration, at, values, { born: 0, ...of });
  const pending = (at: number, values: readonly number[], of = instance('a')): Sample =>
    histogram(loadSeries.deliveryPending, at, values, { born: 0, ...of });

  it('counts a message not yet received with its age so far', () => {
    const samples = [
      delivered(1, times(10, 0.1)),
      pending(1, []),
      delivered(2, times(10, 0.1)),
      pending(2, times(10, 1)),
    ];
    expect(read(p95, samples, 2)).toBeCloseTo(1, 1);
    expect(read({ ...p95, stat: 'mean' }, samples, 2)).toBeCloseTo(0.55, 3);
  });

  it('has a value even when nothing at all was delivered', () => {
    expect(read(p95, [pending(1, [1, 1]), pending(2, [1, 1, 2, 2])], 2)).toBeCloseTo(2, 1);
  });

  it('counts each waiting message once: by its newest age', () => {
    const ages = [1, 2, 3, 4].map((at) =>
      pending(
        at,
        Array.from({ length: at }, (_, age) => age + 1),
      ),
    );
    expect(read({ ...p95, stat: 'mean' }, [delivered(4, [2]), ...ages], 4)).toBe((2 + 4) / 2);
  });

  it('forgets what was told to be waiting once it is told no more', () => {
    const samples = [pending(1, times(5, 4)), delivered(2, times(5, 4.5)), pending(2, times(5, 4))];
    expect(read({ ...p95, stat: 'mean' }, samples, 2)).toBe(4.5);
    // Its teller has gone silent: the ages are of another time.
    expect(read(p95, [pending(1, times(5, 4))], 2.5)).toBeCloseTo(4, 0);
    expect(read(p95, [pending(1, times(5, 4))], 3)).toBeNull();
  });

  it('counts what waits at every instance', () => {
    const samples = [
      pending(1.9, times(3, 1), instance('a')),
      pending(1.2, times(3, 3), instance('b')),
      delivered(1.9, times(2, 7), instance('b')),
    ];
    expect(read({ ...p95, stat: 'mean' }, samples, 2)).toBe((3 + 9 + 14) / 8);
  });
});

describe('a ratio', () => {
  const ratio = { ratio: ['late', 'all'], over: '5s' };

  it.each<[name: string, samples: Sample[], value: number | null]>([
    [
      'the share of increases',
      [counter('late', 1, 5), counter('all', 1, 10), counter('late', 4, 7), counter('all', 4, 20)],
      0.2,
    ],
    ['zero when the part was never seen', [counter('all', 1, 10), counter('all', 4, 20)], 0],
    ['nothing when the whole was never seen', [counter('late', 1, 5), counter('late', 4, 7)], null],
    [
      'nothing when the whole stands still',
      [counter('late', 1, 5), counter('all', 1, 10), counter('all', 4, 10)],
      null,
    ],
    [
      'the same over a reset of both',
      [counter('late', 1, 90), counter('all', 1, 99), counter('late', 4, 1), counter('all', 4, 4)],
      0.25,
    ],
    [
      'of all instances together',
      [
        counter('late', 1, 0, instance('a')),
        counter('all', 1, 0, instance('a')),
        counter('late', 1, 0, instance('b')),
        counter('all', 1, 0, instance('b')),
        counter('late', 4, 1, instance('a')),
        counter('all', 4, 1, instance('a')),
        counter('late', 4, 0, instance('b')),
        counter('all', 4, 9, instance('b')),
      ],
      0.1,
    ],
  ])('is %s', (_name, samples, value) => {
    expect(read(ratio, samples, 5)).toBe(value);
  });
});

describe('a rate', () => {
  const rate = { rate: 'requests', over: '4s' };

  it.each<[name: string, samples: Sample[], value: number | null]>([
    ['the increase a second', [counter('requests', 1, 10), counter('requests', 4, 30)], 5],
    ['zero when nothing came', [counter('requests', 1, 10), counter('requests', 4, 10)], 0],
    ['nothing when nothing was read', [counter('requests', 0, 10)], null],
    ['nothing as long as only its beginning is known', [counter('requests', 4, 10)], null],
    ['of what came since a reset', [counter('requests', 1, 10), counter('requests', 4, 8)], 2],
    ['of a counter born in the window', [counter('requests', 3, 8, { born: 2 })], 2],
  ])('is %s', (_name, samples, value) => {
    expect(read(rate, samples, 5)).toBe(value);
  });
});

describe('what is used of a limit', () => {
  const used = { used: 'slots_in_use', limit: 'slots' };
  const instances = (at: number, ...values: (readonly [used: number, limit: number])[]): Sample[] =>
    values.flatMap(([inUse, slots], place) => [
      gauge('slots_in_use', at, inUse, instance(String(place))),
      gauge('slots', at, slots, instance(String(place))),
    ]);

  it.each<[name: string, samples: Sample[], at: number, value: number | null]>([
    ['one instance', instances(1, [9, 10]), 1, 0.9],
    ['all instances together', instances(1, [10, 10], [1, 10], [1, 20]), 1, 0.3],
    ['the newest readings', [...instances(1, [9, 10]), ...instances(2, [5, 10])], 2, 0.5],
    ['readings a while old', instances(1, [9, 10]), 5.9, 0.9],
    ['readings too old', instances(1, [9, 10]), 6, null],
    ['an instance that has gone silent', [...instances(6, [2, 10]), gauge('slots', 1, 10, instance('9'))], 7, 0.2],
    [
      'an instance that has ended',
      [...instances(1, [9, 10], [1, 10]), stale('slots', 2, instance('0')), stale('slots_in_use', 2, instance('0'))],
      2,
      0.1,
    ],
    ['an instance that came', [...instances(1, [9, 10]), ...instances(2, [9, 10], [0, 10])], 2, 0.45],
    ['no limit', [gauge('slots_in_use', 1, 9)], 1, null],
    ['a limit of zero', instances(1, [9, 0]), 1, null],
    ['nothing used that is known', [gauge('slots', 1, 9)], 1, null],
    ['counters of the same names', [counter('slots_in_use', 1, 9), counter('slots', 1, 10)], 1, null],
    ['a limit that is no number', [...instances(1, [9, 10]), gauge('slots', 2, Number.NaN, instance('0'))], 2, 0.9],
    ['numbers whose quotient is none', instances(1, [1e300, 1e-300]), 1, null],
  ])('is told of %s', (_name, samples, at, value) => {
    expect(read(used, samples, at)).toBe(value);
  });
});

describe('a gauge', () => {
  const queue = [
    gauge('queue', 1, 7, instance('a')),
    gauge('queue', 2, 3, instance('a')),
    gauge('queue', 2, 4, instance('b')),
  ];

  it.each<[name: string, written: unknown, at: number, value: number | null]>([
    ['last: of all instances together', { last: 'queue', unit: 'count' }, 3, 7],
    ['last: of one instance', { last: 'queue', where: { instance: 'a' }, unit: 'count' }, 3, 3],
    ['last: as it was then', { last: 'queue', unit: 'count' }, 1.5, 7],
    ['last: too old', { last: 'queue', unit: 'count' }, 7, null],
    ['max: the highest of the window', { max: 'queue', over: '5s', unit: 'count' }, 3, 7],
    ['max: without what is before the window', { max: 'queue', over: '2s', unit: 'count' }, 3, 4],
    ['max: of nothing', { max: 'queue', over: '5s', unit: 'count' }, 8, null],
    ['max: of another series', { max: 'rooms', over: '5s', unit: 'count' }, 3, null],
  ])('is read %s', (_name, written, at, value) => {
    expect(read(written, queue, at)).toBe(value);
  });

  it('may be below zero', () => {
    expect(read({ max: 'queue', over: '5s', unit: 'count' }, [gauge('queue', 1, -2), gauge('queue', 2, -5)], 3)).toBe(
      -2,
    );
  });
});

describe('a span of its own', () => {
  it.each<[name: string, written: unknown, value: number | null]>([
    ['a rate over the span, not over its window', { rate: 'requests', over: '60s' }, 30],
    ['a gauge at its end', { last: 'queue', unit: 'count' }, 4],
    ['nothing when nothing was read in it', { rate: 'other', over: '60s' }, null],
  ])('measures %s', (_name, written, value) => {
    const samples = [
      counter('requests', 1, 0),
      counter('requests', 2, 10),
      counter('requests', 3, 40),
      counter('requests', 4, 99),
      counter('other', 1, 0),
      counter('other', 4, 9),
      gauge('queue', 2.5, 4),
      gauge('queue', 3.5, 5),
    ];
    expect(measureSpan(how(written), storeOf(samples), { from: second(2), to: second(3) })).toBe(value);
  });
});

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SampleStore } from '../../src/collect/sample-store.ts';
import type { Sample } from '../../src/model/sample.ts';
import { duration } from '../../src/model/time.ts';
import { bucketsOf, counter, gauge, histogram, second, stale } from './samples.ts';

const limits = { retention: duration(60_000), maxSeries: 100 };

function storeOf(...batches: (readonly Sample[])[]): SampleStore {
  const store = new SampleStore(limits);
  for (const batch of batches) store.add(batch);
  return store;
}

/** All readings of a name, by series. */
const readings = (store: SampleStore, name: string): unknown[] =>
  store
    .select(name, {})
    .map((series) => series.spanning(second(-1e6), second(1e6)).points)
    .map((points) => points.map((point) => (point.kind === 'histogram' ? point.buckets.count : point.value)));

describe('a sample store', () => {
  it('selects the series of a name whose labels hold all that is asked', () => {
    const labels = [{}, { room: 'a' }, { room: 'a', instance: '1' }, { room: 'b', instance: '1' }];
    const store = storeOf(labels.map((some, place) => gauge('people', 1, place, { labels: some })));
    const selected = (where: Record<string, string>): unknown[] =>
      store.select('people', where).map((series) => series.labels);
    expect(selected({})).toEqual(labels);
    expect(selected({ room: 'a' })).toEqual([labels[1], labels[2]]);
    expect(selected({ instance: '1', room: 'b' })).toEqual([labels[3]]);
    expect(selected({ room: '' })).toEqual([]);
    expect(selected({ constructor: 'a' })).toEqual([]);
    expect(store.select('rooms', {})).toEqual([]);
  });

  it('takes labels in any order for the same series', () => {
    const store = storeOf(
      [gauge('a', 1, 10, { labels: { x: '1', y: '2' } })],
      [gauge('a', 2, 20, { labels: { y: '2', x: '1' } })],
    );
    expect(readings(store, 'a')).toEqual([[10, 20]]);
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty'])('has series of the name %s', (name) => {
    expect(readings(storeOf([gauge(name, 1, 7)]), name)).toEqual([[7]]);
  });

  it.each<[name: string, later: Sample[], values: number[]]>([
    ['the next', [counter('a', 3, 30)], [10, 20, 30]],
    ['late', [counter('a', 1.5, 15)], [10, 20]],
    ['repeated', [counter('a', 2, 20), counter('a', 2, 20)], [10, 20]],
    ['of the same time with another value', [counter('a', 2, 25)], [10, 20]],
    ['late beside the next', [counter('a', 3, 30), counter('a', 0.5, 5)], [10, 20, 30]],
    ['before the marker of its end', [stale('a', 3), counter('a', 2.5, 25)], [10, 20, 25]],
    ['at the instant of the marker of its end', [stale('a', 3), counter('a', 3, 30)], [10, 20, 30]],
    ['after the marker of its end', [stale('a', 3), counter('a', 4, 1)], [10, 20, 1]],
  ])('takes each reading of a series once, in rising time: one that is %s', (_name, later, values) => {
    expect(readings(storeOf([counter('a', 1, 10), counter('a', 2, 20)], later), 'a')).toEqual([values]);
  });

  it.each<[name: string, sample: Sample]>([
    ['a gauge of NaN', gauge('a', 2, Number.NaN)],
    ['a gauge without bound', gauge('a', 2, Infinity)],
    ['a counter of NaN', counter('a', 2, Number.NaN)],
    [
      'a distribution without a count',
      { ...histogram('a', 2, []), buckets: { ...bucketsOf([]), count: Number.NaN } } as Sample,
    ],
    [
      'a distribution without a sum',
      { ...histogram('a', 2, []), buckets: { ...bucketsOf([]), sum: Infinity } } as Sample,
    ],
  ])('leaves out what says nothing: %s', (_name, sample) => {
    expect(readings(storeOf([gauge('a', 1, 10)], [sample]), 'a')).toEqual([[10]]);
    expect(storeOf([sample]).select('a', {})).toEqual([]);
  });

  it('does not care for the order within one call', () => {
    const labels = fc.constantFrom({}, { instance: '1' }, { instance: '2', x: 'y' });
    const at = fc.integer({ min: 0, max: 5 });
    const value = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(Number.NaN));
    const sample = fc.oneof(
      fc.tuple(at, value, labels).map(([when, what, of]) => counter('c', when, what, { labels: of })),
      fc.tuple(at, value, labels).map(([when, what, of]) => gauge('g', when, what, { labels: of })),
      fc
        .tuple(at, fc.integer({ min: 0, max: 4 }), labels)
        .map(([when, count, of]) => histogram('h', when, Array<number>(count).fill(1), { labels: of })),
      fc.tuple(fc.constantFrom('c', 'g', 'h'), at, labels).map(([name, when, of]) => stale(name, when, { labels: of })),
    );
    const batch = fc.array(sample, { maxLength: 30 });
    const shuffled = batch.chain((samples) =>
      fc.tuple(fc.constant(samples), fc.shuffledSubarray(samples, { minLength: samples.length })),
    );
    const standing = (store: SampleStore): unknown =>
      ['c', 'g', 'h'].map((name) =>
        store
          .select(name, {})
          .map((series) => [series.labels, series.spanning(second(-1), second(9)).points, series.endedBy(second(9))])
          .sort((one, other) => (JSON.stringify(one[0]) < JSON.stringify(other[0]) ? -1 : 1)),
      );
    fc.assert(
      fc.property(batch, shuffled, (before, [samples, otherwise]) => {
        expect(standing(storeOf(before, otherwise))).toEqual(standing(storeOf(before, samples)));
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses and counts what would be one series too many, and goes on with those it has', () => {
    const store = new SampleStore({ ...limits, maxSeries: 2 });
    store.add([gauge('a', 1, 1), gauge('b', 1, 1)]);
    store.add([gauge('c', 2, 1), gauge('a', 2, 2, { labels: { new: 'one' } }), gauge('a', 2, 2), gauge('b', 2, 2)]);
    expect(store.refused).toBe(2);
    expect([readings(store, 'a'), readings(store, 'b'), readings(store, 'c')]).toEqual([[[1, 2]], [[1, 2]], []]);
  });

  it('keeps nothing of a flood of names that it refuses', async () => {
    const program = join(import.meta.dirname, 'flood-of-names.ts');
    const run = promisify(execFile)(process.execPath, ['--max-old-space-size=64', '--import', 'tsx', program]);
    expect((await run).stdout).toBe('1499990');
  });
});

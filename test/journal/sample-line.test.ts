import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SampleLineReader, SampleLineWriter, type RecordedSamples } from '../../src/journal/sample-line.ts';
import type { ExponentialBuckets, Labels, Sample } from '../../src/model/sample.ts';
import { instant } from '../../src/model/time.ts';

const start = 1_700_000_000_000;
const at = instant(start);

function readBack(all: readonly RecordedSamples[]): readonly RecordedSamples[] {
  const [writer, reader] = [new SampleLineWriter(), new SampleLineReader()];
  return all.map((recorded) => reader.read(writer.line(recorded)));
}

const counter = (value: number, labels: Labels = {}): Sample => ({
  ...{ kind: 'counter', series: 'requests_total', labels, at, value, bornAt: null },
});

// JSON tells no zero below zero.
const number = fc.oneof(
  fc.integer({ min: -9, max: 9 }),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const value = number.map((some) => (some === 0 ? 0 : some));
const time = fc.integer({ min: -5, max: 5 }).map((ago) => instant(start - 1000 * ago));
const bornAt = fc.constantFrom(null, instant(start - 60_000), instant(start - 30_000));
const buckets: fc.Arbitrary<ExponentialBuckets> = fc
  .record({
    ...{
      schema: fc.constantFrom(3, 2),
      zeroThreshold: fc.constantFrom(0, 1e-9),
      zeroCount: value,
      count: value,
      sum: value,
    },
    filled: fc.constantFrom([], [-3, 4], [-3, 4, 5], [4, 5]),
    held: fc.array(value, { minLength: 3, maxLength: 3 }),
  })
  .map(({ filled: indexes, held, ...rest }) => ({ ...rest, indexes, counts: held.slice(0, indexes.length) }));
const named = {
  series: fc.constantFrom('a', 'b'),
  labels: fc.constantFrom<Labels>({}, { x: '1', y: 'ü "\n' }, { y: 'ü "\n', x: '1' }, { x: '2' }),
  at: time,
};
const sample: fc.Arbitrary<Sample> = fc.oneof(
  fc.record({ kind: fc.constant('counter' as const), ...named, value, bornAt }),
  fc.record({ kind: fc.constant('gauge' as const), ...named, value }),
  fc.record({ kind: fc.constant('histogram' as const), ...named, buckets, bornAt }),
  fc.record({ kind: fc.constant('stale' as const), ...named }),
);

describe('the lines of a record', () => {
  it('tell every sample as it was, whatever came before it', () => {
    const recorded = fc.record({ at: time, samples: fc.array(sample, { maxLength: 12 }) });
    fc.assert(
      fc.property(fc.array(recorded, { maxLength: 6 }), (all) => {
        expect(readBack(all)).toEqual(all);
      }),
      { numRuns: 2000 },
    );
  });

  it('name a series once, in whatever order its labels are written', () => {
    const writer = new SampleLineWriter();
    const lines = [
      { x: '1', y: '2' },
      { y: '2', x: '1' },
    ].map((labels, place) => writer.line({ at, samples: [counter(7 + place, labels)] }));
    expect(lines.map((line) => line.includes('requests_total'))).toEqual([true, false]);
  });

  it('tell of a whole number by how much it has risen', () => {
    const writer = new SampleLineWriter();
    const numbers = [100, 103, 0.5, 0.7].map(
      (some) => (JSON.parse(writer.line({ at, samples: [counter(some)] })) as { readings: number[] }).readings,
    );
    expect(numbers).toEqual([
      [0, 0, 100],
      [-1, 0, 3],
      [0, 0, 0.5],
      [0, 0, 0.7],
    ]);
  });

  it('let samples of one series share their labels', () => {
    const [first, second] = readBack([
      { at, samples: [counter(1, { x: '1' })] },
      { at, samples: [counter(2, { x: '1' })] },
    ]);
    expect(second?.samples[0]?.labels).toBe(first?.samples[0]?.labels);
  });

  it.each<[name: string, readings: number[], error: string]>([
    ['tells of a series that was not named', [1, 0, 5], 'that it has not named'],
    ['ends in the middle of a reading', [0, 0], 'breaks off'],
    ['goes on from nothing', [-1, 0, 5], 'goes on from a reading that it does not hold'],
  ])('are refused where one %s', (_name, readings, error) => {
    const line = { at, named: [{ kind: 'gauge', series: 'a', labels: {} }], readings };
    expect(() => new SampleLineReader().read(JSON.stringify(line))).toThrow(error);
  });
});

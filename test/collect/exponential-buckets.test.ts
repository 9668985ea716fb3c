import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BucketCounter,
  bucketOf,
  coarsen,
  highest,
  increaseOf,
  mean,
  merge,
  quantile,
} from '../../src/collect/exponential-buckets.ts';
import type { ExponentialBuckets } from '../../src/model/sample.ts';
import { bucketsOf } from './samples.ts';

const schema = 3;
const schemas = [-4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8];

/** The bound between a bucket and the next, by the definition in the Prometheus documentation. */
const bound = (ofSchema: number, index: number): number => 2 ** (index / 2 ** ofSchema);

/** The next number that can be written as a double. */
function nextAbove(value: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + 1n);
  return bits.getFloat64(0);
}

/** Durations from a microsecond to hours. */
const duration = fc.double({ min: 1e-6, max: 1e4, noNaN: true });
const durations = fc.array(duration, { minLength: 1, maxLength: 200 });
const durationsOrZeros = fc.array(fc.oneof(duration, fc.constantFrom(0, -1)), { maxLength: 100 });

/** What a distribution says, without the sum, which depends on the order of adding. */
const counted = (buckets: ExponentialBuckets): ExponentialBuckets => ({ ...buckets, sum: 0 });

describe('bucketOf', () => {
  it.each(schemas)('puts a bound of schema %i into the bucket below it, and what is above it into the next', (of) => {
    const furthest = Math.floor(300 * 2 ** of);
    const step = Math.max(1, Math.floor(furthest / 500));
    const wrong: number[] = [];
    for (let index = -furthest; index <= furthest; index += step) {
      if (bucketOf(of, bound(of, index)) !== index) wrong.push(index);
      if (bucketOf(of, nextAbove(bound(of, index))) !== index + 1) wrong.push(index);
    }
    expect(wrong).toEqual([]);
  });

  it('finds the bucket that holds a value', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), fc.constantFrom(...schemas), (value, of) => {
        const index = bucketOf(of, value);
        expect(value).toBeGreaterThan(bound(of, index - 1));
        expect(value).toBeLessThanOrEqual(bound(of, index));
      }),
    );
  });
});

describe('BucketCounter', () => {
  it('counts every observation, those at or below zero as zero', () => {
    expect(bucketsOf([0, -1, 1, 1, 2, 0.5])).toEqual({
      schema,
      zeroThreshold: 0,
      zeroCount: 2,
      indexes: [-8, 0, 8],
      counts: [1, 2, 1],
      count: 6,
      sum: 3.5,
    });
  });

  it('gives a snapshot that later observations do not change', () => {
    const counter = new BucketCounter();
    counter.observe(1);
    const early = counter.snapshot();
    counter.observe(1);
    expect(early).toEqual(bucketsOf([1]));
  });
});

describe('quantile', () => {
  it('is never further from the exact value than one bucket', () => {
    fc.assert(
      fc.property(durations, fc.double({ min: 0.001, max: 1, noNaN: true }), (values, share) => {
        const exact = [...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? Number.NaN;
        const read = quantile(bucketsOf(values), share) ?? Number.NaN;
        expect(Math.abs(bucketOf(schema, read) - bucketOf(schema, exact))).toBeLessThanOrEqual(1);
        expect(Math.abs(Math.log2(read / exact))).toBeLessThanOrEqual(1 / 2 ** schema + 1e-9);
      }),
    );
  });

  it('rises with the share', () => {
    const share = fc.double({ min: 0.001, max: 1, noNaN: true });
    fc.assert(
      fc.property(durationsOrZeros, share, share, (values, one, other) => {
        const buckets = bucketsOf(values);
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(quantile(buckets, low) ?? 0).toBeLessThanOrEqual(quantile(buckets, high) ?? 0);
      }),
    );
  });

  it('interpolates within a bucket exponentially', () => {
    // Two in (1, 2] of schema 0: the first half of them lies below the geometric middle.
    const buckets = { ...bucketsOf([]), schema: 0, indexes: [1], counts: [2], count: 2, sum: 3 };
    expect(quantile(buckets, 0.5)).toBeCloseTo(Math.SQRT2, 12);
    expect(quantile(buckets, 1)).toBeCloseTo(2, 12);
  });

  it.each([
    ['of nothing is nothing', [], 0.95, null],
    ['among zeros is zero', [0, 0, 0, 4], 0.5, 0],
  ])('%s', (_name, values, share, expected) => {
    expect(quantile(bucketsOf(values), share)).toBe(expected);
  });

  it('of counts that the buckets do not reach is the highest there is', () => {
    // Observations of NaN count, but lie in no bucket.
    expect(quantile({ ...bucketsOf([1]), count: 3 }, 0.99)).toBe(1);
  });
});

describe('highest and mean', () => {
  it('reach the largest observation, by less than a bucket', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const largest = Math.max(...values);
        const read = highest(bucketsOf(values)) ?? Number.NaN;
        expect(read).toBeGreaterThanOrEqual(largest);
        expect(read / largest).toBeLessThan(bound(schema, 1) + 1e-9);
      }),
    );
  });

  it.each([
    ['nothing', [], null, null],
    ['zeros', [0, 0], 0, 0],
    ['some', [1, 2, 6], 2 ** (21 / 8), 3],
  ])('of %s', (_name, values, most, average) => {
    expect(highest(bucketsOf(values))).toBe(most);
    expect(mean(bucketsOf(values))).toBe(average);
  });
});

describe('merge', () => {
  it('is the same as counting all together', () => {
    fc.assert(
      fc.property(fc.array(durationsOrZeros, { maxLength: 6 }), (parts) => {
        const merged = merge(parts.map(bucketsOf));
        expect(counted(merged)).toEqual(counted(bucketsOf(parts.flat())));
        expect(merged.sum).toBeCloseTo(
          parts.flat().reduce((sum, value) => sum + value, 0),
          3,
        );
      }),
    );
  });

  it('keeps the coarser resolution', () => {
    fc.assert(
      fc.property(durations, durations, fc.constantFrom(-1, 0, 1, 2), (one, other, coarser) => {
        const merged = merge([bucketsOf(one), coarsen(bucketsOf(other), coarser)]);
        expect(counted(merged)).toEqual(counted(coarsen(bucketsOf([...one, ...other]), coarser)));
      }),
    );
  });
});

describe('coarsen', () => {
  it('is the same as counting in coarser buckets', () => {
    fc.assert(
      fc.property(durations, fc.constantFrom(-4, -2, 0, 1, 2, 3), (values, to) => {
        const coarse = coarsen(bucketsOf(values), to);
        const held = new Map<number, number>();
        for (const value of values) held.set(bucketOf(to, value), (held.get(bucketOf(to, value)) ?? 0) + 1);
        expect(coarse.schema).toBe(to);
        expect(coarse.indexes.map((index, place) => [index, coarse.counts[place]])).toEqual(
          [...held].sort(([a], [b]) => a - b),
        );
        expect([coarse.count, coarse.sum]).toEqual([values.length, bucketsOf(values).sum]);
      }),
    );
  });

  it('never makes buckets finer', () => {
    const buckets = bucketsOf([1, 2, 3]);
    expect(coarsen(buckets, 8)).toBe(buckets);
  });
});

describe('increaseOf', () => {
  it('is what was observed in between', () => {
    fc.assert(
      fc.property(durationsOrZeros, durationsOrZeros, (earlier, since) => {
        const increase = increaseOf(bucketsOf(earlier), bucketsOf([...earlier, ...since]));
        expect(counted(increase)).toEqual(counted(bucketsOf(since)));
      }),
    );
  });

  it('is what was observed in between when the resolution has become coarser', () => {
    fc.assert(
      fc.property(durations, durations, fc.constantFrom(-1, 0, 2), (earlier, since, to) => {
        const increase = increaseOf(bucketsOf(earlier), coarsen(bucketsOf([...earlier, ...since]), to));
        expect(counted(increase)).toEqual(counted(coarsen(bucketsOf(since), to)));
      }),
    );
  });

  it.each([
    ['fewer observations', [1, 2, 3], [1, 2]],
    ['as many observations, but fewer of one size', [1, 1, 2], [1, 2, 2]],
    ['more observations, but fewer zeros', [0, 0], [0, 1, 1]],
  ])('is all there is after a reset: %s', (_name, earlier, later) => {
    expect(increaseOf(bucketsOf(earlier), bucketsOf(later))).toEqual(bucketsOf(later));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counterIncrease, histogramIncrease } from '../../src/collect/increase.ts';
import { SeriesWindow } from '../../src/collect/series-window.ts';
import type { Sample } from '../../src/model/sample.ts';
import { bucketsOf, counter, gauge, histogram, second, stale } from './samples.ts';

function seriesOf(samples: readonly Sample[]): SeriesWindow {
  const series = new SeriesWindow({});
  for (const sample of samples) series.add(sample);
  return series;
}

const span = (from: number, to: number): { from: ReturnType<typeof second>; to: ReturnType<typeof second> } => ({
  from: second(from),
  to: second(to),
});

describe('the increase of counters', () => {
  const steady = [counter('a', 1, 10), counter('a', 2, 15), counter('a', 3, 22)];

  it.each<[name: string, series: Sample[][], from: number, to: number, increase: number | null]>([
    ['nothing', [], 0, 9, null],
    ['a counter that was not read in the span', [steady], 4, 9, null],
    ['from the reading before the span', [steady], 1, 3, 12],
    ['from a reading long before the span', [[counter('a', -900, 3), counter('a', 2, 10)]], 1, 3, 7],
    ['one first read in the span: that is only where it began', [steady], 0, 3, 12],
    ['one read only once', [[counter('a', 2, 100)]], 0, 9, null],
    [
      'one born in the span: from zero',
      [[counter('a', 1, 10, { born: 0 }), counter('a', 2, 15, { born: 0 })]],
      0,
      3,
      15,
    ],
    [
      'one known to be born, with a reading before the span',
      [[counter('a', 1, 10, { born: 0 }), counter('a', 2, 15, { born: 0 })]],
      1,
      3,
      5,
    ],
    ['a reset: what has been counted since', [[counter('a', 1, 10), counter('a', 2, 4), counter('a', 3, 6)]], 1, 3, 6],
    ['a reset in the first reading of the span', [[counter('a', 1, 10), counter('a', 2, 4)]], 1, 3, 4],
    ['two resets', [[counter('a', 1, 10), counter('a', 2, 4), counter('a', 3, 1), counter('a', 4, 3)]], 1, 4, 7],
    ['a counter that stands still', [[counter('a', 1, 10), counter('a', 2, 10)]], 1, 3, 0],
    ['an instance that ended and came back', [[counter('a', 1, 10), stale('a', 2), counter('a', 3, 2)]], 1, 3, 2],
    ['all instances together', [steady, [counter('a', 1, 100), counter('a', 3, 101)]], 1, 3, 13],
    [
      'an instance that went, and one that came',
      [[counter('a', 1, 10), counter('a', 2, 11)], [counter('a', 3, 5, { born: 2 })]],
      1,
      3,
      6,
    ],
    ['an instance that is silent beside one that counts', [steady, [counter('a', 0, 5)]], 1, 3, 12],
    ['a gauge of the same name', [[gauge('a', 1, 10), gauge('a', 2, 15)]], 1, 3, null],
  ])('is told of %s', (_name, series, from, to, increase) => {
    expect(counterIncrease(series.map(seriesOf), span(from, to))).toBe(increase);
  });

  /** What a counter reads at whole seconds, with resets; null where it was not read. */
  const course = fc.array(fc.option(fc.nat({ max: 50 })), { maxLength: 30 });
  const courses = fc.array(course, { maxLength: 4 });
  const windows = (read: readonly (readonly (number | null)[])[]): readonly SeriesWindow[] =>
    read.map((values) =>
      seriesOf(values.flatMap((value, at) => (value === null ? [] : [counter('a', at, value, { born: -1 })]))),
    );

  it('over two spans side by side is that of both together', () => {
    fc.assert(
      fc.property(courses, fc.nat(30), fc.nat(30), fc.nat(30), (read, ...bounds) => {
        const [from, middle, to] = bounds.sort((a, b) => a - b);
        const series = windows(read);
        const increase = (start = 0, end = 0): number => counterIncrease(series, span(start, end)) ?? 0;
        expect(increase(from, middle) + increase(middle, to)).toBe(increase(from, to));
      }),
    );
  });

  it('is never below zero, and never more than all that was read', () => {
    fc.assert(
      fc.property(courses, fc.integer({ min: -2, max: 30 }), fc.nat(30), (read, from, to) => {
        const increase = counterIncrease(windows(read), span(Math.min(from, to), Math.max(from, to))) ?? 0;
        expect(increase).toBeGreaterThanOrEqual(0);
        expect(increase).toBeLessThanOrEqual(read.flat().reduce<number>((sum, value) => sum + (value ?? 0), 0));
      }),
    );
  });
});

describe('the increase of distributions', () => {
  const grown = [histogram('a', 1, [1]), histogram('a', 2, [1, 2, 2]), histogram('a', 3, [1, 2, 2, 4])];

  it.each<[name: string, series: Sample[][], from: number, to: number, observed: number[]]>([
    ['nothing', [], 0, 9, []],
    ['one that was not read in the span', [grown], 4, 9, []],
    ['what was observed in the span', [grown], 1, 3, [2, 2, 4]],
    ['one first read in the span: that is only where it began', [grown], 0, 2, [2, 2]],
    [
      'one born in the span',
      [[histogram('a', 1, [1], { born: 0 }), histogram('a', 2, [1, 8], { born: 0 })]],
      0,
      2,
      [1, 8],
    ],
    ['a reset', [[histogram('a', 1, [1, 2]), histogram('a', 2, [4]), histogram('a', 3, [4, 8])]], 1, 3, [4, 8]],
    ['all instances together', [grown, [histogram('a', 1, []), histogram('a', 2, [16])]], 1, 2, [2, 2, 16]],
    [
      'an instance that ended and came back',
      [[histogram('a', 1, [1, 1]), stale('a', 2), histogram('a', 3, [4])]],
      1,
      3,
      [4],
    ],
    ['a gauge of the same name', [[gauge('a', 1, 10), gauge('a', 2, 15)]], 1, 3, []],
  ])('is told of %s', (_name, series, from, to, observed) => {
    expect(histogramIncrease(series.map(seriesOf), span(from, to))).toEqual(bucketsOf(observed));
  });
});

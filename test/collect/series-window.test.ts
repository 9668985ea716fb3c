import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeriesWindow, type Point } from '../../src/collect/series-window.ts';
import { duration, minus } from '../../src/model/time.ts';
import { counter, gauge, histogram, second, stale } from './samples.ts';

const windowOf = (...readings: [at: number, value: number][]): SeriesWindow => {
  const series = new SeriesWindow({});
  for (const [at, value] of readings) series.add(counter('a', at, value));
  return series;
};

const valueOf = (point: Point | null): number | null => (point?.kind === 'counter' ? point.value : null);

describe('a series window', () => {
  it.each([
    ['before the first', 0.5, null],
    ['at a reading', 1, 10],
    ['between two', 2.9, 20],
    ['after the last', 99, 30],
  ])('gives the last reading %s', (_name, at, value) => {
    expect(valueOf(windowOf([1, 10], [2, 20], [3, 30]).at(second(at)))).toBe(value);
  });

  it.each<[name: string, from: number, to: number, base: number | null, values: number[]]>([
    ['without its first instant, with its last', 1, 3, 10, [20, 30]],
    ['before all readings', -1, 0.5, null, []],
    ['from before all readings', 0, 2, null, [10, 20]],
    ['between two readings', 1.2, 1.8, 10, []],
    ['after all readings', 5, 9, 30, []],
  ])('gives the readings of a span: %s', (_name, from, to, base, values) => {
    const spanned = windowOf([1, 10], [2, 20], [3, 30]).spanning(second(from), second(to));
    expect([valueOf(spanned.base), spanned.points.map(valueOf)]).toEqual([base, values]);
  });

  it('refuses a reading that is not newer than the newest', () => {
    const series = windowOf([1, 10], [2, 20]);
    expect([counter('a', 2, 99), counter('a', 1.5, 99), stale('a', 2)].map((late) => series.add(late))).toEqual([
      false,
      false,
      false,
    ]);
    expect(valueOf(series.newest)).toBe(20);
    expect(series.endedBy(second(9))).toBe(false);
  });

  it('ends with its marker, and goes on with the next reading', () => {
    const series = windowOf([1, 10]);
    expect(series.add(stale('a', 2))).toBe(true);
    expect([1.9, 2, 3].map((at) => series.endedBy(second(at)))).toEqual([false, true, true]);
    expect(series.add(counter('a', 2, 11))).toBe(false);
    expect(valueOf(series.newest)).toBe(10);
    expect(series.add(counter('a', 3, 12))).toBe(true);
    expect(series.endedBy(second(9))).toBe(false);
    expect(valueOf(series.newest)).toBe(12);
  });

  it('forgets nothing that a span within the retention needs', () => {
    const retention = 20;
    const step = fc.record({ gap: fc.integer({ min: 1, max: 9 }), back: fc.nat({ max: retention }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const series = new SeriesWindow({});
        const all: [at: number, value: number][] = [];
        let now = 0;
        for (const { gap, back } of steps) {
          now += gap;
          all.push([now, all.length]);
          series.add(counter('a', now, all.length - 1));
          series.forgetBefore(second(now - retention));
          const from = now - back;
          const spanned = series.spanning(second(from), second(now));
          expect(valueOf(spanned.base)).toBe(all.findLast(([at]) => at <= from)?.[1] ?? null);
          expect(spanned.points.map(valueOf)).toEqual(all.filter(([at]) => at > from).map(([, value]) => value));
          expect(valueOf(series.at(second(from)))).toBe(valueOf(spanned.base));
        }
      }),
    );
  });

  it('gives each reading as it came: of whatever kind, and born when it was', () => {
    const value = fc.integer({ min: 0, max: 9 });
    const born = fc.constantFrom<{ born?: number }>({}, { born: -1 }, { born: -2 });
    const reading = fc.oneof(
      fc.tuple(value, born).map(
        ([what, details]) =>
          (at: number) =>
            counter('a', at, what, details),
      ),
      value.map((what) => (at: number) => gauge('a', at, what)),
      fc.tuple(value, born).map(
        ([what, details]) =>
          (at: number) =>
            histogram('a', at, [what], details),
      ),
    );
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 40 }), fc.nat({ max: 20 }), (readings, retention) => {
        const series = new SeriesWindow({});
        const all = readings.map((read, at) => read(at));
        for (const sample of all) {
          series.add(sample);
          series.forgetBefore(minus(sample.at, duration(1000 * retention)));
        }
        const last = all.length - 1;
        const { base, points } = series.spanning(second(last - retention), second(last));
        const whole = (point: Point | undefined | null): unknown => point && { series: 'a', labels: {}, ...point };
        expect(points.map(whole)).toEqual(all.slice(Math.max(0, last - retention + 1)));
        expect(whole(base)).toEqual(all[last - retention] ?? null);
        expect(series.mixed).toBe(new Set(all.map(({ kind }) => kind)).size > 1);
      }),
    );
  });

  it('is told by a clock that was set back, with all it has held', () => {
    const series = windowOf([1, 10], [2, 20]);
    series.add(stale('a', 3));
    series.setBack(duration(10_000));
    expect(series.spanning(second(-99), second(99)).points.map(({ at }) => at)).toEqual([second(-9), second(-8)]);
    expect([series.readAt, series.endedBy(second(-8)), series.endedBy(second(-7))]).toEqual([second(-8), false, true]);
  });
});

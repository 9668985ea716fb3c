import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confidences } from '../../src/model/aspect.ts';
import { instant } from '../../src/model/time.ts';
import { forecast, type Reading } from '../../src/judge/trend.ts';

const start = Date.UTC(2026, 0, 5, 1);
const at = (second: number) => instant(start + second * 1000);

/** A reading each second. */
const readings = (values: readonly number[]): readonly Reading[] =>
  values.map((value, second) => ({ at: at(second), value }));

const first = (count: number): readonly number[] => Array.from({ length: count }, (_, place) => place);

/** Noise with a standard deviation of about 1 that repeats itself: the sum of twelve draws of a linear congruence (Lehmer). */
function noise(count: number, seed: number): readonly number[] {
  let state = (seed * 48_271) % 2_147_483_647 || 1;
  const draw = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return first(count).map(() => first(12).reduce((sum) => sum + draw(), -6));
}

describe('a forecast', () => {
  it('follows an exact line exactly, and is sure of it', () => {
    const level = fc.double({ min: -100, max: 100, noNaN: true });
    const slope = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(level, slope, fc.integer({ min: 8, max: 120 }), fc.nat(600), (base, rise, count, ahead) => {
        const led = forecast(
          readings(first(count).map((second) => base + rise * second)),
          at(count - 1 + ahead),
          '95%',
        );
        expect(led?.middle).toBeCloseTo(base + rise * (count - 1 + ahead), 6);
        expect(led?.margin).toBeCloseTo(0, 6);
      }),
    );
  });

  it('is surer the less confidence is asked for, the nearer it looks, and the longer it has looked', () => {
    const noisy = readings(noise(60, 7).map((error, second) => second + error));
    const margin = (until: number, confidence: (typeof confidences)[number], seen = noisy): number =>
      forecast(seen, at(until), confidence)?.margin ?? Number.NaN;
    const asked = confidences.map((confidence) => margin(120, confidence));
    expect(asked).toEqual(asked.toSorted((one, other) => one - other));
    expect(margin(90, '95%')).toBeLessThan(margin(300, '95%'));
    expect(margin(120, '95%')).toBeLessThan(margin(120, '95%', noisy.slice(-20)));
  });

  it('holds the truth within its margin as often as its confidence says, each side by itself', () => {
    const runs = 400;
    const above = first(runs).filter((run) => {
      const led = forecast(readings(noise(40, run + 1).map((error, second) => 2 * second + error)), at(100), '90%');
      return led !== null && led.middle - led.margin > 200;
    });
    // 10 % are expected beyond it; five standard deviations of chance to either side.
    expect(Math.abs(above.length / runs - 0.1)).toBeLessThan(0.075);
  });

  it('takes readings that resemble the ones before them for as many fewer', () => {
    const lone = noise(60, 3);
    const smooth = lone.map((_, place) => lone.slice(Math.max(0, place - 4), place + 1).reduce((a, b) => a + b, 0) / 5);
    const [sharp, blurred] = [lone.map((value) => value / Math.sqrt(5)), smooth].map((values) =>
      forecast(readings(values), at(120), '95%'),
    );
    expect(blurred?.margin).toBeGreaterThan((sharp?.margin ?? Number.NaN) * 1.5);
  });

  it('is made of a rise that bends too, with a wide margin', () => {
    const bent = readings(first(60).map((second) => 0.2 + Math.max(0, second - 30) * 0.01));
    const led = forecast(bent, at(60 + 600), '95%');
    expect(led?.margin).toBeGreaterThan(0.5);
    expect((led?.middle ?? 0) - (led?.margin ?? 0)).toBeGreaterThan(1);
  });

  it.each<[string, readonly Reading[]]>([
    ['nothing', []],
    ['four readings', readings([1, 2, 3, 4])],
    ['readings of one instant', first(9).map((value) => ({ at: at(0), value }))],
  ])('is not made of %s', (_name, seen) => {
    expect(forecast(seen, at(60), '95%')).toBeNull();
  });

  it('is the same wherever the clock stands', () => {
    const values = noise(30, 5);
    const moved = readings(values).map((reading) => ({ ...reading, at: instant(reading.at - start) }));
    const [here, there] = [forecast(readings(values), at(60), '95%'), forecast(moved, instant(60_000), '95%')];
    expect(here).toEqual(there);
  });
});

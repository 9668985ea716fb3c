import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { between, chanceAt, draw, journeyAt } from '../../src/scenario/draw.ts';

const first = (count: number): readonly number[] => Array.from({ length: count }, (_, place) => place);
const seed = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const arrival = fc.nat(10_000_000);

describe('the journey of an arrival', () => {
  it.each([
    [[1]],
    [[0.5, 0.5]],
    [[0.7, 0.25, 0.05]],
    [[0.01, 0.99]],
    [[0.1, 0.2, 0.3, 0.4]],
    [[0, 0.6, 0, 0.4]],
    [[1 / 3, 1 / 3, 1 / 3]],
  ])('has its share of 10,000: %j', (shares) => {
    const made = shares.map(() => 0);
    for (const one of first(10_000)) {
      const journey = journeyAt(shares, one);
      made[journey] = (made[journey] ?? 0) + 1;
    }
    shares.forEach((share, place) => {
      expect(Math.abs((made[place] ?? 0) / 10_000 - share)).toBeLessThan(0.01);
      if (share === 0) expect(made[place]).toBe(0);
    });
  });

  it('has its share also of any hundred in a row', () => {
    fc.assert(
      fc.property(arrival, (from) => {
        const made = first(100).filter((place) => journeyAt([0.3, 0.7], from + place) === 0);
        expect(Math.abs(made.length - 30)).toBeLessThanOrEqual(4);
      }),
    );
  });

  it('is one that there is, though shares add up to a little less than everything', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1, maxLength: 9 }),
        arrival,
        (weights, one) => {
          const all = weights.reduce((sum, weight) => sum + weight, 0) * 1.0001;
          const journey = journeyAt(
            weights.map((weight) => weight / all),
            one,
          );
          expect(weights[journey]).toBeDefined();
        },
      ),
    );
  });
});

describe('a draw', () => {
  it('is in [0, 1), and the same again', () => {
    fc.assert(
      fc.property(seed, arrival, fc.nat(5000), (by, one, nth) => {
        const point = draw(by, one, nth);
        expect(point).toBeGreaterThanOrEqual(0);
        expect(point).toBeLessThan(1);
        expect(draw(by, one, nth)).toBe(point);
      }),
    );
  });

  it.each<[string, (place: number) => number]>([
    ['arrivals', (place) => draw(1, place, 0)],
    ['draws of one arrival', (place) => draw(1, 7, place)],
    ['seeds', (place) => draw(place, 7, 0)],
  ])('is spread evenly over %s', (_name, point) => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (const place of first(10_000)) {
      const tenth = Math.floor(point(place) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // Five standard deviations of what chance alone would do.
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('is another for another seed, arrival, or place', () => {
    expect(new Set([draw(1, 1, 1), draw(2, 1, 1), draw(1, 2, 1), draw(1, 1, 2)]).size).toBe(4);
  });

  it('on the way repeats none made beforehand, and goes on in the same order in every run', () => {
    const [once, again] = [chanceAt(3, 5), chanceAt(3, 5)].map((chance) => first(50).map(() => chance()));
    expect(again).toEqual(once);
    expect(new Set([...(once ?? []), ...first(200).map((nth) => draw(3, 5, nth))]).size).toBe(250);
  });
});

describe('a whole number between bounds', () => {
  it.each([
    [1, 6, 0, 1],
    [1, 6, 0.999_999, 6],
    [-3, 3, 0.5, 0],
    [5, 5, 0.999, 5],
  ])('of %d and %d at %d is %d', (least, most, point, number) => {
    expect(between(least, most, point)).toBe(number);
  });

  it('stays in bounds', () => {
    const bound = fc.integer({ min: -(2 ** 31), max: 2 ** 31 });
    fc.assert(
      fc.property(bound, bound, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (one, other, point) => {
        const number = between(Math.min(one, other), Math.max(one, other), point);
        expect(Number.isInteger(number)).toBe(true);
        expect(number).toBeGreaterThanOrEqual(Math.min(one, other));
        expect(number).toBeLessThanOrEqual(Math.max(one, other));
      }),
    );
  });
});

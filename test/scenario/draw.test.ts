import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { People } from '../../src/model/plan.ts';
import { variablesSchema, type Variables } from '../../src/model/variable.ts';
import { between, chanceAt, draw, journeyAt, valuesAt } from '../../src/scenario/draw.ts';

const nobody: People = { kind: 'none' };
const variables = (written: unknown): Variables => variablesSchema.parse(written);
const first = (count: number): readonly number[] => Array.from({ length: count }, (_, place) => place);
const seed = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const arrival = fc.nat(10_000_000);

/** One value of each of the first arrivals. */
const drawn = (name: string, written: unknown, count: number, by = 1): readonly string[] =>
  first(count).map((place) => valuesAt(variables(written), nobody, by, place).get(name) ?? 'nothing');

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

describe('the values of an arrival', () => {
  it('are its number, an id, its variables and who it is', () => {
    const people: People = { kind: 'listed', people: [{ name: 'Ann', id: '7' }] };
    const values = valuesAt(variables({ room: { from: 3, to: 3, prefix: 'r' } }), people, 1, 12);
    expect([...values.keys()]).toEqual(['uuid', 'iteration', 'room', 'person.name', 'person.id']);
    expect([...values.values()].slice(1)).toEqual(['12', 'r3', 'Ann', '7']);
  });

  it('are the same again for the same seed, and others for another', () => {
    const written = { room: { from: 1, to: 1_000_000 }, kind: { 'one-of': ['a', 'b', 'c'] } };
    const all = (by: number): unknown => first(20).map((place) => [...valuesAt(variables(written), nobody, by, place)]);
    expect(all(5)).toEqual(all(5));
    expect(all(6)).not.toEqual(all(5));
  });

  it('draw from a range all of it, and nothing else', () => {
    const rooms = drawn('room', { room: { from: 1, to: 30, prefix: 'room-' } }, 2000);
    expect(new Set(rooms)).toEqual(new Set(first(30).map((place) => `room-${place + 1}`)));
  });

  it('draw of several texts each evenly', () => {
    const kinds = drawn('kind', { kind: { 'one-of': ['a', 'b', 'c'] } }, 3000);
    for (const kind of ['a', 'b', 'c']) {
      const share = kinds.filter((one) => one === kind).length / 3000;
      expect(Math.abs(share - 1 / 3)).toBeLessThan(0.05);
    }
    expect(new Set(kinds).size).toBe(3);
  });

  it('draw each variable by itself', () => {
    const written = { x: { from: 0, to: 1 }, y: { from: 0, to: 1 } };
    const pairs = first(400).map((place) => {
      const values = valuesAt(variables(written), nobody, 9, place);
      return `${values.get('x') ?? ''}${values.get('y') ?? ''}`;
    });
    expect(new Set(pairs)).toEqual(new Set(['00', '01', '10', '11']));
  });

  it('hold an id that no other arrival has, in the form of a random UUID', () => {
    const ids = drawn('uuid', {}, 20_000, 42);
    expect(new Set(ids).size).toBe(20_000);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids.map((id) => id[19]))).toEqual(new Set(['8', '9', 'a', 'b']));
  });
});

describe('who arrives', () => {
  const whoAt = (people: People, place: number): readonly (string | undefined)[] => {
    const values = valuesAt({}, people, 1, place);
    return [values.get('person.name'), values.get('person.mail')];
  };

  it('comes from the list in its order, and from the first again', () => {
    const people: People = { kind: 'listed', people: [{ name: 'Ann' }, { name: 'Bo', mail: 'bo@x' }, { name: 'Cy' }] };
    expect(first(5).map((place) => whoAt(people, place))).toEqual([
      ['Ann', undefined],
      ['Bo', 'bo@x'],
      ['Cy', undefined],
      ['Ann', undefined],
      ['Bo', 'bo@x'],
    ]);
  });

  it('is made by the pattern, counted from 1, and from the first again', () => {
    const people: People = { kind: 'made', count: 2, fields: { name: 'u{{n}}', mail: '{{n}}-{{n}}@x' } };
    expect(first(3).map((place) => whoAt(people, place))).toEqual([
      ['u1', '1-1@x'],
      ['u2', '2-2@x'],
      ['u1', '1-1@x'],
    ]);
  });

  it('is nobody where there are no accounts', () => {
    expect(whoAt(nobody, 3)).toEqual([undefined, undefined]);
  });
});

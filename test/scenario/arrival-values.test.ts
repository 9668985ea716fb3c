import { describe, expect, it } from 'vitest';
import type { People } from '../../src/model/plan.ts';
import { variablesSchema } from '../../src/model/variable.ts';
import { readyValues, type ArrivalValues } from '../../src/scenario/arrival-values.ts';

const nobody: People = { kind: 'none' };
const first = (count: number): readonly number[] => Array.from({ length: count }, (_, place) => place);

interface Known {
  readonly written?: unknown;
  readonly people?: People;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly seed?: number;
}

const valuesAt = ({ written = {}, people = nobody, secrets = {}, seed = 1 }: Known, arrival: number): ArrivalValues =>
  readyValues({ variables: variablesSchema.parse(written), people, secrets, seed })(arrival);

/** One value of each of the first arrivals. */
function drawn(name: string, written: unknown, count: number, seed = 1): readonly string[] {
  const ready = readyValues({ variables: variablesSchema.parse(written), people: nobody, secrets: {}, seed });
  return first(count).map((place) => ready(place).get(name) ?? 'nothing');
}

describe('the values of an arrival', () => {
  it('are its number, an id, its variables, who it is, and the secrets', () => {
    const people: People = { kind: 'listed', people: [{ name: 'Ann', id: '7' }] };
    const values = valuesAt(
      { written: { room: { from: 3, to: 3, prefix: 'r' } }, people, secrets: { token: 's3' } },
      12,
    );
    const names = ['iteration', 'room', 'person.name', 'person.id', 'secret.token', 'token', 'person.mail', 'name'];
    expect(names.map((name) => values.get(name))).toEqual([
      '12',
      'r3',
      'Ann',
      '7',
      's3',
      undefined,
      undefined,
      undefined,
    ]);
    expect(values.get('uuid')).toHaveLength(36);
  });

  it('are the same again for the same seed, and others for another', () => {
    const written = { room: { from: 1, to: 1_000_000 }, kind: { 'one-of': ['a', 'b', 'c'] } };
    const all = (seed: number): unknown =>
      first(20).map((place) => {
        const values = valuesAt({ written, seed }, place);
        return ['uuid', 'room', 'kind'].map((name) => values.get(name));
      });
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
      const values = valuesAt({ written, seed: 9 }, place);
      return `${values.get('x') ?? ''}${values.get('y') ?? ''}`;
    });
    expect(new Set(pairs)).toEqual(new Set(['00', '01', '10', '11']));
  });

  it('hold an id that no other arrival has, in the form of a random UUID', () => {
    const ids = drawn('uuid', {}, 20_000, 42);
    expect(new Set(ids).size).toBe(20_000);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('hold an id that no arrival of a run with another seed has', () => {
    const ids = first(200).flatMap((seed) => drawn('uuid', {}, 20, seed));
    expect(new Set(ids).size).toBe(4000);
    expect(new Set(ids.map((id) => id[19]))).toEqual(new Set(['8', '9', 'a', 'b']));
  });

  it('take in what is captured, also over what was known before', () => {
    const values = valuesAt({ written: { room: { from: 1, to: 1 } } }, 5);
    values.set('token', 't');
    values.set('room', 'lobby');
    expect([values.get('token'), values.get('room')]).toEqual(['t', 'lobby']);
    expect(valuesAt({ written: { room: { from: 1, to: 1 } } }, 5).get('room')).toBe('1');
  });
});

describe('who arrives', () => {
  const whoAt = (people: People, place: number): readonly (string | undefined)[] => {
    const values = valuesAt({ people }, place);
    return [values.get('person.name'), values.get('person.mail')];
  };

  it('comes from the list in its order, and from the first again', () => {
    const people: People = {
      kind: 'listed',
      people: [
        { name: 'Ann', mail: '' },
        { name: 'Bo', mail: 'bo@x' },
        { name: 'Cy', mail: '' },
      ],
    };
    expect(first(5).map((place) => whoAt(people, place))).toEqual([
      ['Ann', ''],
      ['Bo', 'bo@x'],
      ['Cy', ''],
      ['Ann', ''],
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

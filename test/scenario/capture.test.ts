import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capture, captureAll, parseCapturePath, readyCaptures, type CapturePath } from '../../src/scenario/capture.ts';

const at = (json: unknown, path: string): string | null => capture(json, parseCapturePath(path) ?? ['no path']);

describe('a path into an answer', () => {
  it.each<[string, CapturePath]>([
    ['$', []],
    ['$.token', ['token']],
    ['$.rooms[0].id', ['rooms', 0, 'id']],
    ['$[12][3]', [12, 3]],
    ['$.access-token', ['access-token']],
    ['$._id.user_id2', ['_id', 'user_id2']],
  ])('reads %s', (written, path) => {
    expect(parseCapturePath(written)).toEqual(path);
  });

  it.each([
    '',
    'token',
    '.token',
    '$token',
    '$.',
    '$..id',
    '$.1st',
    '$[-1]',
    '$[*]',
    '$.*',
    '$["id"]',
    '$.a b',
    ' $',
    '$\n',
    '$.a[0',
    '$.é',
  ])('does not read %j', (written) => {
    expect(parseCapturePath(written)).toBeNull();
  });
});

describe('capturing', () => {
  const answer = {
    token: 'a b',
    count: 3,
    on: false,
    none: null,
    empty: '',
    rooms: [{ id: 7 }, { id: '8' }],
    '0': 'zero',
  };

  it.each<[string, string]>([
    ['$.token', 'a b'],
    ['$.count', '3'],
    ['$.on', 'false'],
    ['$.empty', ''],
    ['$.rooms[0].id', '7'],
    ['$.rooms[1].id', '8'],
  ])('takes the single value at %s, as text', (path, value) => {
    expect(at(answer, path)).toBe(value);
  });

  it.each([
    ['nothing is there', '$.nobody'],
    ['a list is too short', '$.rooms[2].id'],
    ['the path goes on behind a value', '$.token.length'],
    ['a value is null', '$.none'],
    ['it is an object', '$.rooms[0]'],
    ['it is a list', '$.rooms'],
    ['it is the whole answer', '$'],
    ['a place is looked for in an object', '$[0]'],
    ['a key is looked for in a list', '$.rooms.length'],
  ])('takes nothing where %s', (_why, path) => {
    expect(at(answer, path)).toBeNull();
  });

  it.each(['$', '$.a', '$[0]'])('takes nothing from nothing at %s', (path) => {
    expect([null, undefined].map((json) => at(json, path))).toEqual([null, null]);
  });

  it.each<[unknown, string]>([
    ['text', 'text'],
    [42, '42'],
    [true, 'true'],
  ])('takes an answer that is the single value %j', (json, value) => {
    expect(at(json, '$')).toBe(value);
  });

  it('does not reach what only the language put there', () => {
    const inherited = Reflect.ownKeys(Object.prototype).filter((key) => typeof key === 'string');
    const paths = inherited.flatMap((key) => [`$.${key}`, `$.${key}.name`, `$.list.${key}`, `$.text.${key}`]);
    expect(paths.length).toBeGreaterThan(40);
    for (const path of paths) expect([path, at({ list: [], text: 'x' }, path)]).toEqual([path, null]);
  });

  it('takes a key that only looks like one of the language', () => {
    expect(at(JSON.parse('{"__proto__": {"constructor": "mine"}}'), '$.__proto__.constructor')).toBe('mine');
  });

  it('gives of any JSON a text or nothing', () => {
    const key = fc.constantFrom('a', 'length', '__proto__', 'constructor', 'toString');
    const step = fc.oneof(key, fc.nat(3));
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(step, { maxLength: 4 }), (json, path) => {
        const value = capture(json, path);
        expect(value === null || typeof value === 'string').toBe(true);
        // A text was somewhere in the JSON.
        if (value !== null) expect(JSON.stringify(json)).toContain(JSON.stringify(value).slice(1, -1));
      }),
      { numRuns: 500 },
    );
  });
});

describe('capturing all of a step', () => {
  const captures = readyCaptures({ token: '$.token', first: '$.rooms[0]' });

  it('gives each variable its value', () => {
    const values = new Map<string, string>();
    expect(captureAll('{"token":"t","rooms":[5]}', captures, values)).toBeNull();
    expect([...values]).toEqual([
      ['token', 't'],
      ['first', '5'],
    ]);
  });

  it.each([
    ['an answer without it', '{"token":"t","rooms":[]}', 'first'],
    ['an answer without any, the first of them', '{}', 'token'],
    ['an answer that is no JSON', '<html>', 'token'],
    ['an answer cut off', '{"token":"t"', 'token'],
    ['an empty answer', '', 'token'],
  ])('names what it lacks in %s', (_name, body, lacks) => {
    expect(captureAll(body, captures, new Map())).toBe(lacks);
  });

  it('does not mind what the answer is where nothing is captured', () => {
    expect(captureAll('<html>', readyCaptures({}), new Map())).toBeNull();
  });
});

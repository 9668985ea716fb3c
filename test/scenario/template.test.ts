import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/model/step.ts';
import {
  compile,
  compileJson,
  fill,
  fillJson,
  fillKnown,
  TemplateError,
  variablesIn,
  type Values,
} from '../../src/scenario/template.ts';

const values = (written: Readonly<Record<string, string>>): Values => new Map(Object.entries(written));

/** Any text at all, those that mean something in JSON, in templates and in patterns among them. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '"',
    '\\',
    '\\"',
    '","admin":true,"x":"',
    '{{room}}',
    '}}',
    '{{',
    '$&',
    '$1',
    '\n\r\t\0',
    '\u2028',
    '\ud800',
    '__proto__',
  ),
);

describe('a template', () => {
  it.each<[text: string, filled: string]>([
    ['', ''],
    ['no variable', 'no variable'],
    ['{{room}}', '7'],
    ['/rooms/{{room}}/people/{{ person.name }}?x={{room}}', '/rooms/7/people/Ann?x=7'],
    ['{{room}}{{room}}', '77'],
    ['{{  room  }}', '7'],
    ['{ {{room}} }', '{ 7 }'],
    ['}} {{room}}', '}} 7'],
    ['{room}', '{room}'],
    ['早上好 {{person.name}}', '早上好 Ann'],
    ['{{a-b_c9}}', 'named'],
  ])('%j becomes %j', (text, filled) => {
    const all = values({ room: '7', 'person.name': 'Ann', 'a-b_c9': 'named' });
    expect(fill(compile(text), all)).toBe(filled);
  });

  it('names its variables in order', () => {
    expect(variablesIn('{{b}} {{ secret.token }} {{b}}')).toEqual(['b', 'secret.token', 'b']);
  });

  it.each<[text: string, message: string, place: number]>([
    ['{{room', '"{{" is not closed by "}}"', 0],
    ['ab {{room} }', '"{{" is not closed by "}}"', 3],
    ['{{room}} {{', '"{{" is not closed by "}}"', 9],
    ['a{{}}', '"{{}}" holds no name of a variable', 1],
    ['{{ 1st }}', '"{{1st}}" holds no name of a variable', 0],
    ['{{a b}}', '"{{a b}}" holds no name of a variable', 0],
    ['{{a.b.c}}', '"{{a.b.c}}" holds no name of a variable', 0],
    ['{{a.}}', '"{{a.}}" holds no name of a variable', 0],
    ['{{#if a}}', '"{{#if a}}" holds no name of a variable', 0],
    ['{{{a}}}', '"{{{a}}" holds no name of a variable', 0],
    ['{{a {{b}}', '"{{a {{b}}" holds no name of a variable', 0],
  ])('%j is refused, with the place', (text, message, place) => {
    const refusal = refusalOf(() => compile(text));
    expect(refusal).toBeInstanceOf(TemplateError);
    expect(refusal).toMatchObject({ message, place });
  });

  it('is never filled where a value is missing', () => {
    expect(() => fill(compile('{{room}} {{door}}'), values({ room: '7' }))).toThrow(
      'the variable door has no value here',
    );
    expect(() => fillJson(compileJson('{{door}}'), values({}))).toThrow('the variable door has no value here');
  });

  it('is filled only when every value is there, where it may be unknown', () => {
    const template = compile('{{a}} {{b}}');
    expect([{}, { a: '' }, { a: '1', b: '' }].map((some) => fillKnown(template, values(some)))).toEqual([
      null,
      null,
      '1 ',
    ]);
    expect(fillKnown(compile('fixed'), values({}))).toBe('fixed');
  });

  it('takes a value as it stands, whatever it holds', () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        expect(fill(compile('<{{a}}|{{b}}|{{a}}>'), values({ a: one, b: other }))).toBe(`<${one}|${other}|${one}>`);
      }),
    );
  });
});

function refusalOf(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    return error;
  }
}

/** What a JSON value should become: its texts filled one by one. */
function filledOneByOne(json: Json, all: Values): Json {
  if (typeof json === 'string') return fill(compile(json), all);
  if (Array.isArray(json)) return json.map((inner) => filledOneByOne(inner, all));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, inner]) => [key, filledOneByOne(inner, all)]));
}

const word = fc.oneof(
  fc.string().filter((text) => !text.includes('{{')),
  fc.constantFrom('{{a}}', 'x {{ b }} y', '{{a}}{{b}}', '"{{a}}"', '\\{{b}}', '}}', '{{\ta\n}}'),
);
const key = fc.oneof(fc.string(), fc.constantFrom('{', '}}', '{{a}}', '"'));
const { json: anyJson } = fc.letrec<{ json: Json; list: Json; object: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('json'), { maxLength: 4 }),
  object: fc.dictionary(key, tie('json'), { maxKeys: 4 }),
}));

describe('a template in JSON', () => {
  it('keeps every value inside its text, whatever it holds', () => {
    fc.assert(
      fc.property(anyJson, hostile, hostile, (json, a, b) => {
        const all = values({ a, b });
        const sent = fillJson(compileJson(json), all);
        expect(JSON.parse(sent)).toEqual(JSON.parse(JSON.stringify(filledOneByOne(json, all))));
      }),
      { numRuns: 500 },
    );
  });

  it.each<[Json, string]>([
    [{ text: 'hi {{a}}', to: [{ room: '{{b}}' }] }, '{"text":"hi 1","to":[{"room":"\\"2"}]}'],
    [{ '{{a}}': 1, n: 1.5, yes: true, no: null }, '{"{{a}}":1,"n":1.5,"yes":true,"no":null}'],
    [[], '[]'],
    [{}, '{}'],
    ['{{b}}', '"\\"2"'],
    [7, '7'],
  ])('%j is sent as %s', (json, sent) => {
    expect(fillJson(compileJson(json), values({ a: '1', b: '"2' }))).toBe(sent);
  });

  it('cannot be closed by what stands around its text', () => {
    expect(() => compileJson({ a: { b: '{{a' } })).toThrow(TemplateError);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readyHeaders } from '../../src/engine/k6/script/headers.ts';
import { readyKnown } from '../../src/engine/k6/script/known.ts';
import { readyKnownText, readyPayload, readyText } from '../../src/engine/k6/script/text.ts';
import type { People } from '../../src/model/plan.ts';
import type { Payload } from '../../src/model/step.ts';
import { readyValues } from '../../src/scenario/arrival-values.ts';
import { fillHeaders, headerTemplates } from '../../src/scenario/headers.ts';
import { readyPayload as payloadByTemplate } from '../../src/scenario/payload.ts';
import { compile, fill, fillKnown } from '../../src/scenario/template.ts';

const people: People = {
  kind: 'made',
  count: 7,
  fields: { name: 'user-{{n}}', twice: '{{n}} of {{n}}', fixed: 'one' },
};
const fromTheStart = {
  variables: { room: { prefix: 'r-', from: 1, to: 300 }, colour: { 'one-of': ['red', 'blue'] } },
  people,
  secrets: { token: 'a "quoted" one' },
  seed: 5,
};
const names = ['uuid', 'iteration', 'room', 'colour', 'person.name', 'person.twice', 'person.fixed', 'secret.token'];

/** Texts with up to four variables between what stands fixed. */
const templates = (of: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.constantFrom('', 'a', '/', '"', '\\', '\n', 'é'), fc.constantFrom(...of)), { maxLength: 4 })
    .map((parts) => parts.map(([fixed, name]) => `${fixed}{{${name}}}`).join('') + 'end');

/** One arrival as either way of filling texts knows it, after it captured a variable, whose name another source may have too. */
const arrivals = fc.tuple(fc.nat(1000), fc.constantFrom('captured', 'room', 'person.name'), fc.string());

describe('texts made ready for k6', () => {
  it('come out as templates do, whatever was captured before', () => {
    fc.assert(
      fc.property(arrivals, templates([...names, 'captured']), ([arrival, name, value], text) => {
        const { known, person, values } = bothWays(arrival, name, value);
        const template = compile(text);
        expect(readyKnownText(text, known)(person) ?? null).toBe(fillKnown(template, values));
        if (fillKnown(template, values) !== null) expect(readyText(text, known)(person)).toBe(fill(template, values));
      }),
    );
  });

  it('keep what a variable holds inside its text in JSON', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.string(), templates([...names, 'captured']), (arrival, value, text) => {
        const { known, person, values } = bothWays(arrival, 'captured', value);
        const payload: Payload = { kind: 'json', json: { text, list: [text, 1, null] } };
        expect(readyPayload(payload, known)(person)).toBe(payloadByTemplate(payload)(values));
        expect(JSON.parse(readyPayload(payload, known)(person))).toMatchObject({ text: fill(compile(text), values) });
      }),
    );
  });

  it('refuse a variable that has no value', () => {
    const known = readyKnown(fromTheStart);
    expect(() => readyText('{{nobody}}', known)(known.personAt(0))).toThrow('nobody');
  });

  it.each([
    ['a common header', { 'X-Room': '{{room}}' }, {}],
    ['one that is not known yet', { authorization: 'Bearer {{token}}' }, {}],
    ['one that is captured by now', { authorization: 'Bearer {{captured}}' }, {}],
    ["a step's own over a common one", { 'X-Room': '{{room}}' }, { 'x-room': 'mine' }],
  ])('headers: %s', (_, common, own) => {
    const { known, person, values } = bothWays(3, 'captured', 'abc');
    const headersOf = readyHeaders({ headers: own, payload: null }, { url: '', common, known, seed: 5 });
    expect(headersOf(person)).toEqual(fillHeaders(headerTemplates(common), headerTemplates(own), values));
  });

  it.each([
    [{}, 'application/json'],
    [{ 'Content-Type': 'application/vnd.api+json' }, 'application/vnd.api+json'],
  ])('a payload of JSON says so unless the step does: %j', (headers, type) => {
    const known = readyKnown(fromTheStart);
    const payload: Payload = { kind: 'json', json: {} };
    expect(readyHeaders({ headers, payload }, { url: '', common: {}, known, seed: 5 })(known.personAt(0))).toEqual({
      'content-type': type,
    });
  });
});

function bothWays(arrival: number, name: string, value: string) {
  const known = readyKnown(fromTheStart);
  const person = known.personAt(arrival);
  known.write(name)(person, value);
  const values = readyValues(fromTheStart)(arrival);
  values.set(name, value);
  return { known, person, values };
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readyHeaders } from '../../src/engine/k6/script/headers.ts';
import { readyKnown, type Known } from '../../src/engine/k6/script/known.ts';
import { readyKnownText, readyPayload, readyText } from '../../src/engine/k6/script/text.ts';
import type { People } from '../../src/model/plan.ts';
import type { Payload } from '../../src/model/step.ts';
import { readyValues, valueMakers } from '../../src/scenario/arrival-values.ts';
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
const makers = valueMakers(fromTheStart);
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
        const known = readyKnown(makers);
        const [whole, asKnown] = [readyText(text, known), readyKnownText(text, known)];
        const { ready, values } = bothWays(known, arrival, name, value);
        const template = compile(text);
        expect(asKnown(ready) ?? null).toBe(fillKnown(template, values));
        if (fillKnown(template, values) !== null) expect(whole(ready)).toBe(fill(template, values));
      }),
    );
  });

  it('keep what a variable holds inside its text in JSON', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.string(), templates([...names, 'captured']), (arrival, value, text) => {
        const known = readyKnown(makers);
        const payload: Payload = { kind: 'json', json: { text, list: [text, 1, null] } };
        const payloadOf = readyPayload(payload, known);
        const { ready, values } = bothWays(known, arrival, 'captured', value);
        expect(payloadOf(ready)).toBe(payloadByTemplate(payload)(values));
        expect(JSON.parse(payloadOf(ready))).toMatchObject({ text: fill(compile(text), values) });
      }),
    );
  });

  it('refuse a variable that has no value', () => {
    const known = readyKnown(makers);
    const text = readyText('{{nobody}}', known);
    expect(() => text(known.personAt(0).values)).toThrow('nobody');
  });

  it.each([
    ['a common header', { 'X-Room': '{{room}}' }, {}],
    ['one that is not known yet', { authorization: 'Bearer {{token}}' }, {}],
    ['one that is captured by now', { authorization: 'Bearer {{captured}}' }, {}],
    ["a step's own over a common one", { 'X-Room': '{{room}}' }, { 'x-room': 'mine' }],
  ])('headers: %s', (_, common, own) => {
    const known = readyKnown(makers);
    const headersOf = readyHeaders({ headers: own, payload: null }, { url: '', common, known, seed: 5 });
    const { ready, values } = bothWays(known, 3, 'captured', 'abc');
    expect(headersOf(ready)).toEqual(fillHeaders(headerTemplates(common), headerTemplates(own), values));
  });

  it.each([
    [{}, 'application/json'],
    [{ 'Content-Type': 'application/vnd.api+json' }, 'application/vnd.api+json'],
  ])('a payload of JSON says so unless the step does: %j', (headers, type) => {
    const payload: Payload = { kind: 'json', json: {} };
    const around = { url: '', common: {}, known: readyKnown(makers), seed: 5 };
    expect(readyHeaders({ headers, payload }, around)([])).toEqual({ 'content-type': type });
  });
});

function bothWays(known: Known, arrival: number, name: string, value: string) {
  const place = known.placeOf(name);
  const { values: ready } = known.personAt(arrival);
  ready[place] = value;
  const values = readyValues(fromTheStart)(arrival);
  values.set(name, value);
  return { ready, values };
}

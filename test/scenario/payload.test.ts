import { describe, expect, it } from 'vitest';
import type { Payload } from '../../src/model/step.ts';
import { readyPayload } from '../../src/scenario/payload.ts';

describe('what a step sends', () => {
  const values = new Map([['name', 'A"n\nn']]);

  it.each<[string, Payload, string]>([
    ['text as it stands', { kind: 'text', text: 'hi {{name}}' }, 'hi A"n\nn'],
    ['an empty text', { kind: 'text', text: '' }, ''],
    ['JSON in one piece', { kind: 'json', json: { hi: ['{{name}}', 1] } }, '{"hi":["A\\"n\\nn",1]}'],
    ['JSON that is a text', { kind: 'json', json: '{{name}}' }, '"A\\"n\\nn"'],
  ])('is %s', (_name, payload, sent) => {
    expect(readyPayload(payload)(values)).toBe(sent);
  });

  it('is made ready once for all who send it', () => {
    const send = readyPayload({ kind: 'json', json: { n: '{{n}}' } });
    expect(['1', '2'].map((n) => send(new Map([['n', n]])))).toEqual(['{"n":"1"}', '{"n":"2"}']);
  });
});

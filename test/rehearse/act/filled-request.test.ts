import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import { requestStepSchema } from '../../../src/model/step.ts';
import { filledRequest } from '../../../src/rehearse/act/filled-request.ts';

const values = new Map<string, Json>(
  Object.entries({
    ...{ count: 2, ids: [3, 4], on: true, none: null, name: 'ada', odd: '../a b/ü?x=1#y', up: '..', here: '.' },
    ...{ nested: { a: ['{{count}}'] }, 'secret.key': 'k' },
  }),
);

const filled = (step: object, base: string | null = 'http://there/base') =>
  filledRequest(requestStepSchema.parse(step), base, values);

describe('a request is filled in', () => {
  it.each<[title: string, json: Json, body: Json]>([
    ['a number stays a number', { add: '{{count}}' }, { add: 2 }],
    ['a list stays a list', { ids: '{{ids}}' }, { ids: [3, 4] }],
    ['a truth stays a truth', ['{{on}}', '{{none}}'], [true, null]],
    ['within a text each is text', { say: '{{count}} of {{ids}}' }, { say: '2 of [3,4]' }],
    ['two variables side by side are a text', '{{count}}{{count}}', '22'],
    ['texts that are no variables stay', { '{{count}}': 'count', n: 1 }, { '{{count}}': 'count', n: 1 }],
    ['what a value holds is not filled in again', '{{nested}}', { a: ['{{count}}'] }],
    ['deep inside', { a: [{ b: '{{name}}' }] }, { a: [{ b: 'ada' }] }],
  ])('in JSON: %s', (_title, json, body) => {
    expect(JSON.parse(filled({ post: '/', json }).body ?? '')).toEqual(body);
  });

  it.each([
    ['/workers/{{count}}', 'http://there/base/workers/2'],
    ['/people/{{odd}}/x', 'http://there/base/people/..%2Fa%20b%2F%C3%BC%3Fx%3D1%23y/x'],
    ['//elsewhere/x', 'http://there/base//elsewhere/x'],
    ['/x?n={{name}}', 'http://there/base/x?n=ada'],
  ])('a path is put behind the address, each value escaped: %s', (path, url) => {
    expect(filled({ get: path }).url).toBe(url);
  });

  it('without a base the address is its own', () => {
    expect(filled({ get: 'http://hooks.example/{{odd}}?q={{count}}' }, null).url).toBe(
      'http://hooks.example/..%2Fa%20b%2F%C3%BC%3Fx%3D1%23y?q=2',
    );
  });

  it.each([
    ['http://elsewhere/x', 'a path begins with "/"; "http://elsewhere/x" could lead elsewhere'],
    ['@elsewhere/x', 'a path begins with "/"; "@elsewhere/x" could lead elsewhere'],
    ['/workers/{{up}}/x', '".." is nothing to put into a path'],
    ['/workers/{{here}}', '"." is nothing to put into a path'],
    ['/{{nobody}}', 'the action was given no "nobody"'],
  ])('a path that leads elsewhere is none: %s', (path, message) => {
    expect(() => filled({ get: path })).toThrow(message);
  });

  it('headers are filled in, and those that are written win over the type of what is sent', () => {
    const { headers, method, body } = filled({
      ...{
        put: '/',
        json: {},
        headers: { authorization: 'Bearer {{secret.key}}', 'content-type': 'application/merge+json' },
      },
    });
    expect({ headers, method, body }).toEqual({
      headers: { authorization: 'Bearer k', 'content-type': 'application/merge+json' },
      ...{ method: 'PUT', body: '{}' },
    });
  });

  it('text is sent as text, nothing as nothing', () => {
    expect(filled({ post: '/', text: 'add {{count}} {{ids}}' })).toMatchObject({ body: 'add 2 [3,4]', headers: {} });
    expect(filled({ post: '/' }).body).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { fillHeaders, headerTemplates } from '../../src/scenario/headers.ts';

type Headers = Readonly<Record<string, string>>;

const filled = (common: Headers, own: Headers, values: Headers): Headers =>
  fillHeaders(headerTemplates(common), headerTemplates(own), new Map(Object.entries(values)));

describe('the headers of a request', () => {
  it.each<[name: string, common: Headers, own: Headers, values: Headers, sent: Headers]>([
    ['are in lower case', { 'X-Tenant': 'a' }, { ACCEPT: 'b' }, {}, { 'x-tenant': 'a', accept: 'b' }],
    ['are filled in', { a: '<{{x}}>' }, { b: '{{ y }}{{x}}' }, { x: '1', y: '2' }, { a: '<1>', b: '21' }],
    [
      'have of the common ones those that are known by now',
      { authorization: 'Bearer {{token}}', both: '{{token}}{{x}}', tenant: 'a' },
      {},
      { x: '1' },
      { tenant: 'a' },
    ],
    [
      'have a common one once it is known',
      { authorization: 'Bearer {{token}}' },
      {},
      { token: 't' },
      { authorization: 'Bearer t' },
    ],
    ['have the step’s own over a common one', { Accept: 'a' }, { accept: 'b' }, {}, { accept: 'b' }],
    ['have the step’s own also where the common one is not known', { A: '{{no}}' }, { a: 'b' }, {}, { a: 'b' }],
  ])('%s', (_name, common, own, values, sent) => {
    expect(filled(common, own, values)).toEqual(sent);
  });

  it('are never sent without a step’s own', () => {
    expect(() => filled({}, { authorization: '{{token}}' }, {})).toThrow('the variable token has no value here');
  });
});

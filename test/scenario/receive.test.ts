import { describe, expect, it } from 'vitest';
import { stepSchema } from '../../src/model/step.ts';

const message = { match: '{{uuid}}', name: 'arrived', within: '5s' };
const poll = { get: '/sync?since={{since}}', name: 'sync', capture: { since: '$.next' } };

describe('a receive step', () => {
  it('without a poll waits on the open WebSocket', () => {
    expect(stepSchema.parse({ receive: message })).toEqual({
      kind: 'receive',
      match: '{{uuid}}',
      name: 'arrived',
      within: 5000,
      poll: null,
    });
  });

  it('polls by a request as in a step, a tenth of a second apart', () => {
    const request = stepSchema.parse(poll);
    expect(stepSchema.parse({ receive: { ...message, poll } })).toMatchObject({ poll: { request, every: 100 } });
  });

  it('polls as far apart as it says', () => {
    expect(stepSchema.parse({ receive: { ...message, poll, every: '2s' } })).toMatchObject({ poll: { every: 2000 } });
  });

  it.each([
    { what: 'a pause between polls that are not made', written: { ...message, every: '1s' } },
    { what: 'a poll without a request', written: { ...message, poll: { name: 'sync' } } },
    { what: 'a poll of two requests', written: { ...message, poll: { ...poll, post: '/sync' } } },
    { what: 'a poll inside a poll', written: { ...message, poll: { receive: message } } },
    { what: 'no time limit', written: { match: 'x', name: 'x', poll } },
  ])('is refused with $what', ({ written }) => {
    expect(stepSchema.safeParse({ receive: written }).success).toBe(false);
  });
});

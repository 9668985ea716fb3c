import { expect, it } from 'vitest';
import { edited, expectTold, toldOf, type Mistake } from './written-workspace.ts';

const file = 'scenarios/one.yaml';
const from = '- get: /news/{{news}}';
const receive = (poll: string, more = ''): string =>
  `- receive: { match: "{{uuid}}", name: y, within: 1s, poll: ${poll}${more} }`;

it('a receive that polls needs no socket, and what an answer holds may stand in the next poll', async () => {
  const sound = receive('{ get: "/sync?since={{news}}", capture: { news: $.next } }', ', every: 1s');
  expect(await toldOf({ [file]: edited(file, from, sound) })).toEqual([]);
});

it.each<Mistake>([
  [
    'a path that is no path',
    from,
    receive('{ get: «sync» }'),
    'a path begins with "/"; "sync" could lead to another host',
  ],
  [
    'a variable that nothing has captured before the first poll',
    from,
    receive('{ get: «"/sync?since={{since}}"», capture: { since: $.next } }'),
    '{{since}} has no value here',
  ],
  [
    'a header with an unknown variable',
    from,
    receive('{ get: /sync, headers: { x: «"{{nwes}}"» } }'),
    '{{nwes}} has no value here; did you mean "news"?',
  ],
  [
    'a capture path that is none',
    from,
    receive('{ get: /sync, capture: { next: «next» } }'),
    '"next" is no path; expected one such as $.token or $.rooms[0].id',
  ],
  [
    'a match whose variable has no value',
    from,
    '- receive: { match: «"{{id}}"», name: y, within: 1s, poll: { get: /sync } }',
    '{{id}} has no value here',
  ],
  ['a misspelt key of the poll', from, receive('{ «gett»: /sync }'), 'unknown key "gett"; did you mean "get"?'],
  [
    'a pause between polls that are not made',
    from,
    '- receive: { match: x, name: y, within: 1s, every: «1s» }',
    'nothing is polled here; expected "poll" beside "every"',
  ],
])('is told of %s', async (...mistake) => {
  await expectTold(file, mistake);
});

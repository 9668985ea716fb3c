import { describe, expect, it } from 'vitest';
import { call } from '../cli/in-process.ts';
import { run, workspace } from '../cli/surgebook.ts';

const scenario = (id: string, rest: string, target = 'built-in'): string => `version: 1
id: ${id}
title: ${id}
target: ${target}
surge: { stages: [{ to: 1/s, over: 1s }] }
${rest}
expect: [{ no-incident: true }]
`;

const files = {
  'scenarios/sockets-alone.yaml': scenario(
    'sockets-alone',
    'journeys: [{ id: listen, steps: [{ login: {} }, { websocket: /rooms/1/events, every: 1s, for: 2s }] }]',
  ),
  'scenarios/pauses-alone.yaml': scenario('pauses-alone', 'journeys: [{ id: idle, steps: [{ think: 1s }] }]', 'plain'),
  'scenarios/targets/plain.yaml': 'version: 1\nid: plain\nurl: http://127.0.0.1\nsignals: {}\n',
  'scenarios/native.yaml': scenario('native', 'script: native.k6.ts'),
  'scenarios/native.k6.ts': 'export default function () {}\n',
};

describe('bad input to probe ends with 2 before anything is started', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['an unknown scenario', ['capacty'], /^there is no scenario "capacty"; did you mean "capacity"\?$/m],
    [
      'journeys with WebSockets alone',
      ['sockets-alone'],
      /^nothing of the scenario sockets-alone can be probed: a probe needs a journey of HTTP requests; listen needs a WebSocket/m,
    ],
    ['journeys without a request', ['pauses-alone'], /^nothing of the scenario pauses-alone can be probed/m],
    ['a native script', ['native'], /^nothing of the scenario native can be probed: .*; script is a k6 script/m],
    ['so few people that no law can be fitted', ['capacity', '--most', '3'], /expected a whole number from 6 to 10000/],
    ['no number of people', ['capacity', '--most', 'many'], /expected a whole number/],
    ['a step too short for its warm-up', ['capacity', '--step', '1s'], /expected whole seconds from 2s to 10m/],
    ['a step that is no whole seconds', ['capacity', '--step', '2500ms'], /expected whole seconds/],
    ['a step without a unit', ['capacity', '--step', '6'], /expected whole seconds/],
    ['a seed that is none', ['capacity', '--seed', '-1'], /expected a whole number/],
    [
      'a file that cannot be written',
      ['capacity', '--out', 'nowhere/found.yaml'],
      /^nowhere\/found\.yaml cannot be written: /m,
    ],
    ['no scenario at all', [], /missing required argument 'scenario'/],
  ])('%s', async (_title, args, told) => {
    const { code, stdout, stderr } = await call(['probe', ...args], workspace(files));
    expect(stderr).toMatch(told);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('as JSON too', async () => {
    const { code, stdout } = await run(['probe', 'capacty', '--json'], workspace());
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: expect.stringContaining('capacity') as string });
  });
});

import { describe, expect, it } from 'vitest';
import { actText, type Act } from '../../src/model/action.ts';
import { playbookStepSchema } from '../../src/model/playbook.ts';

const said = { 'zh-CN': '做', 'zh-TW': '做', en: 'do it' };
const read = (step: object) => playbookStepSchema.safeParse({ id: 'one', do: said, ...step });
const messagesOf = (step: object) => read(step).error?.issues.map(({ message }) => message) ?? [];

const call = { post: 'https://hooks.example/x' };
const verify = { signal: 'delay', within: '10s' };

describe('a step', () => {
  it.each([
    {
      title: "a person's",
      step: { person: 'sre', within: '5m' },
      is: { kind: 'person', person: 'sre', within: 300_000 },
    },
    { title: "a person's without a time", step: { person: 'sre' }, is: { kind: 'person', within: null } },
    {
      title: "one of the target's actions",
      step: { action: 'standby', with: { count: 2 } },
      is: { kind: 'act', act: { kind: 'target', action: 'standby', with: { count: 2 } } },
    },
    {
      title: 'a program',
      step: { run: ['a', 'b c'], 'undo-run': ['d'] },
      is: { kind: 'act', act: { kind: 'command', run: ['a', 'b c'], undo: ['d'] } },
    },
    { title: 'a program that nothing takes back', step: { run: ['a'] }, is: { act: { undo: null } } },
    {
      title: 'a call',
      step: { call, 'undo-call': { delete: 'https://hooks.example/x' } },
      is: { kind: 'act', act: { kind: 'call', call: { method: 'post' }, undo: { method: 'delete' } } },
    },
    {
      title: 'tried once within 10 s, asked nothing of, and taken back at the end, if nothing else is said',
      step: { action: 'a' },
      is: { timeOut: 10_000, retries: 0, verify: null, rollback: 'at-end' },
    },
    {
      title: 'whose signal must fall below a level',
      step: { action: 'a', verify: { ...verify, below: '500ms' } },
      is: { verify: { signal: 'delay', bound: { side: 'below', level: 0.5 }, unit: 'seconds', within: 10_000 } },
    },
    {
      title: 'whose signal must rise above a level',
      step: { action: 'a', verify: { ...verify, above: '90%' } },
      is: { verify: { bound: { side: 'above', level: 0.9 }, unit: 'ratio' } },
    },
  ])('is $title', ({ step, is }) => {
    expect(read(step).data).toMatchObject({ id: 'one', ...is });
  });

  const nothing = 'expected "person", or one of "action", "run" and "call"';
  it.each([
    { title: 'nothing to do', step: {}, message: nothing },
    { title: 'two things to do', step: { action: 'a', run: ['b'] }, message: nothing },
    { title: 'three things to do', step: { action: 'a', run: ['b'], call }, message: nothing },
    {
      title: 'a person and an action',
      step: { person: 'sre', action: 'a' },
      message: "a step is a person's, or acts by itself",
    },
    { title: 'no level', step: { action: 'a', verify }, message: 'expected either "above" or "below"' },
    {
      title: 'two levels',
      step: { action: 'a', verify: { ...verify, above: '1s', below: '2s' } },
      message: 'expected either "above" or "below"',
    },
  ])('that has $title is refused', ({ step, message }) => {
    expect(messagesOf(step)).toEqual([message]);
  });

  it.each([
    { run: [] },
    { action: 'Not An Id' },
    { action: 'a', retries: -1 },
    { action: 'a', retries: 11 },
    { action: 'a', retries: 0.5 },
    { action: 'a', rollback: 'sometimes' },
    { action: 'a', 'time-out': 'soon' },
    { call: {} },
    { call: { get: 'http://a.example', post: 'http://a.example' } },
  ])('%j is refused', (step) => {
    expect(read(step).success).toBe(false);
  });
});

it.each<[Act, string]>([
  [{ kind: 'target', action: 'standby', with: {} }, 'standby'],
  [{ kind: 'command', run: ['restart.sh', '--now'], undo: null }, 'run restart.sh'],
])('%j is named to people as "%s"', (act, text) => {
  expect(actText(act)).toBe(text);
});

it('a call is named by its method and address', () => {
  const step = read({ call }).data;
  expect(step?.kind === 'act' && actText(step.act)).toBe('POST https://hooks.example/x');
});

import { describe, expect, it } from 'vitest';
import { holds, nextAct, type ActProgress } from '../../src/playbook/next-act.ts';
import { delayOf, incidentOf, playbookOf, type WrittenStep } from '../rehearse/act/desk.ts';

const below = { signal: 'delay', below: '500ms', within: '10s' };
const first: WrittenStep = { id: 'first', action: 'one', verify: below };
const second: WrittenStep = { id: 'second', action: 'two', verify: below };
const persons: WrittenStep = { id: 'look', person: 'sre' };
const forQueue: WrittenStep = { id: 'drain', action: 'drain', when: { cause: 'queue' } };

interface Case {
  readonly so: string;
  readonly steps: readonly WrittenStep[];
  readonly progress?: Readonly<Record<string, ActProgress>>;
  readonly delay?: number | null;
  readonly cause?: string;
  readonly phase?: 'investigating' | 'resolved';
  readonly next: string | null;
}

const cases: readonly Case[] = [
  { so: 'the first in the order in which they are written', steps: [first, second], next: 'first' },
  { so: 'none before one that is under way', steps: [first, second], progress: { first: 'acting' }, next: null },
  {
    so: 'none before one whose effect is awaited',
    steps: [first, second],
    progress: { first: 'verifying' },
    next: null,
  },
  {
    so: 'none while an action of the playbook before is under way, from which this one took the incident over',
    steps: [first],
    progress: { earlier: 'verifying' },
    next: null,
  },
  { so: 'the next once that is over', steps: [first, second], progress: { first: 'over' }, next: 'second' },
  { so: 'none twice', steps: [first], progress: { first: 'over' }, next: null },
  { so: 'none when all are over', steps: [first, second], progress: { first: 'over', second: 'over' }, next: null },
  { so: "none that is a person's", steps: [persons, first], next: 'first' },
  { so: 'none where all are people’s', steps: [persons], next: null },
  { so: 'none while what it is to bring about holds', steps: [first, second], delay: 0.4, next: null },
  { so: 'one whose signal is at the bound itself', steps: [first], delay: 0.5, next: 'first' },
  { so: 'one whose signal is not measured', steps: [first], delay: null, next: 'first' },
  {
    so: 'the next as soon as it no longer holds',
    steps: [first, second],
    progress: { first: 'over' },
    delay: 0.6,
    next: 'second',
  },
  {
    so: 'one that nothing is asked of, whatever is read',
    steps: [{ id: 'tell', action: 'tell' }],
    delay: 0,
    next: 'tell',
  },
  { so: 'none for a cause that is not known', steps: [forQueue], next: null },
  { so: 'none for another cause', steps: [forQueue], cause: 'disk', next: null },
  { so: 'the one for the cause that is known', steps: [forQueue, first], cause: 'queue', next: 'drain' },
  { so: 'one after it, while its cause is not known', steps: [forQueue, first], next: 'first' },
  {
    so: 'the one for a cause that becomes known later',
    steps: [forQueue, first],
    progress: { first: 'over' },
    cause: 'queue',
    next: 'drain',
  },
  { so: 'none of an incident that is resolved', steps: [first], phase: 'resolved', next: null },
];

describe('the step that is to act now is', () => {
  it.each(cases)('$so', ({ steps, progress = {}, delay = 2, cause = null, phase = 'investigating', next }) => {
    const incident = incidentOf('slow-1', { cause, phase });
    const step = nextAct(playbookOf(steps), incident, new Map(Object.entries(progress)), delayOf(delay));
    expect(step?.id ?? null).toBe(next);
  });
});

describe('what must hold', () => {
  it.each([
    { side: 'below', value: 0.49, is: true },
    { side: 'below', value: 0.5, is: false },
    { side: 'above', value: 0.51, is: true },
    { side: 'above', value: 0.5, is: false },
    { side: 'above', value: null, is: null },
  ] as const)('is $side 0.5: $value is $is', ({ side, value, is }) => {
    const verification = { signal: 'delay', bound: { side, level: 0.5 }, unit: 'seconds', within: 0 };
    expect(holds(verification as Parameters<typeof holds>[0], delayOf(value))).toBe(is);
  });

  it('is not known of a signal that nobody reads', () => {
    const verification = { signal: 'other', bound: { side: 'below', level: 0.5 }, unit: 'seconds', within: 0 };
    expect(holds(verification as Parameters<typeof holds>[0], delayOf(0))).toBeNull();
  });
});

import fc from 'fast-check';
import type { Said } from '../../src/model/declaration.ts';
import type { Judgement, Told } from '../../src/model/fact.ts';
import type { Frame } from '../../src/model/frame.ts';
import { playbookSchema, thresholdsOf, type Playbook } from '../../src/model/playbook.ts';
import { duration, instant, plus, type Millis } from '../../src/model/time.ts';
import { judge, nothingJudged, type JudgeState, type Rules } from '../../src/judge/judge.ts';
import { alike } from '../notice/plain-notices.ts';

export const start = instant(Date.UTC(2026, 0, 5, 1));

/** A look at the signals so long after the one before. */
export interface Step {
  readonly gap: number;
  readonly signals: Readonly<Record<string, number | null>>;
  readonly loadOn?: boolean;
  /** What people say before this look. */
  readonly said?: readonly Said[];
}

/** A playbook as YAML would have it, with what a test does not care about filled in. */
export function playbook(written: Record<string, unknown> & { id: string }): Playbook {
  return playbookSchema.parse({
    version: 1,
    title: alike(written.id),
    severity: 'major',
    triggers: {},
    owners: { command: 'sre', words: 'comms' },
    steps: [{ id: 'look', person: 'sre', do: alike('look') }],
    notices: { audiences: ['users'] },
    ...written,
  });
}

export const cause = (any: readonly string[]): Record<string, unknown> => ({ when: { any }, say: alike('cause') });

export const rulesOf = (...playbooks: readonly Playbook[]): Rules => ({
  playbooks,
  thresholds: playbooks.flatMap(thresholdsOf),
  blindAfter: duration(3000),
});

export function frameOf(at: Millis, { signals, loadOn = true }: Step): Frame {
  const read = Object.entries(signals).map(([id, value]) => ({ id, unit: 'seconds' as const, at, value }));
  return {
    at,
    signals: read,
    seconds: read.flatMap(({ id, value }) => (value === null ? [] : [{ id, start: at, value }])),
    loadOn,
  };
}

/** Judges a history; gives every fact and the state after each step. */
export function judgeAll(
  rules: Rules,
  steps: readonly Step[],
): { facts: readonly Told<Judgement>[]; states: readonly JudgeState[] } {
  let state: JudgeState = nothingJudged;
  let at: Millis = start;
  const facts: Told<Judgement>[] = [];
  const states: JudgeState[] = [];
  for (const step of steps) {
    at = plus(at, duration(step.gap));
    const judged = judge(rules, state, frameOf(at, step), step.said);
    state = judged.state;
    facts.push(...judged.facts);
    states.push(state);
  }
  return { facts, states };
}

/** Readings once a second. */
export const everySecond = (signal: string, values: readonly (number | null)[]): readonly Step[] =>
  values.map((value, place) => ({ gap: place === 0 ? 0 : 1000, signals: { [signal]: value } }));

/** Histories with readings below, between and beyond the levels 0.5 and 1, gaps in them, and pauses nobody watched. */
export const histories = (...signals: readonly string[]): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record({
      gap: fc.constantFrom(100, 500, 1000, 1000, 2500, 9000),
      signals: fc.record(
        Object.fromEntries(signals.map((id) => [id, fc.constantFrom(0.1, 0.1, 0.7, 1.5, 1.5, 4, null)])),
      ),
    }),
    { minLength: 1, maxLength: 60 },
  );

import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/model/fact.ts';
import { scoreItemIds, type ScoreItemId } from '../../src/model/score-target.ts';
import { scorecardOf, type ScoreInput, type ScoreItem } from '../../src/score/scorecard.ts';
import { at, begun, byHand, ended, frame, incidentFacts, madeUpRun, told, undone, verified } from './made-up-run.ts';

const itemOf = (input: ScoreInput, id: ScoreItemId): ScoreItem =>
  scorecardOf(input).items.find((item) => item.id === id)!;

const everySecond = (from: number, to: number, delay: number): readonly Fact[] =>
  Array.from({ length: to - from + 1 }, (_none, place) => frame(from + place, delay));

interface Case {
  readonly item: ScoreItemId;
  readonly when: string;
  readonly facts: readonly Fact[];
  readonly value: number | null;
  readonly why?: string;
  readonly more?: Partial<ScoreInput>;
}

const second = incidentFacts({ openedAt: 50, clearedAt: 58, number: 2 });

const values: readonly Case[] = [
  { item: 'detect', when: 'the opening', facts: incidentFacts(), value: 4000 },
  { item: 'detect', when: 'the slowest of two', facts: [...incidentFacts(), ...second], value: 40_000 },
  {
    item: 'detect',
    when: 'nothing that was expected',
    facts: [],
    value: null,
    why: 'late was expected, and did not open',
  },
  {
    ...{ item: 'detect', when: 'nothing, and nothing was expected', facts: [], value: null, why: 'no incident opened' },
    more: { expected: [] },
  },
  { item: 'notify', when: 'the look that composed them', facts: incidentFacts({ notifiedAt: 15 }), value: 5000 },
  {
    ...{ item: 'notify', when: 'the moment they were on disk, where it is known', facts: incidentFacts(), value: 4250 },
    more: { notifiedAt: new Map([['late-1', at(14.25)]]) },
  },
  {
    item: 'first-action',
    when: 'the first begun',
    facts: incidentFacts({ acts: [begun(16), begun(20, 'shed')] }),
    value: 2000,
  },
  {
    ...{ item: 'first-action', when: 'the first that was more than dry', value: 6000 },
    facts: incidentFacts({ acts: [begun(15), ended(15, 'dry'), begun(20, 'shed'), ended(21, 'done', 'shed')] }),
  },
  {
    ...{ item: 'first-action', when: 'dry ones alone', value: null, why: 'no action was allowed here' },
    facts: incidentFacts({ acts: [begun(15), ended(15, 'dry')] }),
  },
  { item: 'first-action', when: 'none', facts: incidentFacts(), value: null, why: 'late-1: no action was begun' },
  {
    ...{ item: 'first-action', when: 'a run without actions', facts: incidentFacts(), value: null },
    ...{ why: "the run was without the playbooks' own actions", more: { actions: false } },
  },
  {
    ...{ item: 'first-action', when: 'a playbook by which people act', facts: incidentFacts({ playbook: byHand }) },
    ...{ value: null, why: 'no step of the playbook acts by itself' },
  },
  { item: 'mitigate', when: 'the clearing less its clear hold', facts: incidentFacts(), value: 25_000 },
  {
    ...{ item: 'mitigate', when: 'an effect on the symptom before that', value: 20_000 },
    facts: incidentFacts({ acts: [begun(16), ended(17, 'done'), verified(30, 'effective')] }),
  },
  {
    ...{ item: 'mitigate', when: 'an effect on the cause alone counts for nothing', value: 25_000 },
    facts: incidentFacts({ acts: [begun(16), ended(17, 'done'), verified(20, 'effective', 'saturation')] }),
  },
  {
    ...{ item: 'mitigate', when: 'never', facts: incidentFacts({ clearedAt: null }), value: null },
    why: 'late-1: the symptom was still there when the run ended',
  },
  { item: 'recover', when: 'resolved', facts: incidentFacts(), value: 30_000 },
  {
    ...{ item: 'recover', when: 'never', facts: incidentFacts({ clearedAt: null }), value: null },
    why: 'late-1: it was not resolved when the run ended',
  },
  {
    // From second 10 to second 35, of sixty.
    ...{ item: 'affected', when: 'from the onset to the end of the symptom', value: 250 / 600 },
    facts: [...everySecond(0, 59, 1), ...incidentFacts()],
  },
  {
    ...{ item: 'affected', when: 'to the end of the run where it never ended', value: 500 / 600 },
    facts: [...everySecond(0, 59, 1), ...incidentFacts({ clearedAt: null })],
  },
  {
    ...{ item: 'affected', when: 'spans that overlap count once', value: 430 / 600 },
    facts: [...everySecond(0, 59, 1), ...incidentFacts(), ...second],
  },
  {
    ...{ item: 'affected', when: 'an action that worked ends it no sooner than the symptom', value: 250 / 600 },
    facts: [...everySecond(0, 59, 1), ...incidentFacts({ acts: [begun(16), verified(20, 'effective')] })],
  },
  {
    ...{ item: 'affected', when: 'nobody arrived', facts: [], value: null, why: 'nobody arrived' },
    more: { facts: [...incidentFacts(), frame(60, 1, 0)] },
  },
  { item: 'notices', when: 'all were there', facts: incidentFacts(), value: 1 },
  { item: 'notices', when: 'one was not composed', facts: incidentFacts({ lacking: 1 }), value: 0.5 },
  { item: 'notices', when: 'they came late', facts: incidentFacts({ notifiedAt: 20 }), value: 0.5 },
  {
    ...{ item: 'steps', when: 'done, and effective', value: 1 },
    facts: incidentFacts({ acts: [begun(16), ended(17, 'done'), verified(20, 'effective'), undone(59, 'done')] }),
  },
  {
    ...{ item: 'steps', when: 'one failed', value: 0.5 },
    facts: incidentFacts({ acts: [begun(16), ended(17, 'failed'), begun(18, 'shed'), ended(19, 'done', 'shed')] }),
  },
  {
    ...{ item: 'steps', when: 'one had no effect', value: 0 },
    facts: incidentFacts({ acts: [begun(16), ended(17, 'done'), verified(30, 'without-effect'), undone(31, 'done')] }),
  },
  {
    ...{ item: 'steps', when: 'one could not be taken back', value: 0 },
    facts: incidentFacts({ acts: [begun(16), ended(17, 'done'), verified(30, 'effective'), undone(59, 'failed')] }),
  },
  {
    ...{ item: 'steps', when: 'dry ones say nothing', value: null, why: 'no step acted' },
    facts: incidentFacts({ acts: [begun(16), ended(16, 'dry')] }),
  },
];

describe('what a run tells of an item', () => {
  it.each(values)('$item: $when', ({ item, facts, value, why = null, more = {} }) => {
    const scored = itemOf(madeUpRun(facts, {}, more), item);
    expect(scored).toMatchObject({ why });
    if (value === null) expect(scored.value).toBeNull();
    else expect(scored.value).toBeCloseTo(value, 6);
  });
});

describe('against its target', () => {
  it.each([
    { targets: { detect: '4s' }, outcome: 'met', total: 100 },
    { targets: { detect: '3s' }, outcome: 'missed', total: 66 },
    { targets: { detect: '2s' }, outcome: 'missed', total: 0 },
    { targets: { detect: { within: '4s', weight: 3 }, recover: '20s' }, outcome: 'met', total: 87 },
    { targets: { detect: { within: '1s', weight: 3 }, recover: '30s' }, outcome: 'missed', total: 25 },
    { targets: { detect: '4s', steps: '100%' }, outcome: 'met', total: 100 },
    { targets: {}, outcome: 'not-judged', total: null },
    { targets: { recover: '30s' }, outcome: 'not-judged', total: 100 },
  ])('$targets: detect in 4 s is $outcome, $total of 100', ({ targets, outcome, total }) => {
    const input = madeUpRun(incidentFacts(), targets);
    expect(itemOf(input, 'detect').outcome).toBe(outcome);
    expect(scorecardOf(input).total).toBe(total);
  });

  it('what never came earns nothing', () => {
    const { total, items } = scorecardOf(
      madeUpRun(incidentFacts({ clearedAt: null }), { recover: '60s', detect: '9s' }),
    );
    expect(total).toBe(50);
    expect(items.find(({ id }) => id === 'recover')).toMatchObject({ outcome: 'missed', value: null, credit: 0 });
  });

  it('what the run cannot tell is neither met nor missed, and has no part in the total', () => {
    const { total, items } = scorecardOf(madeUpRun(incidentFacts(), { steps: '100%' }));
    expect(total).toBeNull();
    expect(items.find(({ id }) => id === 'steps')).toMatchObject({ outcome: 'not-measured', credit: null });
  });

  it('a share of nothing is missed by the first that is affected', () => {
    const facts = [...everySecond(0, 59, 1), ...incidentFacts()];
    expect(scorecardOf(madeUpRun(facts, { affected: '0%' })).total).toBe(0);
  });
});

describe('a key item', () => {
  it.each([
    { what: 'met', targets: { detect: { within: '4s', key: true } }, passed: true },
    { what: 'missed', targets: { detect: { within: '3.9s', key: true }, recover: '60s' }, passed: false },
    { what: 'not measured', targets: { steps: { 'at-least': '100%', key: true }, recover: '60s' }, passed: false },
  ])('that is $what: the whole has passed is $passed, whatever the total', ({ targets, passed }) => {
    expect(scorecardOf(madeUpRun(incidentFacts(), targets)).passed).toBe(passed);
  });

  it('alone decides: an ordinary one that is missed fails nothing', () => {
    expect(scorecardOf(madeUpRun(incidentFacts(), { detect: '1s' }))).toMatchObject({ total: 0, passed: true });
  });
});

describe('a scorecard', () => {
  it('has every item, also of a run in which nothing happened', () => {
    const { items, detect, peak } = scorecardOf(madeUpRun([], {}, { expected: [] }));
    expect(items.map(({ id }) => id)).toEqual(scoreItemIds);
    expect(items.every(({ value, why }) => value === null && why !== null)).toBe(true);
    expect({ detect, peak }).toEqual({ detect: null, peak: null });
  });

  it('tells what the time to detect is made of', () => {
    const { detect } = scorecardOf(madeUpRun(incidentFacts()));
    expect(detect).toEqual({ push: 500, window: 5000, hold: 2000, floor: 2500 });
  });

  it('counts what became of the steps', () => {
    const acts = [begun(15), ended(15, 'failed'), begun(16, 'shed'), ended(17, 'done', 'shed')];
    expect(scorecardOf(madeUpRun(incidentFacts({ acts }))).steps).toEqual({
      ...{ done: 1, failed: 1, withoutEffect: 0, notTakenBack: 0, dry: 0 },
    });
  });

  it('has the worst reading since the onset', () => {
    const facts = [frame(9, 99), frame(12, 3), frame(20, 7), frame(25, null), frame(30, 2), ...incidentFacts()];
    expect(scorecardOf(madeUpRun(facts)).peak).toEqual({ signal: 'delay', unit: 'seconds', side: 'above', value: 7 });
  });

  it('of a run whose incident was taken over speaks of the symptom that took it', () => {
    const opened = incidentFacts({ clearedAt: null, playbook: byHand });
    const takenOver = told(20, {
      ...{ fact: 'incident-taken-over', incident: 'by-hand-1', from: 'by-hand', playbook: 'late', severity: 'major' },
      ...{ cause: 'database', update: 2, nextUpdateAt: at(1000), reason: 'breached: slow' },
    });
    expect(itemOf(madeUpRun([...opened, takenOver]), 'detect').value).toBe(4000);
    expect(itemOf(madeUpRun([...opened, takenOver]), 'first-action').why).toBe('by-hand-1: no action was begun');
  });
});

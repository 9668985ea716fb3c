import { describe, expect, it } from 'vitest';
import type { Fact, Telling } from '../../src/model/fact.ts';
import type { Incident } from '../../src/model/incident.ts';
import { locales } from '../../src/model/locale.ts';
import { reviewSchema } from '../../src/model/review.ts';
import { duration, instant, plus } from '../../src/model/time.ts';
import { foreignWords } from '../../src/notice/place-words.ts';
import { draftReview, type ReviewInput } from '../../src/playbook/review-draft.ts';
import { reviewWords } from '../../src/playbook/review-words.ts';
import { thresholdsOf } from '../../src/model/playbook.ts';
import { cause, playbook as playbookOf } from '../judge/histories.ts';
import { alike } from '../notice/plain-notices.ts';

const playbook = playbookOf({
  id: 'slow',
  triggers: { high: { signal: 'delay', above: '1s', hold: '2s', clear: { below: '500ms' } } },
  when: { any: ['high'] },
  causes: { queue: cause(['high']), disk: cause(['high']) },
  steps: [
    { id: 'look', person: 'sre', within: '5m', do: alike('Look') },
    { id: 'buy-disks', person: 'buyer', within: '2d', when: { cause: 'disk' }, do: alike('Buy') },
    { id: 'write-review', person: 'owner', within: '5d', do: alike('Write') },
  ],
});

/** A Tuesday. */
const onset = instant(Date.parse('2026-11-24T09:00:00Z'));
const after = (seconds: number) => plus(onset, duration(seconds * 1000));
const at = (seconds: number, fact: Telling): Fact => ({ v: 1, at: after(seconds), ...fact });

const incident: Incident = {
  ...{ id: 'slow-1', playbook: 'slow', severity: 'major', phase: 'resolved', cause: 'queue', update: 2 },
  ...{ onsetAt: onset, openedAt: after(3), resolvedAt: after(60), nextUpdateAt: after(900) },
  breaches: [{ threshold: 'high', signal: 'delay', onsetAt: onset, openedAt: after(3), peak: 4, clearedAt: after(60) }],
};
const composed = (update: number) =>
  ({ fact: 'notices-composed', incident: 'slow-1', update, playbook: 'p', notices: ['a', 'b'] }) as const;
const due = { fact: 'update-due', incident: 'slow-1', phase: 'investigating', update: 3, nextUpdateAt: onset } as const;
const clear = {
  fact: 'breach-cleared',
  threshold: 'high',
  signal: 'delay',
  value: 0,
  peak: 4,
  reason: 'below',
} as const;
const open = {
  fact: 'breach-opened',
  threshold: 'high',
  signal: 'delay',
  value: 4,
  onsetAt: onset,
  reason: 'above',
} as const;
const opened: Telling = {
  ...{ fact: 'incident-opened', incident: 'slow-1', playbook: 'slow', severity: 'major', reason: 'breached: high' },
  ...{ onsetAt: onset, update: 1, nextUpdateAt: after(900) },
};

const facts = [
  at(-600, open),
  at(-500, clear),
  at(3, open),
  at(3, opened),
  at(3, composed(1)),
  at(60, clear),
  at(700, open),
];

const input: ReviewInput = {
  incident,
  playbook,
  run: 'a-run',
  facts,
  thresholds: thresholdsOf(playbook),
  locale: 'en',
};
const actionsOf = (changed: Partial<ReviewInput>) =>
  draftReview({ ...input, ...changed }).actions.map(({ id, owner, due }) => [id, owner, due]);

/** The ids of what the run shows to have been lacking. */
const lacking = (changed: Partial<ReviewInput>) =>
  actionsOf(changed).flatMap(([id]) => (id === 'write-review' ? [] : [id]));

describe('a review begun from a run', () => {
  it.each(locales)('in %s is one that can be read', (locale) => {
    const review = draftReview({ ...input, locale });
    expect(reviewSchema.parse(review)).toEqual(review);
  });

  it('tells what happened in order, and nothing of the troubles before and after', () => {
    expect(draftReview(input).timeline).toEqual([
      { at: '2026-11-24T09:00:00.000Z', what: 'onset' },
      { at: '2026-11-24T09:00:03.000Z', what: 'high: above' },
      { at: '2026-11-24T09:00:03.000Z', what: 'investigating: breached: high' },
      { at: '2026-11-24T09:00:03.000Z', what: '2 notices were written, update 1' },
      { at: '2026-11-24T09:01:00.000Z', what: 'high: below' },
    ]);
  });

  it('takes over the steps that have days of time, in working days, but for those of another cause', () => {
    expect(actionsOf({})).toEqual([['write-review', 'owner', '2026-12-01']]);
    expect(actionsOf({ incident: { ...incident, cause: 'disk' } })).toEqual([
      ['buy-disks', 'buyer', '2026-11-26'],
      ['write-review', 'owner', '2026-12-01'],
    ]);
  });

  it('is to be finished by whoever was in command where no step says who', () => {
    const brief = { ...playbook, steps: playbook.steps.slice(0, 1) };
    expect(actionsOf({ playbook: brief })).toEqual([['write-review', 'sre', '2026-12-01']]);
  });

  const lateBreach = incident.breaches.map((breach) => ({ ...breach, openedAt: after(12.001) }));
  const blind = { fact: 'blind', from: after(10), why: 'the collector was asleep' } as const;
  const acted = { incident: 'slow-1', step: 'standby' } as const;
  it.each<[string, Partial<ReviewInput>, readonly string[]]>([
    ['nothing, when all went as it should', {}, []],
    ['that it was detected late', { incident: { ...incident, breaches: lateBreach } }, ['detect-sooner']],
    ['that the cause was not found', { incident: { ...incident, cause: null } }, ['find-cause']],
    [
      'that it is not over',
      { incident: { ...incident, phase: 'monitoring', monitoringAt: after(50) } },
      ['confirm-end'],
    ],
    ['that nothing was seen for a while', { facts: [...facts, at(20, blind)] }, ['see-again']],
    ['nothing of a blindness long after', { facts: [...facts, at(999, { ...blind, from: after(990) })] }, []],
    ['that nobody was told', { facts: facts.filter(({ fact }) => fact !== 'notices-composed') }, ['write-notices']],
    ['that updates had nothing new to say', { facts: [...facts, at(20, due), at(40, due)] }, ['tell-more']],
    ['nothing of a single such update', { facts: [...facts, at(20, due)] }, []],
    [
      'that an action did not help',
      {
        facts: [
          ...facts,
          at(20, { fact: 'action-verified', signal: 'delay', value: 2, outcome: 'without-effect', ...acted }),
        ],
      },
      ['mend-actions'],
    ],
    [
      'that an action could not be taken back',
      { facts: [...facts, at(20, { fact: 'action-undone', outcome: 'failed', why: 'refused', ...acted })] },
      ['mend-actions'],
    ],
    [
      'nothing of actions of another incident',
      {
        facts: [
          ...facts,
          at(20, { fact: 'action-undone', outcome: 'failed', why: 'x', incident: 'other-1', step: 'standby' }),
        ],
      },
      [],
    ],
  ])('finds lacking %s', (_title, changed, ids) => {
    expect(lacking(changed)).toEqual(ids);
  });

  it('gives no id twice, though a step is called as what is lacking', () => {
    const step = {
      id: 'find-cause',
      kind: 'person',
      person: 'sre',
      within: duration(2 * 86_400_000),
      do: alike('Find'),
    } as const;
    const ids = lacking({ playbook: { ...playbook, steps: [step] }, incident: { ...incident, cause: null } });
    expect(ids).toEqual(['find-cause']);
  });

  it.each(locales)('begins with the words of readers in %s', (locale) => {
    const { detectSooner, mendActions, tellMore, ...plain } = reviewWords[locale];
    const words = [...Object.values(plain), detectSooner('x'), mendActions('x'), tellMore(2)];
    expect(words.flatMap((text) => foreignWords(text, locale))).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symptomsOf } from '../../src/judge/incident-life.ts';
import type { JudgeState } from '../../src/judge/judge.ts';
import type { Playbook } from '../../src/model/playbook.ts';
import { matching, ties } from '../../src/playbook/match.ts';
import { cause, histories, judgeAll, playbook, rulesOf, type Step } from './histories.ts';

const signals = ['a', 'b', 'c'];
/** One threshold for each signal, of the same name, without holds. */
const triggers = Object.fromEntries(
  signals.map((signal) => [signal, { signal, above: '1s', clear: { below: '500ms' } }]),
);
/** A playbook that brings the thresholds; the others use them. */
const thresholds = playbook({ id: 'thresholds', when: { all: signals, none: signals }, triggers });

/** One look a second at signals that are beyond their level where their name is given. */
const looks = (...high: readonly string[]): readonly Step[] =>
  high.map((text, place) => ({
    gap: place === 0 ? 0 : 1000,
    signals: Object.fromEntries(signals.map((signal) => [signal, text.includes(signal) ? 2 : 0.1])),
  }));

/** Every incident at the end, as `id: its playbook, its phase, the thresholds of its breaches`. */
const atTheEnd = (playbooks: readonly Playbook[], steps: readonly Step[]): readonly string[] =>
  (judgeAll(rulesOf(thresholds, ...playbooks), steps).states.at(-1)?.incidents ?? []).map(
    ({ id, playbook: of, phase, breaches }) =>
      `${id}: ${of}, ${phase}, ${breaches.map(({ threshold }) => threshold).join(' ')}`,
  );

describe('a root', () => {
  const symptom = playbook({ id: 'symptom', when: { any: ['a'] }, causes: { root: cause(['b']) } });
  const root = playbook({ id: 'root', when: { any: ['b'] } });

  it.each<[string, readonly Playbook[], readonly Step[], readonly string[]]>([
    [
      'that is seen with its symptom joins the symptom’s incident',
      [root, symptom],
      looks('ab'),
      ['symptom-1: symptom, identified, a b'],
    ],
    ['that is seen later joins it, too', [root, symptom], looks('a', 'ab'), ['symptom-1: symptom, identified, a b']],
    [
      'that was seen first hands its incident over',
      [root, symptom],
      looks('b', 'ab'),
      ['root-1: symptom, identified, b a'],
    ],
    [
      'hands its incident over to one of two symptoms that are seen together; the other opens its own',
      [root, symptom, playbook({ id: 'twin', when: { any: ['c'] }, causes: { root: cause(['b']) } })],
      looks('b', 'abc'),
      ['root-1: symptom, identified, b a', 'twin-1: twin, identified, c b'],
    ],
    [
      'that outlasts its symptom’s incident opens none of its own',
      [root, symptom],
      looks('ab', 'b', 'b', 'b'),
      ['symptom-1: symptom, resolved, a b'],
    ],
    [
      'that comes back after that does',
      [root, symptom],
      looks('ab', 'b', '', 'b'),
      ['symptom-1: symptom, resolved, a b', 'root-1: root, investigating, b'],
    ],
    [
      'is an incident of its own where the playbook that knows it as a cause has no say',
      [root, symptom, playbook({ id: 'special', when: { any: ['a'], none: ['c'] } })],
      looks('a', 'ab'),
      ['special-1: special, investigating, a', 'root-1: root, investigating, b'],
    ],
    [
      'of a root joins what both explain',
      [root, symptom, playbook({ id: 'deep', when: { any: ['c'] } })].map((one) =>
        one.id === 'root' ? { ...one, causes: { deep: { ...symptom.causes['root']!, when: { any: ['c'] } } } } : one,
      ),
      looks('c', 'bc'),
      ['deep-1: root, identified, c b'],
    ],
  ])('%s', (_, playbooks, steps, expected) => {
    expect(atTheEnd(playbooks, steps)).toEqual(expected);
  });

  it('that is asked for by name together with a symptom need not clear for the trouble to be over', () => {
    const both = playbook({ id: 'both', when: { all: ['a', 'b'] }, causes: { root: cause(['b']) } });
    expect(atTheEnd([both], looks('ab', 'ab', 'b'))).toEqual(['both-1: both, resolved, a b']);
    expect(atTheEnd([both], looks('ab', 'ab', 'a'))).toEqual(['both-1: both, identified, a b']);
    // What is asked for alone is what there is to tell of.
    const alone = playbook({ id: 'alone', when: { all: ['b'] }, causes: { root: cause(['b']) } });
    expect(atTheEnd([alone], looks('b', 'b'))).toEqual(['alone-1: alone, identified, b']);
  });

  it('taken over gives its number to nobody else', () => {
    expect(atTheEnd([root, symptom], looks('b', 'ab', '', 'b'))).toEqual([
      'root-1: symptom, resolved, b a',
      'root-2: root, investigating, b',
    ]);
  });
});

/** Every breach that speaks for a playbook whose condition holds, and that no incident tells of. */
function untold(playbooks: readonly Playbook[], { thresholds: states, incidents }: JudgeState): readonly string[] {
  const open = new Map(
    [...states].flatMap(([id, state]) => (state.standing === 'breached' ? [[id, state.breach] as const] : [])),
  );
  return matching(playbooks, new Set(open.keys()))
    .flatMap((one) => symptomsOf(one, { open, clearing: new Set() }))
    .filter(
      ({ threshold, openedAt }) =>
        !incidents.some(({ breaches }) =>
          breaches.some((breach) => breach.threshold === threshold && breach.openedAt === openedAt),
        ),
    )
    .map(({ threshold, openedAt }) => `${threshold} since ${openedAt}`);
}

describe('whatever the playbooks and the history', () => {
  const few = fc.subarray(signals, { minLength: 1, maxLength: 2 });
  const when = fc.oneof(
    { weight: 3, arbitrary: few.map((any) => ({ any })) },
    { weight: 1, arbitrary: few.map((all) => ({ all })) },
    { weight: 2, arbitrary: fc.tuple(few, few).map(([any, none]) => ({ any, none })) },
  );
  const anyPlaybooks = fc
    .array(fc.tuple(when, fc.option(few)), { minLength: 1, maxLength: 4 })
    .map((books) =>
      books.map(([condition, roots], place) =>
        playbook({ id: `book-${place}`, when: condition, causes: roots === null ? {} : { root: cause(roots) } }),
      ),
    )
    .filter((playbooks) => ties(playbooks).length === 0);

  it('no trouble that a playbook describes goes untold for two looks, and none is told twice by one playbook', () => {
    fc.assert(
      fc.property(anyPlaybooks, histories(...signals), (playbooks, steps) => {
        // What is told of an incident that is taken over at this very look may need the next one.
        let before: readonly string[] = [];
        for (const state of judgeAll(rulesOf(thresholds, ...playbooks), steps).states) {
          const now = untold(playbooks, state);
          expect(now.filter((breach) => before.includes(breach))).toEqual([]);
          before = now;
          const open = state.incidents.filter(({ phase }) => phase !== 'resolved').map((one) => one.playbook);
          expect(new Set(open).size).toBe(open.length);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

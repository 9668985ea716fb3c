import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everySecond, histories, judgeAll, playbook, rulesOf, start, type Step } from './histories.ts';

const hold = 2000;
const clearHold = 5000;

const slow = (more: Record<string, unknown> = {}) =>
  rulesOf(
    playbook({
      id: 'slow',
      triggers: { high: { signal: 'delay', above: '1s', hold: '2s', clear: { below: '500ms', hold: '5s' }, ...more } },
      when: { any: ['high'] },
    }),
  );

/** `opened 12` for a breach opened twelve seconds in. */
const told = (steps: readonly Step[], more: Record<string, unknown> = {}): readonly string[] =>
  judgeAll(slow(more), steps).facts.flatMap((fact) => {
    const second = (fact.at - start) / 1000;
    if (fact.fact === 'breach-opened') return [`opened ${second}, onset ${(fact.onsetAt - start) / 1000}`];
    return fact.fact === 'breach-cleared' ? [`cleared ${second}, peak ${String(fact.peak)}`] : [];
  });

const times = (count: number, value: number | null): readonly (number | null)[] =>
  Array<number | null>(count).fill(value);

describe('a threshold that fires above 1 s for 2 s and clears below 500 ms for 5 s', () => {
  it.each<[string, readonly (number | null)[], Record<string, unknown>, readonly string[]]>([
    ['fires when its hold is full, from the first exceeding second', [0.2, 2, 2, 2, 2], {}, ['opened 3, onset 1']],
    ['does not fire for a peak shorter than its hold', [0.2, 2, 2, 0.2, 2, 2, 0.2], {}, []],
    ['does not fire at its level, only beyond it', times(9, 1), {}, []],
    [
      'clears when the clear hold is full',
      [...times(3, 2), ...times(6, 0.1)],
      {},
      ['opened 2, onset 0', 'cleared 8, peak 2'],
    ],
    ['does not clear at the clear level', [...times(3, 2), ...times(20, 0.5)], {}, ['opened 2, onset 0']],
    [
      'does not clear between its levels, and stays one breach',
      [...times(3, 2), ...times(9, 0.7), ...times(9, 2)],
      {},
      ['opened 2, onset 0'],
    ],
    [
      'begins its clear hold anew when it was not clear in between',
      [...times(3, 2), ...times(4, 0.1), 0.7, ...times(6, 0.1)],
      {},
      ['opened 2, onset 0', 'cleared 13, peak 2'],
    ],
    ['keeps its worst value', [2, 2, 2, 7, 2, ...times(6, 0.1)], {}, ['opened 2, onset 0', 'cleared 10, peak 7']],
    ['absence keep: nothing measured opens nothing', [0.2, ...times(20, null)], {}, []],
    [
      'absence keep: a hold waits until there are readings again',
      [0.2, 2, 2, null, null, 2],
      {},
      ['opened 5, onset 1'],
    ],
    [
      'absence ignore: nothing measured ends a hold',
      [0.2, 2, 2, null, 2, 2, 2],
      { absence: 'ignore' },
      ['opened 6, onset 1'],
    ],
    [
      'absence breach: nothing measured is beyond the level',
      [0.2, ...times(5, null)],
      { absence: 'breach' },
      ['opened 3, onset 1'],
    ],
    ['absence breach: what was never measured is not missed', times(9, null), { absence: 'breach' }, []],
    [
      'absence never counts towards a clear hold',
      [...times(3, 2), 0.1, 0.1, ...times(30, null), 0.1, 0.1, 0.1, 0.1],
      {},
      ['opened 2, onset 0', 'cleared 38, peak 2'],
    ],
  ])('%s', (_, values, more, expected) => {
    expect(told(everySecond('delay', values), more)).toEqual(expected);
  });

  it('fires below a level as well', () => {
    const low = { above: undefined, below: '1s', clear: { above: '2s', hold: '1s' } };
    expect(told(everySecond('delay', [3, 0.5, 0.5, 0.5, 3, 3]), low)).toEqual([
      'opened 3, onset 1',
      'cleared 5, peak 0.5',
    ]);
  });

  it('does not take absence for a breach while nobody arrives', () => {
    const steps = [0.2, null, null, null, null].map((value, place) => ({
      gap: place === 0 ? 0 : 1000,
      signals: { delay: value },
      loadOn: false,
    }));
    expect(told(steps, { absence: 'breach' })).toEqual([]);
  });

  it('a pause nobody watched advances no hold and no clear hold', () => {
    const paused: readonly Step[] = [
      { gap: 0, signals: { delay: 2 } },
      { gap: 10_000, signals: { delay: 2 } },
      { gap: 1000, signals: { delay: 2 } },
      { gap: 1000, signals: { delay: 2 } },
      { gap: 1000, signals: { delay: 0.1 } },
      { gap: 10_000, signals: { delay: 0.1 } },
      { gap: 2000, signals: { delay: 0.1 } },
      { gap: 3000, signals: { delay: 0.1 } },
    ];
    expect(told(paused)).toEqual(['opened 12, onset 0', 'cleared 28, peak 2']);
  });
});

describe('whatever the history', () => {
  /** The time that was watched, up to each step, since the readings last were not as `is` says. */
  const watchedWhile = (
    steps: readonly Step[],
    is: (value: number | null) => 'yes' | 'no' | 'wait',
  ): readonly number[] => {
    let watched = 0;
    let running = false;
    return steps.map(({ gap, signals }) => {
      const answer = is(signals['delay'] ?? null);
      if (answer === 'yes') {
        watched = running ? watched + (gap > 3000 ? 0 : gap) : 0;
        running = true;
      } else if (answer === 'no') {
        running = false;
        watched = 0;
      }
      return watched;
    });
  };

  it('a threshold never fires before it was seen beyond its level for all of its hold', () => {
    fc.assert(
      fc.property(histories('delay'), (steps) => {
        const beyond = watchedWhile(steps, (value) => (value === null ? 'wait' : value > 1 ? 'yes' : 'no'));
        const { facts } = judgeAll(slow(), steps);
        const instants = atEach(steps);
        for (const fact of facts) {
          if (fact.fact === 'breach-opened') expect(beyond[instants.indexOf(fact.at)]).toBeGreaterThanOrEqual(hold);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('a threshold never clears above its clear level, nor by absence, nor before its clear hold', () => {
    fc.assert(
      fc.property(histories('delay'), (steps) => {
        const clear = watchedWhile(steps, (value) => (value === null ? 'wait' : value < 0.5 ? 'yes' : 'no'));
        const instants = atEach(steps);
        for (const fact of judgeAll(slow(), steps).facts) {
          if (fact.fact !== 'breach-cleared') continue;
          expect(fact.value).toBeLessThan(0.5);
          expect(clear[instants.indexOf(fact.at)]).toBeGreaterThanOrEqual(clearHold);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('openings and clearings take turns', () => {
    fc.assert(
      fc.property(histories('delay'), fc.constantFrom('keep', 'ignore', 'breach'), (steps, absence) => {
        const kinds = judgeAll(slow({ absence }), steps).facts.flatMap(({ fact }) =>
          fact === 'breach-opened' || fact === 'breach-cleared' ? [fact] : [],
        );
        kinds.forEach((kind, place) => {
          expect(kind).toBe(place % 2 === 0 ? 'breach-opened' : 'breach-cleared');
        });
      }),
    );
  });
});

/** The instant of each step; two steps never have the same. */
function atEach(steps: readonly Step[]): readonly number[] {
  let at: number = start;
  return steps.map(({ gap }) => (at += gap));
}

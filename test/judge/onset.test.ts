import { describe, expect, it } from 'vitest';
import { judge, nothingJudged, type JudgeState } from '../../src/judge/judge.ts';
import type { SignalSecond } from '../../src/model/signal.ts';
import { duration, plus, type Millis } from '../../src/model/time.ts';
import { playbook, rulesOf, start } from './histories.ts';

const at = (second: number): Millis => plus(start, duration(second * 1000));

/** A look at so many seconds: what the windowed signal reads, and what whole seconds, each by its start, said by themselves. */
interface Look {
  readonly at: number;
  readonly reads: number | null;
  readonly seconds?: Readonly<Record<number, number>>;
}

const rules = (absence = 'keep') =>
  rulesOf(
    playbook({
      id: 'slow',
      triggers: {
        high: { signal: 'delay', above: '1s', hold: '2s', clear: { below: '500ms', hold: '2s' }, absence },
      },
      when: { any: ['high'] },
    }),
  );

/** The onsets of the breaches that open, in seconds. */
function onsets(looks: readonly Look[], absence?: string): readonly number[] {
  let state: JudgeState = nothingJudged;
  return looks.flatMap(({ at: now, reads, seconds = {} }) => {
    const judged = judge(rules(absence), state, {
      at: at(now),
      signals: [{ id: 'delay', unit: 'seconds', at: at(now), value: reads }],
      seconds: Object.entries(seconds).map(([second, value]): SignalSecond => ({
        id: 'delay',
        start: at(Number(second)),
        value,
      })),
      loadOn: true,
    });
    state = judged.state;
    return judged.facts.flatMap((fact) => (fact.fact === 'breach-opened' ? [(fact.onsetAt - start) / 1000] : []));
  });
}

describe('the onset of a breach', () => {
  it.each<[string, readonly Look[], number]>([
    [
      'is the first second whose own samples exceed, though the window shows it later',
      [
        { at: 5, reads: 0.1, seconds: { 3: 0.1 } },
        { at: 7, reads: 0.6, seconds: { 4: 3, 5: 3 } },
        { at: 8, reads: 2, seconds: { 6: 3 } },
        { at: 10, reads: 2, seconds: { 7: 3, 8: 3 } },
      ],
      4,
    ],
    [
      'is found in seconds that were told of late, while the hold was running',
      [
        { at: 8.5, reads: 2 },
        { at: 9.5, reads: 2, seconds: { 6: 3, 7: 3 } },
        { at: 10.5, reads: 2 },
      ],
      6,
    ],
    [
      'is when the signal was first beyond its level, where no second tells more',
      [
        { at: 8.5, reads: 2 },
        { at: 10.5, reads: 2 },
      ],
      8,
    ],
    [
      'is not moved back by a second that exceeded in a trouble of its own, which passed',
      [
        { at: 3, reads: 0.6, seconds: { 1: 3, 2: 0.1 } },
        { at: 9, reads: 0.1, seconds: { 3: 0.1, 4: 0.1, 5: 0.1, 6: 0.1, 7: 0.1 } },
        { at: 11, reads: 2, seconds: { 8: 0.1, 9: 3, 10: 3 } },
        { at: 13, reads: 2, seconds: { 11: 3 } },
      ],
      9,
    ],
    [
      'reaches over a second or two that did not exceed: it is one trouble',
      [
        { at: 5, reads: 0.6, seconds: { 3: 3, 4: 0.1 } },
        { at: 8, reads: 2, seconds: { 5: 0.1, 6: 3, 7: 3 } },
        { at: 10, reads: 2, seconds: { 8: 3 } },
      ],
      3,
    ],
    [
      'is kept while a hold waits for readings',
      [
        { at: 3, reads: 2, seconds: { 1: 3, 2: 3 } },
        { at: 4, reads: null },
        { at: 30, reads: null },
        { at: 31, reads: 2 },
        { at: 33, reads: 2 },
      ],
      1,
    ],
    [
      'does not reach over a silence',
      [
        { at: 3, reads: 0.6, seconds: { 1: 3 } },
        { at: 5, reads: null },
        { at: 22, reads: 2, seconds: { 20: 3, 21: 3 } },
        { at: 24, reads: 2, seconds: { 22: 3 } },
      ],
      20,
    ],
  ])('%s', (_, looks, expected) => {
    expect(onsets(looks)).toEqual([expected]);
  });

  it('of absence is when the readings stopped, not a peak long before', () => {
    const looks: readonly Look[] = [
      { at: 3, reads: 0.6, seconds: { 1: 3 } },
      { at: 4, reads: 0.1 },
      { at: 60, reads: null },
      { at: 61, reads: null },
      { at: 62, reads: null },
    ];
    expect(onsets(looks, 'breach')).toEqual([60]);
  });

  it('of a second breach is its own', () => {
    const looks: readonly Look[] = [
      { at: 1, reads: 2, seconds: { 0: 3 } },
      { at: 3, reads: 2, seconds: { 1: 3, 2: 3 } },
      { at: 4, reads: 0.1, seconds: { 3: 3 } },
      { at: 6, reads: 0.1, seconds: { 4: 0.1, 5: 0.1 } },
      { at: 8, reads: 2, seconds: { 6: 0.1, 7: 3 } },
      { at: 10, reads: 2, seconds: { 8: 3, 9: 3 } },
    ];
    expect(onsets(looks)).toEqual([0, 7]);
  });
});

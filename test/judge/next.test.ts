import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, nothingJudged, type Judged, type Rules } from '../../src/judge/judge.ts';
import { duration, plus, type Millis } from '../../src/model/time.ts';
import { frameOf, histories, playbook, rulesOf, start, type Step } from './histories.ts';

const slow = (trigger: object = {}, nextUpdate = '1h') =>
  rulesOf(
    playbook({
      id: 'slow',
      triggers: {
        high: { signal: 'delay', above: '1s', hold: '2s', clear: { below: '500ms', hold: '5s' }, ...trigger },
      },
      when: { any: ['high'] },
      notices: { audiences: ['users'], 'next-update': nextUpdate },
    }),
  );

/** The judgement of the last step, and when it was. */
function last(rules: Rules, steps: readonly Step[]): { readonly judged: Judged; readonly at: Millis } {
  let at: Millis = start;
  let judged: Judged = { state: nothingJudged, facts: [], updates: [], answers: [], next: null };
  for (const step of steps) {
    at = plus(at, duration(step.gap));
    judged = judge(rules, judged.state, frameOf(at, step));
  }
  return { judged, at };
}

const reads = (...values: readonly (number | null)[]): readonly Step[] =>
  values.map((delay, place) => ({ gap: place === 0 ? 0 : 1000, signals: { delay } }));

describe('the next instant at which something falls due', () => {
  it.each<[string, readonly Step[], number | null, string]>([
    ['is none while all is well', reads(0.1, 0.1), null, '1h'],
    ['is the end of a hold', reads(0.1, 2), 3, '1h'],
    ['is the promised update of an incident', reads(2, 2, 2), 12, '10s'],
    ['is the end of a clear hold', reads(2, 2, 2, 0.1), 8, '1h'],
    ['is whichever comes first', reads(2, 2, 2, 0.1), 6, '3s'],
    ['is none for a hold that waits for readings', reads(2, null), null, '1h'],
    ['is none for a clear hold that waits for readings', reads(2, 2, 2, 0.1, 0.1, null), 3603, '1h'],
    ['is none for an incident that is resolved', reads(2, 2, 2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1), null, '1h'],
  ])('%s', (_, steps, expected, nextUpdate) => {
    const { judged } = last(slow({}, nextUpdate), steps);
    expect(judged.next === null ? null : (judged.next - start) / 1000).toBe(expected);
  });

  it('is later than now, and with the readings as they are nothing is told before it, and something at it', () => {
    const absence = fc.constantFrom('keep', 'ignore', 'breach');
    const interval = fc.constantFrom('1s', '2500ms', '7s');
    fc.assert(
      fc.property(histories('delay'), absence, interval, (steps, what, nextUpdate) => {
        const rules = slow({ absence: what }, nextUpdate);
        const { judged, at } = last(rules, steps);
        const now = steps.at(-1);
        fc.pre(now !== undefined && judged.next !== null);
        expect(judged.next).toBeGreaterThan(at);
        // A longer wait would be a pause in which nobody watched.
        fc.pre(judged.next - at <= rules.blindAfter);
        const soon = judge(rules, judged.state, frameOf(plus(judged.next, duration(-1)), now));
        expect(soon.facts).toEqual([]);
        expect(judge(rules, judged.state, frameOf(judged.next, now)).facts).not.toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the updates of a judgement', () => {
  it('are the incidents whose readers must be told something, each as it stood at that update, in the order of the facts', () => {
    fc.assert(
      fc.property(histories('delay'), fc.constantFrom('1s', '7s', '1h'), (steps, nextUpdate) => {
        const rules = slow({}, nextUpdate);
        let at: Millis = start;
        let state = nothingJudged;
        for (const step of steps) {
          at = plus(at, duration(step.gap));
          const judged = judge(rules, state, frameOf(at, step));
          state = judged.state;
          const told = judged.facts.flatMap((fact) =>
            'update' in fact ? [{ id: fact.incident, update: fact.update, nextUpdateAt: fact.nextUpdateAt }] : [],
          );
          expect(judged.updates.map(({ id, update, nextUpdateAt }) => ({ id, update, nextUpdateAt }))).toEqual(told);
        }
      }),
    );
  });

  it('are numbered from 1 without a gap, and each promises the next one', () => {
    const updates: number[] = [];
    const promised: number[] = [];
    let at: Millis = start;
    let state = nothingJudged;
    for (const step of reads(2, 2, 2, 2, 2, 2, 2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)) {
      at = plus(at, duration(step.gap));
      const judged = judge(slow({}, '3s'), state, frameOf(at, step));
      state = judged.state;
      updates.push(...judged.updates.map(({ update }) => update));
      promised.push(...judged.updates.map(({ nextUpdateAt }) => (nextUpdateAt - at) / 1000));
    }
    // Opened at 2, due at 5, monitoring at 7, due at 10, resolved at 12.
    expect(updates).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(promised)).toEqual(new Set([3]));
  });

  it('that came due in a pause are one update, not as many as were missed', () => {
    const { judged } = last(slow({}, '3s'), [...reads(2, 2, 2), { gap: 60_000, signals: { delay: 2 } }]);
    expect(judged.facts.map(({ fact }) => fact)).toEqual(['update-due']);
    expect(judged.next).toBe(start + 65_000);
  });
});

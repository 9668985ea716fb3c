import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../../src/model/playbook.ts';
import { causeOf, causeTriggersOf, holds, matching, specificity, ties, triggersOf } from '../../src/playbook/match.ts';
import { cause, playbook } from '../judge/histories.ts';

const breached = (text: string): ReadonlySet<string> => new Set(text.split(' ').filter((id) => id !== ''));

describe('a condition', () => {
  it.each<[condition: Condition, breached: string, holds: boolean]>([
    [{ all: ['a', 'b'] }, 'a b', true],
    [{ all: ['a', 'b'] }, 'a b c', true],
    [{ all: ['a', 'b'] }, 'a', false],
    [{ any: ['a', 'b'] }, 'b', true],
    [{ any: ['a', 'b'] }, 'c', false],
    [{ any: ['a'] }, '', false],
    [{ all: ['a'], any: ['b', 'c'] }, 'a c', true],
    [{ all: ['a'], any: ['b', 'c'] }, 'a', false],
    [{ all: ['a'], any: ['b', 'c'] }, 'b c', false],
    [{ any: ['a'], none: ['b'] }, 'a', true],
    [{ any: ['a'], none: ['b', 'c'] }, 'a c', false],
  ])('%j with "%s" breached: %s', (condition, ids, expected) => {
    expect(holds(condition, breached(ids))).toBe(expected);
  });

  it.each<[condition: Condition, asks: number, triggers: readonly string[]]>([
    [{ any: ['a'] }, 1, ['a']],
    [{ any: ['a', 'b', 'c'] }, 1, ['a', 'b', 'c']],
    [{ all: ['a'] }, 1, ['a']],
    [{ any: ['a'], none: ['b'] }, 1.5, ['a']],
    [{ all: ['a', 'b'] }, 2, ['a', 'b']],
    [{ all: ['a'], any: ['b', 'c'] }, 2, ['a', 'b', 'c']],
    [{ all: ['a', 'b'], none: ['c', 'd'] }, 3, ['a', 'b']],
  ])('%j asks for %d, and %j speak for it', (condition, asks, triggers) => {
    expect([specificity(condition), triggersOf(condition)]).toEqual([asks, triggers]);
  });
});

describe('the playbooks that match', () => {
  const one = playbook({ id: 'one', when: { any: ['a'] } });
  const both = playbook({ id: 'both', when: { all: ['a', 'b'] } });
  const only = playbook({ id: 'only', when: { any: ['a'], none: ['b'] } });
  const other = playbook({ id: 'other', when: { any: ['b', 'c'] } });

  it.each([
    ['a', ['only', 'one']],
    ['a b', ['both', 'one', 'other']],
    ['c', ['other']],
    ['', []],
  ])('with "%s" breached are %j, the most specific first', (ids, expected) => {
    expect(matching([one, both, only, other], breached(ids)).map(({ id }) => id)).toEqual(expected);
  });

  it('come in one order, however they are listed', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const condition = fc.record({
      all: fc.option(fc.subarray(ids, { minLength: 1 }), { nil: undefined }),
      any: fc.subarray(ids, { minLength: 1 }),
      none: fc.option(fc.subarray(ids, { minLength: 1 }), { nil: undefined }),
    });
    const books = fc
      .array(condition, { maxLength: 8 })
      .map((conditions) => conditions.map((when, place) => playbook({ id: `book-${place}`, when })));
    fc.assert(
      fc.property(books, fc.subarray(ids), (playbooks, now) => {
        const found = matching(playbooks, new Set(now));
        expect(matching(playbooks.toReversed(), new Set(now))).toEqual(found);
        const asked = found.map(({ when }) => specificity(when));
        expect(asked).toEqual(asked.toSorted((a, b) => b - a));
        expect(found.every(({ when }) => holds(when, new Set(now)))).toBe(true);
      }),
    );
  });
});

describe('two playbooks', () => {
  it.each<[first: Condition, second: Condition, tied: boolean, why: string]>([
    [{ any: ['a'] }, { any: ['a'] }, true, 'they ask for the same'],
    [{ any: ['a', 'b'] }, { any: ['b', 'c'] }, true, 'one trigger of each is the same'],
    [{ all: ['a', 'b'] }, { all: ['b', 'c'] }, true, 'both hold when all three are breached'],
    [{ any: ['a'] }, { any: ['b'] }, false, 'they speak of different things'],
    [{ any: ['a'] }, { all: ['a', 'b'] }, false, 'one asks for more'],
    [{ any: ['a'], none: ['b'] }, { any: ['b'], none: ['c'] }, false, 'no trigger is the same'],
    [{ all: ['a', 'b'] }, { any: ['a'], none: ['b', 'c'] }, false, 'what one needs holds the other back'],
    [
      { any: ['a', 'b'], none: ['c'] },
      { any: ['a', 'c'], none: ['d'] },
      true,
      'both hold when only the first is breached',
    ],
    [{ any: ['a'], none: ['b'] }, { any: ['a'], none: ['c'] }, true, 'nothing that one needs holds back the other'],
    [
      { any: ['a', 'b'], none: ['c'] },
      { any: ['b', 'c'], none: ['a'] },
      true,
      'both hold when only the second is breached',
    ],
    [{ all: ['a'], any: ['b'] }, { all: ['a', 'c'] }, true, 'both hold when all three are breached'],
  ])('%j and %j are tied: %s, because %s', (first, second, tied) => {
    const [one, two] = [playbook({ id: 'one', when: first }), playbook({ id: 'two', when: second })];
    expect(ties([one, two])).toEqual(tied ? [[one, two]] : []);
    expect(ties([two, one])).toEqual(tied ? [[two, one]] : []);
  });

  it('are tied exactly when some breaches choose both alike for a trigger they share', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const some = fc.option(fc.subarray(ids, { minLength: 1 }), { nil: undefined });
    const condition: fc.Arbitrary<Condition> = fc
      .record({ all: some, any: some, none: some })
      .filter(({ all, any }) => all !== undefined || any !== undefined);
    const subsets = Array.from({ length: 16 }, (_, mask) => ids.filter((_id, place) => (mask >> place) & 1));
    fc.assert(
      fc.property(condition, condition, (first, second) => {
        const shared = triggersOf(first).filter((id) => triggersOf(second).includes(id));
        const alike = subsets.some(
          (now) => holds(first, new Set(now)) && holds(second, new Set(now)) && shared.some((id) => now.includes(id)),
        );
        const tied = ties([playbook({ id: 'one', when: first }), playbook({ id: 'two', when: second })]).length > 0;
        expect(tied).toBe(alike && specificity(first) === specificity(second));
      }),
      { numRuns: 1000 },
    );
  });

  it('are found in every pair', () => {
    const three = ['one', 'two', 'three'].map((id) => playbook({ id, when: { any: ['a'] } }));
    expect(ties(three).map((pair) => pair.map(({ id }) => id))).toEqual([
      ['one', 'two'],
      ['one', 'three'],
      ['two', 'three'],
    ]);
  });
});

describe('the cause', () => {
  const book = playbook({
    id: 'slow',
    when: { any: ['a'] },
    causes: { database: cause(['db', 'disk']), network: cause(['net']) },
  });

  it.each([
    ['a', null],
    ['a net', 'network'],
    ['a disk', 'database'],
    ['net db', 'database'],
  ])('with "%s" breached is %s: the first one written whose condition holds', (ids, expected) => {
    expect(causeOf(book, breached(ids))).toBe(expected);
  });

  it('is recognised by thresholds of its own', () => {
    expect(causeTriggersOf(book)).toEqual(new Set(['db', 'disk', 'net']));
  });
});

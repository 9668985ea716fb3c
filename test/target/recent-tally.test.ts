import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentTally } from '../../src/target/recent-tally.ts';

describe('what names came to lately', () => {
  it('is nothing before anything came', () => {
    const tally = new RecentTally(1000);
    expect([tally.of('a', 0), tally.most(0), tally.total(0)]).toEqual([0, 0, 0]);
  });

  it('is added up by name, and forgotten when it is as old as one looks back', () => {
    const tally = new RecentTally(1000);
    tally.add('a', 2, 0);
    tally.add('b', 5, 400);
    tally.add('a', 1, 800);
    expect([tally.of('a', 999), tally.of('b', 999), tally.most(999), tally.total(999)]).toEqual([3, 5, 5, 8]);
    expect([tally.of('a', 1000), tally.most(1000), tally.total(1000)]).toEqual([1, 5, 6]);
    expect([tally.of('b', 1400), tally.most(1400), tally.total(1400)]).toEqual([0, 1, 1]);
    expect([tally.most(1800), tally.total(1800)]).toEqual([0, 0]);
  });

  it('is at every moment the sum of what came within the time', () => {
    const comings = fc.array(
      fc.record({ name: fc.constantFrom('a', 'b', 'c'), weight: fc.integer({ min: 1, max: 9 }), gap: fc.nat(500) }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(comings, fc.nat(2000), (all, later) => {
        const tally = new RecentTally(1000);
        let now = 0;
        const came = all.map(({ name, weight, gap }) => {
          now += gap;
          tally.add(name, weight, now);
          return { name, weight, at: now };
        });
        const at = now + later;
        const recent = came.filter((one) => one.at > at - 1000);
        const sums = ['a', 'b', 'c'].map((name) =>
          recent.filter((one) => one.name === name).reduce((sum, { weight }) => sum + weight, 0),
        );
        expect(['a', 'b', 'c'].map((name) => tally.of(name, at))).toEqual(sums);
        expect(tally.most(at)).toBe(Math.max(...sums));
        expect(tally.total(at)).toBe(recent.reduce((sum, { weight }) => sum + weight, 0));
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasStopped, mostSteps, nextUsers, type Rung } from '../../src/probe/ladder.ts';
import { usl } from '../../src/probe/universal-scalability-law.ts';
import { climbed } from './measured.ts';

const usersOf = (throughputOf: (users: number) => number, most?: number): readonly number[] =>
  climbed(throughputOf, most).map(({ users }) => users);

describe('the ladder', () => {
  it.each<[string, (users: number) => number, number, readonly number[]]>([
    [
      'doubles until nothing more comes, then goes back to the knee',
      (n) => Math.min(10 * n, 130),
      128,
      [1, 2, 4, 8, 16, 32, 12, 10, 14, 24],
    ],
    [
      'goes back when throughput falls',
      usl({ lambda: 10, sigma: 0.03, kappa: 0.001 }),
      128,
      [1, 2, 4, 8, 16, 32, 64, 24, 20, 28, 48],
    ],
    ['climbs to the most where throughput keeps growing', (n) => 10 * n, 50, [1, 2, 4, 8, 16, 32, 50, 3, 6, 12]],
    ['takes every number where there are few', (n) => 10 * n, 6, [1, 2, 4, 6, 3, 5]],
    ['goes on beyond a knee among the very first', () => 10, 128, [1, 2, 3, 5, 8, 12, 18, 27, 4, 7]],
  ])('%s', (_title, throughputOf, most, users) => {
    expect(usersOf(throughputOf, most)).toEqual(users);
  });

  it('ends its climb where most journeys fail: more people would only fail more', () => {
    const refused: Rung[] = [1, 2, 4, 8].map((users) => ({
      users,
      throughput: 10 * users,
      failed: users === 8 ? 0.6 : 0,
    }));
    expect(hasStopped(refused)).toBe(true);
    expect(nextUsers(refused, 128)).toBeLessThan(16);
  });

  it('measures no number twice, none beyond the most, and ends within the steps it tells', () => {
    const shape = fc.constantFrom<(n: number) => number>(
      (n) => 10 * n,
      (n) => Math.sqrt(n),
      () => 5,
      (n) => 100 / n,
      (n) => (n % 2 === 0 ? 0 : n),
      usl({ lambda: 3, sigma: 0.2, kappa: 0 }),
      usl({ lambda: 3, sigma: 0, kappa: 0.005 }),
    );
    fc.assert(
      fc.property(
        shape,
        fc.integer({ min: 6, max: 10_000 }),
        fc.integer({ min: 1, max: 300 }),
        (throughputOf, most, limit) => {
          const users = usersOf((n) => Math.min(throughputOf(n), limit), most);
          expect(new Set(users).size).toBe(users.length);
          expect(Math.max(...users)).toBeLessThanOrEqual(most);
          expect(users.length).toBeGreaterThanOrEqual(6);
          expect(users.length).toBeLessThanOrEqual(mostSteps(most));
        },
      ),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MeasuredStep } from '../../src/probe/measured-step.ts';
import { judgeScaling } from '../../src/probe/scaling.ts';
import { usl } from '../../src/probe/universal-scalability-law.ts';
import { climbed, noisy, step } from './measured.ts';

const seed = 7;

describe('a knee is claimed', () => {
  it.each<[string, (users: number) => number, object]>([
    [
      'where so many slots are all there is',
      (n) => Math.min(10 * n, 134),
      { kind: 'limit', users: 13.4, throughput: 134 },
    ],
    [
      'where throughput falls beyond it',
      usl({ lambda: 10, sigma: 0.03, kappa: 0.001 }),
      { kind: 'peak', users: 31.14, throughput: 109.5 },
    ],
    [
      'where throughput nears a level for ever',
      usl({ lambda: 10, sigma: 0.1, kappa: 0 }),
      { kind: 'asymptote', users: 81, throughput: 100 },
    ],
    ['where one person alone fills it', (n) => (n === 1 ? 10 : 11), { kind: 'limit', users: 1.1, throughput: 11 }],
  ])(
    '%s',
    (_title, throughputOf, { kind, users, throughput }: { kind?: string; users?: number; throughput?: number }) => {
      const { knee, reasons } = judgeScaling(climbed(noisy(throughputOf, 0.01, seed)), seed);
      expect(reasons).toEqual([]);
      expect(knee?.kind).toBe(kind);
      expect((knee?.users.value ?? 0) / (users ?? 1)).toBeCloseTo(1, 1);
      expect((knee?.throughput.value ?? 0) / (throughput ?? 1)).toBeCloseTo(1, 1);
    },
  );

  it('by the law that says more with less: slots that are all there is are no bent curve', () => {
    const { law, usl: bent, hardLimit } = judgeScaling(climbed(noisy((n) => Math.min(10 * n, 134), 0.01, seed)), seed);
    expect(law).toBe('hard-limit');
    // Its own peak lies nearly twice as far as the knee.
    expect(bent?.peak?.users).toBeGreaterThan(20);
    expect(hardLimit?.quality.typicalMiss).toBeLessThan((bent?.quality.typicalMiss ?? 0) / 4);
  });
});

const spoilt = (steps: readonly MeasuredStep[], users: number, by: Partial<MeasuredStep>): readonly MeasuredStep[] =>
  steps.map((one) => (one.users >= users ? { ...one, ...by } : one));
const limited = climbed((n) => Math.min(10 * n, 134));

describe('no knee is claimed', () => {
  it.each<[string, readonly MeasuredStep[], RegExp]>([
    ['of throughput that still grew', climbed((n) => 10 * n, 32), /^throughput had not stopped growing at 32 users/],
    [
      'of a peak beyond what was measured',
      climbed(usl({ lambda: 10, sigma: 0.01, kappa: 0.0002 }), 32),
      /^throughput had not stopped growing at 32 users/,
    ],
    [
      'of a limit that one step alone has shown',
      climbed((n) => Math.min(10 * n, 134), 16).filter(({ users }) => users <= 12 || users === 16),
      /^throughput had not stopped growing/,
    ],
    [
      'of another shape altogether',
      climbed((n) => (n < 20 ? 10 * n : 20)),
      /^the fit is bad: R² is 0\.\d+, below 0\.95$/,
    ],
    [
      'of fewer than six steps',
      [1, 2, 4, 8, 16].map((n) => step(n, usl({ lambda: 10, sigma: 0.1, kappa: 0.02 })(n))),
      /^the fit is bad: 5 steps were measured, fewer than 6$/,
    ],
    ['of next to nothing', [step(1, 10), step(2, 20)], /^2 steps could be measured: too few for any law$/],
    ['of nothing', [], /^0 steps could be measured: too few for any law$/],
    [
      'where the generator had no time left',
      spoilt(limited, 16, { generatorBusy: 0.97 }),
      /^the load generator had no time left at 16 users: what stopped growing may be the generator$/,
    ],
    ['where next to every journey failed', spoilt(limited, 2, { failed: 0.4 }), /^1 steps could be measured/],
  ])('%s', (_title, steps, reason) => {
    const { knee, reasons } = judgeScaling(steps, seed);
    expect(knee).toBeNull();
    expect(reasons).toContainEqual(expect.stringMatching(reason));
  });

  it('of linear growth, however long it was measured and however it scatters', () => {
    const lambda = fc.double({ min: 0.5, max: 500, noNaN: true });
    const share = fc.double({ min: 0, max: 0.1, noNaN: true });
    fc.assert(
      fc.property(
        lambda,
        share,
        fc.integer({ min: 6, max: 1000 }),
        fc.nat({ max: 1000 }),
        (one, scatter, most, chance) => {
          expect(
            judgeScaling(
              climbed(
                noisy((n) => one * n, scatter, chance),
                most,
              ),
              seed,
            ).knee,
          ).toBeNull();
        },
      ),
      { numRuns: 15 },
    );
  });

  it('but what was measured is a lower bound', () => {
    expect(
      judgeScaling(
        climbed((n) => 10 * n, 32),
        seed,
      ).best,
    ).toEqual({ users: 32, throughput: 320 });
  });

  it('and what was measured says with how few people nearly as much was done', () => {
    const { best, reached } = judgeScaling(
      climbed((n) => Math.min(10 * n, 130) + n / 100),
      seed,
    );
    expect([best?.users, reached?.users]).toEqual([32, 14]);
  });
});

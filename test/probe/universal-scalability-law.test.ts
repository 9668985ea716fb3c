import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitUsl, fitWithoutKappa, usl, uslPeak } from '../../src/probe/universal-scalability-law.ts';
import { judgeScaling } from '../../src/probe/scaling.ts';
import { climbed, noisy } from './measured.ts';

const users = [1, 2, 4, 8, 12, 16, 24, 32, 64];
const pointsOf = (throughputOf: (users: number) => number) =>
  users.map((count) => ({ users: count, throughput: throughputOf(count) }));

describe('the Universal Scalability Law', () => {
  it.each([
    ['nobody waits for anybody', { lambda: 10, sigma: 0, kappa: 0 }, 7, 70, Number.POSITIVE_INFINITY],
    ['one line for a tenth', { lambda: 10, sigma: 0.1, kappa: 0 }, 11, 55, Number.POSITIVE_INFINITY],
    ['one line for all', { lambda: 10, sigma: 1, kappa: 0 }, 50, 10, Number.POSITIVE_INFINITY],
    ['everyone agrees with everyone', { lambda: 10, sigma: 0, kappa: 0.01 }, 10, 100 / 1.9, 10],
    ['both', { lambda: 20, sigma: 0.19, kappa: 0.01 }, 9, 180 / 3.24, 9],
  ])('%s', (_title, parameters, count, throughput, peak) => {
    expect(usl(parameters)(count)).toBeCloseTo(throughput, 9);
    expect(uslPeak(parameters)).toBeCloseTo(peak, 9);
  });

  it('is highest at its peak', () => {
    const parameters = { lambda: 10, sigma: 0.03, kappa: 0.001 };
    const peak = uslPeak(parameters);
    for (const beside of [peak * 0.99, peak * 1.01])
      expect(usl(parameters)(beside)).toBeLessThan(usl(parameters)(peak));
  });
});

describe('its fit', () => {
  it('recovers the parameters of exact measurements, also where one is zero', () => {
    const share = (max: number) => fc.oneof(fc.constant(0), fc.double({ min: max / 1000, max, noNaN: true }));
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 5000, noNaN: true }), share(0.5), share(0.02), (lambda, sigma, kappa) => {
        const fit = fitUsl(pointsOf(usl({ lambda, sigma, kappa })));
        expect(fit?.lambda).toBeCloseTo(lambda, lambda > 100 ? 2 : 4);
        expect(fit?.sigma).toBeCloseTo(sigma, 5);
        expect(fit?.kappa).toBeCloseTo(kappa, 6);
      }),
      { numRuns: 60 },
    );
  });

  it('never has a negative parameter, whatever was measured', () => {
    const throughputs = fc.array(fc.double({ min: 0.1, max: 1000, noNaN: true }), { minLength: 4, maxLength: 9 });
    fc.assert(
      fc.property(throughputs, (measured) => {
        const fit = fitUsl(measured.map((throughput, place) => ({ users: 2 ** place, throughput })));
        expect(fit?.lambda).toBeGreaterThan(0);
        expect(fit?.sigma).toBeGreaterThanOrEqual(0);
        expect(fit?.kappa).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
  });

  it('does not fit three points, which any three parameters would', () => {
    expect(fitUsl(pointsOf(usl({ lambda: 10, sigma: 0.1, kappa: 0.01 })).slice(0, 3))).toBeNull();
  });

  it('leaves out steps in which nothing was done', () => {
    const points = pointsOf(usl({ lambda: 10, sigma: 0.1, kappa: 0.01 }));
    expect(fitUsl([...points, { users: 128, throughput: 0 }])?.sigma).toBeCloseTo(0.1, 6);
  });

  it('without κ finds the asymptote', () => {
    const fit = fitWithoutKappa(pointsOf(usl({ lambda: 10, sigma: 0.1, kappa: 0 })));
    expect(fit).toMatchObject({ kappa: 0 });
    expect((fit?.lambda ?? 0) / (fit?.sigma ?? 1)).toBeCloseTo(100, 4);
  });
});

describe('its intervals', () => {
  const truth = { lambda: 10, sigma: 0.03, kappa: 0.001 };
  const peak = { users: uslPeak(truth), throughput: usl(truth)(uslPeak(truth)) };

  it('hold the truth nearly as often as they say, in noise of 5 %', () => {
    const seeds = Array.from({ length: 24 }, (_, seed) => seed);
    const found = seeds.map((seed) => judgeScaling(climbed(noisy(usl(truth), 0.05, seed)), seed));
    const holding = (hold: (one: (typeof found)[number]) => boolean | undefined): number =>
      found.filter((one) => hold(one) === true).length;
    const within = (value: number, interval: { readonly low: number; readonly high: number } | undefined) =>
      interval !== undefined && interval.low <= value && value <= interval.high;
    expect(found.filter(({ knee }) => knee?.kind === 'peak')).toHaveLength(seeds.length);
    // Of ten points the bootstrap of residuals promises 95 % and keeps about 90.
    expect(holding(({ usl: law }) => within(truth.lambda, law?.lambda))).toBeGreaterThanOrEqual(19);
    expect(holding(({ usl: law }) => within(truth.sigma, law?.sigma))).toBeGreaterThanOrEqual(19);
    expect(holding(({ usl: law }) => within(truth.kappa, law?.kappa))).toBeGreaterThanOrEqual(19);
    expect(holding(({ knee }) => within(peak.users, knee?.users))).toBeGreaterThanOrEqual(19);
    expect(holding(({ knee }) => within(peak.throughput, knee?.throughput))).toBeGreaterThanOrEqual(19);
  });

  it('are the same with the same seed, and others with another', () => {
    const steps = climbed(noisy(usl(truth), 0.05, 1));
    expect(judgeScaling(steps, 3).knee).toEqual(judgeScaling(steps, 3).knee);
    expect(judgeScaling(steps, 4).knee).not.toEqual(judgeScaling(steps, 3).knee);
  });

  it('are wider where measurements scatter more', () => {
    const width = (share: number): number => {
      const users = judgeScaling(climbed(noisy(usl(truth), share, 5)), 5).knee?.users;
      return (users?.high ?? Number.NaN) - (users?.low ?? Number.NaN);
    };
    expect(width(0.05)).toBeGreaterThan(2 * width(0.01));
  });
});

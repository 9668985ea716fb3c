import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Throttle } from '../../src/target/throttle.ts';

/** How many of `requests` in one instant are let in. */
const admitted = (throttle: Throttle, tenant: string, requests: number, now: number): number =>
  Array.from({ length: requests }, () => throttle.admits(tenant, now)).filter(Boolean).length;

describe('throttling', () => {
  it('lets everything in while no limit is set', () => {
    expect(admitted(new Throttle(), 'a', 1000, 0)).toBe(1000);
  });

  it('lets a second’s worth in at once, and then as much as the rate', () => {
    const throttle = new Throttle();
    throttle.set({ perTenant: 10 });
    expect(admitted(throttle, 'a', 100, 0)).toBe(10);
    expect(admitted(throttle, 'a', 100, 500)).toBe(5);
    expect(admitted(throttle, 'a', 100, 60_000)).toBe(10);
  });

  it('keeps tenants apart', () => {
    const throttle = new Throttle();
    throttle.set({ perTenant: 2 });
    expect([admitted(throttle, 'a', 9, 0), admitted(throttle, 'b', 9, 0)]).toEqual([2, 2]);
  });

  it('bounds all tenants together', () => {
    const throttle = new Throttle();
    throttle.set({ perSecond: 3, perTenant: 2 });
    expect([admitted(throttle, 'a', 9, 0), admitted(throttle, 'b', 9, 0)]).toEqual([2, 1]);
  });

  it('takes nothing from others for a request that one tenant may not make', () => {
    const throttle = new Throttle();
    throttle.set({ perSecond: 10, perTenant: 2 });
    admitted(throttle, 'noisy', 1000, 0);
    expect(admitted(throttle, 'quiet', 2, 0)).toBe(2);
  });

  it('starts anew with every setting', () => {
    const throttle = new Throttle();
    throttle.set({ perTenant: 2 });
    admitted(throttle, 'a', 9, 0);
    throttle.set({});
    expect([throttle.limits, admitted(throttle, 'a', 50, 0)]).toEqual([{}, 50]);
  });

  it('never lets more in than the rate allows in any time, and a second’s worth', () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 20, noNaN: true }), pauses, (rate, gaps) => {
        const throttle = new Throttle();
        throttle.set({ perSecond: rate });
        let now = 0;
        let passed = 0;
        for (const gap of gaps) {
          now += gap;
          if (throttle.admits('a', now)) passed += 1;
        }
        expect(passed).toBeLessThanOrEqual(Math.max(1, rate) + (rate * now) / 1000 + 1e-6);
      }),
    );
  });
});

import { z } from 'zod';

/** How much is let in: so many requests a second in all, and of each tenant; what is left out has no limit. */
export const throttleSchema = z.strictObject({
  perSecond: z.number().positive().optional(),
  perTenant: z.number().positive().optional(),
});
export type ThrottleLimits = z.output<typeof throttleSchema>;

/** Allows so many in a second, at most a second's worth at once. */
interface Bucket {
  left: number;
  filledAt: number;
}

/** Token buckets, one for all and one for each tenant. */
export class Throttle {
  #limits: ThrottleLimits = {};
  readonly #buckets = new Map<string, Bucket>();

  set(limits: ThrottleLimits): void {
    this.#limits = limits;
    this.#buckets.clear();
  }

  get limits(): ThrottleLimits {
    return this.#limits;
  }

  /** Whether one more request of a tenant may pass at `now` (milliseconds). */
  admits(tenant: string, now: number): boolean {
    const { perSecond, perTenant } = this.#limits;
    return this.#take('all', perSecond, now) && this.#take(`tenant ${tenant}`, perTenant, now);
  }

  #take(name: string, rate: number | undefined, now: number): boolean {
    if (rate === undefined) return true;
    const most = Math.max(1, rate);
    const bucket = this.#buckets.get(name) ?? { left: most, filledAt: now };
    this.#buckets.set(name, bucket);
    bucket.left = Math.min(most, bucket.left + ((now - bucket.filledAt) * rate) / 1000);
    bucket.filledAt = now;
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  }
}

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

/** What has no limit takes from nothing. */
const unlimited: Bucket = { left: Infinity, filledAt: 0 };

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

  /** Whether one more request of a tenant may pass at `now` (milliseconds). One that may not takes nothing from what others may. */
  admits(tenant: string, now: number): boolean {
    const { perSecond, perTenant } = this.#limits;
    const buckets = [this.#filled('all', perSecond, now), this.#filled(`tenant ${tenant}`, perTenant, now)];
    if (buckets.some(({ left }) => left < 1)) return false;
    for (const bucket of buckets) bucket.left -= 1;
    return true;
  }

  #filled(name: string, rate: number | undefined, now: number): Bucket {
    if (rate === undefined) return unlimited;
    const most = Math.max(1, rate);
    const bucket = this.#buckets.get(name) ?? { left: most, filledAt: now };
    this.#buckets.set(name, bucket);
    bucket.left = Math.min(most, bucket.left + ((now - bucket.filledAt) * rate) / 1000);
    bucket.filledAt = now;
    return bucket;
  }
}

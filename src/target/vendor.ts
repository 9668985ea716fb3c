import { Counter, type Registry } from 'prom-client';
import { z } from 'zod';
import type { VendorCapacity } from './capacity.ts';
import { refuse, type Entrance } from './entrance.ts';
import { FrontStage } from './front-stage.ts';
import { counterOf, gaugeOf } from './meter.ts';
import { RecentTally } from './recent-tally.ts';

const translationSchema = z.strictObject({
  text: z.string().min(1).max(20_000),
  to: z.enum(['zh-CN', 'zh-TW', 'en']),
});

/** Why the vendor refuses: more calls at once than were agreed, or more in a minute. */
const refusals = ['calls-at-once', 'quota'] as const;
type Refusal = (typeof refusals)[number];

const quotaMs = 60_000;

/** The vendor behind a service of ours: it answers as many calls at once and in a minute as were agreed, and refuses what is beyond. */
class Vendor {
  readonly #agreed: VendorCapacity;
  readonly #stage: FrontStage;
  readonly #lastMinute = new RecentTally(quotaMs);

  constructor(agreed: VendorCapacity) {
    this.#agreed = agreed;
    this.#stage = new FrontStage(agreed);
  }

  /** Makes a call and gives back why it was refused, null when it was answered. What is refused takes nothing of the quota. */
  async call(): Promise<Refusal | null> {
    const now = performance.now();
    if (this.#lastMinute.total(now) >= this.#agreed.callsInAMinute) return 'quota';
    const answered = this.#stage.take();
    if (answered === null) return 'calls-at-once';
    this.#lastMinute.add('answered', 1, now);
    await answered;
    return null;
  }

  get callsInUse(): number {
    return this.#stage.inUse;
  }

  get quotaUsed(): number {
    return this.#lastMinute.total(performance.now());
  }
}

/** Translation of messages, which is bought from a vendor. When the vendor refuses, people get 503 and no translation. */
export function addVendor({ app, service, known }: Entrance): void {
  const vendor = new Vendor(service.capacity.vendor);
  const counted = vendorMetrics(service.metrics.registry, vendor, service.capacity.vendor);
  app.post('/translations', known, async (request, response) => {
    const { text, to } = translationSchema.parse(request.body);
    const why = await vendor.call();
    // Counted with its end, so that calls and failures rise together.
    counted.calls.inc();
    // Nobody is really asked: the text comes back as it was.
    if (why === null) response.json({ text, to });
    else {
      counted.failures.inc({ why });
      response.set('retry-after', '1');
      refuse(response, 503, 'the vendor refused the call');
    }
  });
}

function vendorMetrics(registry: Registry, vendor: Vendor, agreed: VendorCapacity) {
  const gauge = (name: string, help: string, read: () => number): void => {
    gaugeOf(registry, name, help, read);
  };
  gauge('collab_vendor_calls_in_use', 'calls that the vendor is answering', () => vendor.callsInUse);
  gauge('collab_vendor_calls_limit', 'calls at once that were agreed with the vendor', () => agreed.slots);
  gauge('collab_vendor_quota_used', 'calls of the last minute that the vendor took', () => vendor.quotaUsed);
  gauge('collab_vendor_quota', 'calls in a minute that were agreed with the vendor', () => agreed.callsInAMinute);
  const failures = new Counter({
    name: 'collab_vendor_failures_total',
    help: 'calls that the vendor refused',
    labelNames: ['why'],
    registers: [registry],
  });
  // Shown as zero from the start: the first of its kind is an increase.
  for (const why of refusals) failures.inc({ why }, 0);
  return {
    failures,
    calls: counterOf(registry, 'collab_vendor_calls_total', 'calls to the vendor, answered or refused'),
  };
}

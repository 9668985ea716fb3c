import { median } from '../statistics.ts';
import type { SteadyRate } from './steady-rate.ts';

/** What the processes of one side took of a core, over all its runs: the evidence of who was the bottleneck. */
export class SharesSeen {
  readonly #shares = new Map<string, number[]>();
  readonly #perCpuSecond: number[] = [];

  see(steady: SteadyRate): SteadyRate {
    for (const [name, share] of Object.entries(steady.shares)) {
      this.#shares.set(name, [...(this.#shares.get(name) ?? []), share]);
    }
    this.#perCpuSecond.push(steady.perCpuSecond);
    return steady;
  }

  /** For people: the median share of each process, and what k6 made of its time. */
  get text(): string {
    const shares = [...this.#shares].map(([name, seen]) => `${name} ${(median(seen) * 100).toFixed(0)} %`);
    return `${shares.join(', ')} of a core, ${median(this.#perCpuSecond).toFixed(0)} requests for each CPU second of k6`;
  }
}

import { median } from '../statistics.ts';
import type { SteadyRate } from './steady-rate.ts';

/** What the processes of one side took of a core, over all its runs: the evidence of who was the bottleneck. */
export class SharesSeen {
  readonly #shares = new Map<string, number[]>();
  readonly #perCpuSecond: number[] = [];
  readonly #busy: number[] = [];

  see(steady: SteadyRate): SteadyRate {
    for (const [name, share] of Object.entries(steady.shares)) {
      this.#shares.set(name, [...(this.#shares.get(name) ?? []), share]);
    }
    this.#perCpuSecond.push(steady.perCpuSecond);
    this.#busy.push(steady.busy);
    return steady;
  }

  /** For people: the median share of each process, what k6 made of its time, and how busy the responder was. */
  get text(): string {
    const shares = [...this.#shares].map(([name, seen]) => `${name} ${percent(median(seen))} of a core`);
    const made = `${median(this.#perCpuSecond).toFixed(0)} requests for each CPU second of k6`;
    return [...shares, made, `the responder busy for ${percent(median(this.#busy))} of the time`].join(', ');
  }
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

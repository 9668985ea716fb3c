import { setTimeout as after } from 'node:timers/promises';
import { cpuSeconds } from '../process/usage.ts';
import type { Bench } from '../benchmark.ts';
import type { RequestCount, Responder } from '../responder/responder.ts';
import type { Generator } from './bare.ts';

/** How long a side's load lasts, in milliseconds: the first part is not measured, and neither is the end. */
export interface Timing {
  readonly warmUp: number;
  readonly measured: number;
}

/** How long a side's load lasts here. */
export const timings = ({ quick }: Bench): Timing =>
  quick ? { warmUp: 500, measured: 1500 } : { warmUp: 1500, measured: 6000 };

/** How many seconds of load a timing takes in all. */
export const secondsOf = ({ warmUp, measured }: Timing): number => Math.ceil((warmUp + measured + 500) / 1000);

/** The requests a second that a responder saw in the steady part of a load, and how much of a core each process took then. */
export interface SteadyRate {
  readonly perSecond: number;
  /** The same for each second that the load generator was on a CPU: what other work on the machine disturbs less. */
  readonly perCpuSecond: number;
  readonly shares: Readonly<Record<string, number>>;
  /** The share of the time in which the responder was answering: less than all of it is what it had to spare. */
  readonly busy: number;
}

type Pids = Readonly<Record<string, number>>;

/**
 * Measures the steady part of a load that has just been started, and waits for its end.
 * @throws Error when the generator ends before it was measured, or badly.
 */
export async function steadyRate(
  responder: Responder,
  generator: Generator,
  others: Pids,
  timing: Timing,
): Promise<SteadyRate> {
  const early = generator.ended.then(() => {
    throw new Error('the load ended before it was measured');
  });
  const measured = await Promise.race([early, measure(responder, generator, others, timing)]);
  await generator.ended;
  return measured;
}

async function measure(
  responder: Responder,
  generator: Generator,
  others: Pids,
  { warmUp, measured }: Timing,
): Promise<SteadyRate> {
  const before = (await responder.count()).requests;
  // The first may be a look whether the service is ready.
  while ((await responder.count()).requests < before + 10) await after(20);
  await after(warmUp);
  const pids: Pids = { k6: generator.pid() ?? 0, ...others };
  const start = await reading(responder, pids);
  await after(measured);
  const end = await reading(responder, pids);
  const seconds = (end.at - start.at) / 1000;
  const requests = end.requests - start.requests;
  return {
    perSecond: requests / seconds,
    perCpuSecond: requests / ((end.cpu['k6'] ?? 0) - (start.cpu['k6'] ?? 0)),
    shares: Object.fromEntries(
      Object.keys(pids).map((name) => [name, ((end.cpu[name] ?? 0) - (start.cpu[name] ?? 0)) / seconds]),
    ),
    busy: (end.busy - start.busy) / (end.at - start.at),
  };
}

interface Reading extends RequestCount {
  readonly cpu: Readonly<Record<string, number>>;
}

async function reading(responder: Responder, pids: Pids): Promise<Reading> {
  const cpu = Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuSeconds(pid)]));
  return { ...(await responder.count()), cpu };
}

import { fixedVus } from '../workspace.ts';
import type { Responder } from '../responder/responder.ts';
import { startBareK6, type BareK6 } from './bare.ts';
import { steadyRate } from './steady-rate.ts';

/** Arrivals are so many times what k6 can make: it stays bound by its CPU when the machine is a little quicker later on, and has not too many to drop. */
const margin = 1.25;

/**
 * A rate of arrivals that k6 cannot keep up with on its core: more than the iterations a second it makes of a script with as many virtual users, each of which
 * begins again as soon as it is done.
 */
export async function floodRate(responder: Responder, side: BareK6, requestsEach: number): Promise<number> {
  const timing = { warmUp: 700, measured: 2000 };
  const closed = { ...side, flags: ['--vus', String(fixedVus), '--duration', '4s'] };
  const { perSecond } = await steadyRate(responder, startBareK6(closed), {}, timing);
  return Math.ceil((perSecond * margin) / requestsEach);
}

import { fixedVus } from '../workspace.ts';
import type { Responder } from '../responder/responder.ts';
import { startBareK6, type BareK6 } from './bare.ts';
import { steadyRate } from './steady-rate.ts';

/**
 * How many iterations a second k6 makes of a script on its core, with as many virtual users as a plan has and each beginning again as soon as it is done: no
 * arrival rate can have more, so arrivals at this rate keep k6 bound by its CPU, and few have to be dropped.
 */
export async function capacityOf(responder: Responder, side: BareK6, requestsEach: number): Promise<number> {
  const timing = { warmUp: 700, measured: 2000 };
  const closed = { ...side, flags: ['--vus', String(fixedVus), '--duration', '4s'] };
  const { perSecond } = await steadyRate(responder, startBareK6(closed), {}, timing);
  return Math.ceil(perSecond / requestsEach);
}

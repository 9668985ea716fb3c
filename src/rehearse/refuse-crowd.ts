import type { Engine } from '../model/engine.ts';
import type { Plan } from '../model/plan.ts';
import { InputError, problem } from '../model/problem.ts';
import { memoryText } from './this-machine.ts';

/**
 * Refuses more people at once than an engine has room for in so many bytes of memory: the machine would come to a halt before anybody arrived.
 * @throws InputError
 */
export function refuseCrowd(engine: Engine, plan: Plan, memory: number): void {
  const needed = engine.memoryFor(plan);
  if (needed <= memory) return;
  const people = plan.atOnce.ready.toLocaleString('en');
  throw new InputError([
    problem(
      `${plan.scenario} has ${people} people inside at once, for whom ${engine.name} takes ${memoryText(needed)} of memory; ` +
        `there are ${memoryText(memory)}. Expected fewer arrivals, or people who stay less long`,
    ),
  ]);
}

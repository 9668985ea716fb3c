import type { Engine, FaultContext } from '../model/engine.ts';
import type { Plan } from '../model/plan.ts';
import { InputError } from '../model/problem.ts';
import { spawnLeashed } from './leash.ts';
import { inScratchFolder } from './scratch-folder.ts';

/**
 * Refuses a plan in which the engine itself finds mistakes, before anything is started.
 * @throws InputError
 */
export async function refuseFaults(
  engine: Engine,
  plan: Plan,
  context: Pick<FaultContext, 'secrets' | 'stop'>,
): Promise<void> {
  const faults = await inScratchFolder((scratch) => engine.faults(plan, { ...context, scratch, spawn: spawnLeashed }));
  if (faults.length > 0) throw new InputError(faults);
}

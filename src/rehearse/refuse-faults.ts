import type { Engine } from '../model/engine.ts';
import { InputError } from '../model/problem.ts';
import { planScenario } from '../scenario/plan.ts';
import type { Rehearsal } from '../workspace/workspace.ts';
import { spawnLeashed } from './leash.ts';
import { inScratchFolder } from './scratch-folder.ts';

/**
 * Refuses a scenario in which the engine itself finds mistakes, before anything is started.
 * @throws InputError
 */
export async function refuseFaults(engine: Engine, rehearsal: Rehearsal, stop: AbortSignal): Promise<void> {
  // Where the target will be is not known yet: an address like it has its form.
  const url = rehearsal.profile.url.replaceAll('{{port}}', '1');
  const plan = planScenario({ ...rehearsal, url, seed: 0 });
  const { secrets } = rehearsal;
  const faults = await inScratchFolder((scratch) =>
    engine.faults(plan, { scratch, secrets, spawn: spawnLeashed, stop }),
  );
  if (faults.length > 0) throw new InputError(faults);
}

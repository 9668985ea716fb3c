import type { Engine } from '../model/engine.ts';
import { InputError, problem } from '../model/problem.ts';
import { planScenario } from '../scenario/plan.ts';
import type { Rehearsal } from '../workspace/workspace.ts';

/**
 * Refuses more people at once than an engine has room for in so many bytes of memory: the machine would come to a halt before anybody arrived.
 * @throws InputError
 */
export function refuseCrowd(engine: Engine, rehearsal: Rehearsal, memory: number): void {
  const plan = planScenario({ ...rehearsal, url: rehearsal.profile.url, seed: 0 });
  const needed = engine.memoryFor(plan);
  if (needed <= memory) return;
  const people = plan.atOnce.ready.toLocaleString('en');
  throw new InputError([
    problem(
      `${rehearsal.scenario.id} has ${people} people inside at once, for whom ${engine.name} takes ${gib(needed)} of memory; ` +
        `there are ${gib(memory)}. Expected fewer arrivals, or people who stay less long`,
    ),
  ]);
}

const gib = (bytes: number): string =>
  `${(bytes / 2 ** 30).toLocaleString('en', { maximumFractionDigits: bytes < 2 ** 30 ? 3 : 1 })} GiB`;

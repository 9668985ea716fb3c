import type { Engine } from '../model/engine.ts';
import { InputError, problem } from '../model/problem.ts';
import { planScenario } from '../scenario/plan.ts';
import type { Rehearsal } from '../workspace/workspace.ts';

/**
 * Refuses an engine that somebody asked for and that can make nothing of a scenario, before anything is started.
 * @throws InputError
 */
export function refuseNothingToDo(engine: Engine, rehearsal: Rehearsal): void {
  const plan = planScenario({ ...rehearsal, url: rehearsal.profile.url, seed: 0 });
  const skipped = engine.skips(plan);
  const journeys = plan.behaviour.kind === 'script' ? 1 : plan.behaviour.journeys.length;
  if (skipped.length < journeys) return;
  const reasons = skipped.map(({ journey, why }) => `${journey} ${why}`).join('; ');
  throw new InputError([problem(`${engine.name} can make no journey of ${rehearsal.scenario.id}: ${reasons}`)]);
}

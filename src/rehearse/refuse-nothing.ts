import type { Engine } from '../model/engine.ts';
import type { Plan } from '../model/plan.ts';
import { InputError, problem } from '../model/problem.ts';

/**
 * Refuses an engine that somebody asked for and that can make nothing of a plan, before anything is started.
 * @throws InputError
 */
export function refuseNothingToDo(engine: Engine, plan: Plan): void {
  const skipped = engine.skips(plan);
  const journeys = plan.behaviour.kind === 'script' ? 1 : plan.behaviour.journeys.length;
  if (skipped.length < journeys) return;
  const reasons = skipped.map(({ journey, why }) => `${journey} ${why}`).join('; ');
  throw new InputError([problem(`${engine.name} can make no journey of ${plan.scenario}: ${reasons}`)]);
}

import type { Plan } from '../model/plan.ts';
import { planScenario } from '../scenario/plan.ts';
import type { Rehearsal } from '../workspace/workspace.ts';

/** The plan of a rehearsal whose target has no place yet, by which it can be refused: the port in its address is made up, and so is the seed. */
export const draftPlan = (rehearsal: Rehearsal): Plan =>
  planScenario({ ...rehearsal, url: rehearsal.profile.url.replaceAll('{{port}}', '1'), seed: 0 });

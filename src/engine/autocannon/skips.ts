import type { SkippedJourney } from '../../model/engine.ts';
import type { Plan, PlannedJourney, PlannedStep } from '../../model/plan.ts';

/** The name under which a native script counts as one journey. */
const scriptJourney = 'script';

const needsWebsocket = 'needs a WebSocket; autocannon speaks HTTP/1.1 only';
const needsK6 = 'is a k6 script; only k6 runs it';

/** The journeys of a plan that autocannon cannot make, each with the reason. */
export function skips(plan: Plan): readonly SkippedJourney[] {
  if (plan.behaviour.kind === 'script') return [{ journey: scriptJourney, why: needsK6 }];
  return plan.behaviour.journeys.filter(usesWebsocket).map(({ id }) => ({ journey: id, why: needsWebsocket }));
}

const usesWebsocket = ({ steps }: PlannedJourney): boolean => steps.some((step) => websocketKinds.has(step.kind));

const websocketKinds: ReadonlySet<PlannedStep['kind']> = new Set<PlannedStep['kind']>(['websocket', 'receive', 'send']);

import type { SkippedJourney } from '../../model/engine.ts';
import type { Plan, PlannedStep } from '../../model/plan.ts';

/** The name under which a native script counts as one journey. */
const scriptJourney = 'script';

const needsWebsocket = 'needs a WebSocket; autocannon speaks HTTP/1.1 only';
const awaitsMessage = 'awaits a message by polling; autocannon asks once';
const needsK6 = 'is a k6 script; only k6 runs it';

/** The journeys of a plan that autocannon cannot make, each with the reason. */
export function skips(plan: Plan): readonly SkippedJourney[] {
  if (plan.behaviour.kind === 'script') return [{ journey: scriptJourney, why: needsK6 }];
  return plan.behaviour.journeys.flatMap(({ id, steps }) => {
    const why = steps.map(whySkipped).find((reason) => reason !== null);
    return why === undefined ? [] : [{ journey: id, why }];
  });
}

function whySkipped(step: PlannedStep): string | null {
  switch (step.kind) {
    case 'websocket':
    case 'send':
      return needsWebsocket;
    case 'receive':
      return step.poll === null ? needsWebsocket : awaitsMessage;
    case 'request':
    case 'think':
      return null;
  }
}

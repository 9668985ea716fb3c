import { declaredIncidents } from '../judge/declared-incidents.ts';
import { unmeasurableIn } from '../judge/unmeasured.ts';
import type { Fact } from '../model/fact.ts';
import type { Incident } from '../model/incident.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Expectation } from '../model/scenario.ts';
import { formatDuration } from '../model/quantity.ts';
import { duration } from '../model/time.ts';
import { verdictOf, type RunEvidence } from '../scenario/verdict.ts';

/** What became of one thing that a scenario expects. */
export interface ExpectationResult {
  readonly name: string;
  /** Empty when it came true. */
  readonly faults: readonly string[];
}

/** Judges each expectation of a scenario by itself, by the rules of the verdict and the facts of the run; and one more: that nothing else opened. */
export function expectationResults(
  expectations: readonly Expectation[],
  incidents: readonly Incident[],
  facts: readonly Fact[],
  playbooks: readonly Playbook[],
): readonly ExpectationResult[] {
  const happened = {
    ...{ incidents, declared: declaredIncidents(facts, playbooks) },
    unmeasurable: unmeasurableIn(facts, playbooks),
  };
  const results = expectations.map((expected) => ({
    name: expectationText(expected),
    faults: faultsOf(expected, happened),
  }));
  if (expectations.every((one) => 'no-incident' in one)) return results;
  const told = new Set(results.flatMap(({ faults }) => faults));
  const others = reasonsOf(expectations, happened).filter((reason) => !told.has(reason));
  return [...results, { name: 'nothing else opens', faults: others }];
}

/** What is expected, in one line: `message-delay within 10s of onset, cause database, resolved`. */
export function expectationText(expected: Expectation): string {
  if ('no-incident' in expected) return 'no incident';
  return [
    expected.within === undefined
      ? expected.playbook
      : `${expected.playbook} within ${formatDuration(expected.within)} of onset`,
    ...(expected.cause === undefined ? [] : [`cause ${expected.cause}`]),
    ...(expected.resolved ? ['resolved'] : []),
  ].join(', ');
}

type Happened = Pick<RunEvidence, 'incidents' | 'declared' | 'unmeasurable'>;

function faultsOf(expected: Expectation, happened: Happened): readonly string[] {
  if ('no-incident' in expected) return reasonsOf([expected], happened);
  const own = happened.incidents.filter(({ playbook }) => playbook === expected.playbook);
  // Without it the first reason tells what opened instead; what else opened is not its fault.
  return own.length === 0
    ? reasonsOf([expected], happened).slice(0, 1)
    : reasonsOf([expected], { ...happened, incidents: own });
}

function reasonsOf(expectations: readonly Expectation[], happened: Happened): readonly string[] {
  const { outcome, reasons } = verdictOf({
    ...{ expectations, ...happened, arrivals: { planned: 0, started: 0, dropped: 0 }, droppedLimit: 1 },
    ...{ latest: duration(0), exceptions: 0, skipped: [], blind: [] },
  });
  return outcome === 'expected' ? [] : reasons;
}

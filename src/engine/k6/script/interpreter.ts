import { SharedArray } from 'k6/data';
import exec from 'k6/execution';
import http from 'k6/http';
import type { Plan } from '../../../model/plan.ts';
import { valueMakers } from '../../../scenario/arrival-values.ts';
import { journeyAt } from '../../../scenario/draw.ts';
import { JourneyFailed } from './journey-failed.ts';
import { readyKnown } from './known.ts';
import { surgeOptions } from './options.ts';
import { abandonDeliveries, type Person } from './person.ts';
import { exceptions, failedRequests, finished, started } from './series.ts';
import { readySteps } from './step.ts';

// Runs any plan of journeys: one iteration is one arrival. What a person does comes from the plan alone; no code is made from it.

const file = __ENV['SURGEBOOK_PLAN'] ?? '';

/** The plan without its people: every virtual user holds one, so it is kept small. */
const plan = JSON.parse(open(file)) as Plan;

/** People from a list are kept once for all virtual users. */
const listed = new SharedArray<Readonly<Record<string, string>>>('people', () =>
  plan.people.kind === 'listed' ? (JSON.parse(open(`${file}.people`)) as Readonly<Record<string, string>>[]) : [],
);
const people = plan.people.kind === 'listed' ? ({ kind: 'listed', people: listed } as const) : plan.people;

const secrets = JSON.parse(__ENV['SURGEBOOK_SECRETS'] ?? '{}') as Readonly<Record<string, string>>;
const makers = valueMakers({ variables: plan.variables, people, secrets, seed: plan.seed });
const behaviour = plan.behaviour.kind === 'journeys' ? plan.behaviour.journeys : [];
const shares = behaviour.map(({ share }) => share);
const journeys = behaviour.map(({ id, steps }) => {
  const known = readyKnown(makers);
  return {
    run: readySteps(steps, { url: plan.url, common: plan.headers, known, seed: plan.seed }),
    personAt: known.personAt,
    tags: { journey: id },
    completed: { journey: id, outcome: 'completed' },
    failed: { journey: id, outcome: 'failed' },
    broken: { journey: id, outcome: 'broken' },
  };
});
type Journey = (typeof journeys)[number];

export const options = surgeOptions(plan);

// What is expected of an answer, each step says: k6 is spared an opinion and a series of its own. Its types leave out the null that its documentation names.
const noOpinion = null;
http.setResponseCallback(noOpinion as unknown as ReturnType<typeof http.expectedStatuses>);

/** Found once for each virtual user: k6 makes it anew at every look, which takes longer than all that is read from it. */
let scenario: typeof exec.scenario | null = null;

export default function arrive(): Promise<void> | undefined {
  scenario ??= begin();
  const arrival = scenario.iterationInTest;
  const journey = journeys[journeyAt(shares, arrival)];
  if (journey === undefined) throw new Error('the plan has no journeys');
  started.add(1, journey.tags);
  const person = journey.personAt(arrival);
  try {
    const going = journey.run(person, null);
    if (going !== undefined) {
      return going.then(
        () => complete(journey),
        (error: unknown) => breakOff(journey, person, error),
      );
    }
    complete(journey);
  } catch (error) {
    breakOff(journey, person, error);
  }
  return undefined;
}

/** Before a virtual user's first arrival: that no request has failed is said rather than left open. */
function begin(): typeof exec.scenario {
  failedRequests.add(0);
  return exec.scenario;
}

const complete = ({ completed }: Journey): void => finished.add(1, completed);

/** Counts how a journey broke off, and awaits nothing more; what is not the service's doing is thrown on. */
function breakOff({ tags, failed, broken }: Journey, person: Person, error: unknown): void {
  abandonDeliveries(person);
  if (error instanceof JourneyFailed) {
    finished.add(1, failed);
    return;
  }
  exceptions.add(1, tags);
  finished.add(1, broken);
  throw error;
}

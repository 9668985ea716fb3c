import { SharedArray } from 'k6/data';
import exec from 'k6/execution';
import type { Plan } from '../../../model/plan.ts';
import { readyValues } from '../../../scenario/arrival-values.ts';
import { chanceAt, journeyAt } from '../../../scenario/draw.ts';
import { headerTemplates } from '../../../scenario/headers.ts';
import { surgeOptions } from './options.ts';
import { JourneyFailed, type Person } from './person.ts';
import { exceptions, finished, started } from './series.ts';
import { readySteps, type Scene } from './step.ts';

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
const valuesAt = readyValues({ variables: plan.variables, people, secrets, seed: plan.seed });
const behaviour = plan.behaviour.kind === 'journeys' ? plan.behaviour.journeys : [];
const shares = behaviour.map(({ share }) => share);
const around = { url: plan.url, headers: headerTemplates(plan.headers) };
const journeys = behaviour.map(({ id, steps }) => ({
  run: readySteps(steps, around),
  tags: { journey: id },
  completed: { journey: id, outcome: 'completed' },
  failed: { journey: id, outcome: 'failed' },
  broken: { journey: id, outcome: 'broken' },
}));
type Journey = (typeof journeys)[number];

export const options = surgeOptions(plan);

/** Found once for each virtual user: k6 makes it anew at every look, which takes longer than all that is read from it. */
let scenario: typeof exec.scenario | null = null;

export default function arrive(): Promise<void> | undefined {
  scenario ??= exec.scenario;
  const arrival = scenario.iterationInTest;
  const journey = journeys[journeyAt(shares, arrival)];
  if (journey === undefined) throw new Error('the plan has no journeys');
  started.add(1, journey.tags);
  const person: Person = { values: valuesAt(arrival), chance: chanceAt(plan.seed, arrival) };
  const deliveries: Scene['deliveries'] = new Map();
  try {
    const going = journey.run({ person, socket: null, deliveries });
    if (going !== undefined) {
      return going.then(
        () => complete(journey),
        (error: unknown) => breakOff(journey, deliveries, error),
      );
    }
    complete(journey);
  } catch (error) {
    breakOff(journey, deliveries, error);
  }
  return undefined;
}

const complete = ({ completed }: Journey): void => finished.add(1, completed);

/** Counts how a journey broke off, and awaits nothing more; what is not the service's doing is thrown on. */
function breakOff({ tags, failed, broken }: Journey, deliveries: Scene['deliveries'], error: unknown): void {
  for (const delivery of deliveries.values()) delivery.abandon();
  if (error instanceof JourneyFailed) {
    finished.add(1, failed);
    return;
  }
  exceptions.add(1, tags);
  finished.add(1, broken);
  throw error;
}

import { SharedArray } from 'k6/data';
import exec from 'k6/execution';
import type { Plan } from '../../../model/plan.ts';
import { chanceAt, journeyAt, valuesAt } from '../../../scenario/draw.ts';
import { headerTemplates } from '../../../scenario/headers.ts';
import { surgeOptions } from './options.ts';
import { JourneyFailed, type Person } from './person.ts';
import { exceptions, finished, started } from './series.ts';
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

const secrets = Object.entries(JSON.parse(__ENV['SURGEBOOK_SECRETS'] ?? '{}') as Record<string, string>);
const behaviour = plan.behaviour.kind === 'journeys' ? plan.behaviour.journeys : [];
const shares = behaviour.map(({ share }) => share);
const around = { url: plan.url, headers: headerTemplates(plan.headers) };
const journeys = behaviour.map(({ id, steps }) => ({ id, run: readySteps(steps, around) }));

export const options = surgeOptions(plan);

export default async function arrive(): Promise<void> {
  const arrival = exec.scenario.iterationInTest;
  const journey = journeys[journeyAt(shares, arrival)];
  if (journey === undefined) throw new Error('the plan has no journeys');
  const tags = { journey: journey.id };
  started.add(1, tags);
  const person: Person = {
    values: valuesAt(plan.variables, people, plan.seed, arrival),
    chance: chanceAt(plan.seed, arrival),
  };
  for (const [name, secret] of secrets) person.values.set(`secret.${name}`, secret);
  try {
    await journey.run({ person, socket: null, deliveries: new Map() });
    finished.add(1, { ...tags, outcome: 'completed' });
  } catch (error) {
    if (error instanceof JourneyFailed) {
      finished.add(1, { ...tags, outcome: 'failed' });
      return;
    }
    exceptions.add(1, tags);
    finished.add(1, { ...tags, outcome: 'broken' });
    throw error;
  }
}

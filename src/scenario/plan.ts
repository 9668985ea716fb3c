import type { Behaviour, People, Plan, PlannedJourney, PlannedStep } from '../model/plan.ts';
import type { Journey, Scenario } from '../model/scenario.ts';
import type { Step } from '../model/step.ts';
import type { TargetProfile } from '../model/target-profile.ts';
import { duration, type DurationMs } from '../model/time.ts';
import { peakRate } from './rate-curve.ts';
import { ratePieces } from './surge-shape.ts';

/** What the edges have looked up for a scenario. */
export interface PlanInput {
  readonly scenario: Scenario;
  readonly profile: TargetProfile;
  /** Where the target is, its port filled in. */
  readonly url: string;
  readonly people: People;
  /** Absolute paths of the native script and of the private certificate authority. */
  readonly script: string | null;
  readonly ca: string | null;
  readonly seed: number;
}

/** How long one person may take: on average with a healthy target, with some waiting, and at the very most. */
interface Stay {
  readonly usual: number;
  readonly most: number;
}

/** Of the time a person is willing to wait for a message, this much is planned for when virtual users are made ready. */
const waitingPlannedFor = 0.3;

/** A native script does not tell how long its iterations take; so long is planned for. */
const scriptStay: Stay = { usual: 5_000, most: 30_000 };

/** Makes a checked scenario ready for an engine: its surge as a rate curve, its fragments put in place, its people counted. */
export function planScenario(input: PlanInput): Plan {
  const { scenario, profile } = input;
  const pieces = ratePieces(scenario.surge);
  const behaviour = behaviourOf(scenario, profile, input.script);
  const stay = behaviour.kind === 'journeys' ? averageStay(behaviour.journeys) : scriptStay;
  const peak = peakRate(pieces);
  return {
    scenario: scenario.id,
    url: input.url.replace(/\/+$/, ''),
    ca: input.ca,
    pieces,
    behaviour,
    people: input.people,
    variables: { ...profile.variables, ...scenario.variables },
    headers: profile.headers,
    atOnce: { ready: peopleAtOnce(peak, stay.usual), most: peopleAtOnce(peak, stay.most) },
    grace: duration(Math.min(30_000, Math.max(2_000, longestStay(behaviour)))),
    seed: input.seed,
  };
}

/** Little's law, and a few to spare. */
const peopleAtOnce = (rate: number, stayMs: number): number => Math.ceil((rate * stayMs) / 1000) + 10;

function behaviourOf(scenario: Scenario, profile: TargetProfile, script: string | null): Behaviour {
  if (script !== null) return { kind: 'script', script };
  const journeys = (scenario.journeys ?? []).map((journey: Journey): PlannedJourney => ({
    id: journey.id,
    share: journey.share,
    steps: journey.steps.flatMap((step) => planStep(step, profile)),
  }));
  return { kind: 'journeys', journeys };
}

function planStep(step: Step, profile: TargetProfile): readonly PlannedStep[] {
  if (step.kind === 'fragment') {
    return (profile.fragments[step.fragment] ?? []).flatMap((inner) => planStep(inner, profile));
  }
  if (step.kind !== 'websocket') return [step];
  return [{ ...step, steps: step.steps.flatMap((inner) => planStep(inner, profile)) }];
}

function averageStay(journeys: readonly PlannedJourney[]): Stay {
  const weighted = (pick: (stay: Stay) => number): number =>
    journeys.reduce((sum, { share, steps }) => sum + share * pick(stayOf(steps)), 0);
  return { usual: weighted((stay) => stay.usual), most: weighted((stay) => stay.most) };
}

const longestStay = (behaviour: Behaviour): DurationMs =>
  behaviour.kind === 'script'
    ? duration(scriptStay.most)
    : duration(Math.max(...behaviour.journeys.map(({ steps }) => stayOf(steps).most)));

function stayOf(steps: readonly PlannedStep[]): Stay {
  const each = steps.map(stayIn);
  return { usual: sum(each.map(({ usual }) => usual)), most: sum(each.map(({ most }) => most)) };
}

/** Opening a socket is planned for with this long. */
const openingStay: Stay = { usual: 100, most: 1_000 };

/** A request is planned for with up to a second: a virtual user that has to be made in mid-run costs an arrival. */
const requestStay = (timeout: DurationMs): Stay => ({
  usual: Math.min(timeout, 1_000),
  most: Math.min(timeout, 10_000),
});

function stayIn(step: PlannedStep): Stay {
  switch (step.kind) {
    case 'request':
      return requestStay(step.timeout);
    case 'send':
      return { usual: 0, most: 0 };
    case 'think':
      return { usual: (step.least + step.most) / 2, most: step.most };
    case 'receive':
      return { usual: step.within * waitingPlannedFor, most: step.within };
    case 'websocket': {
      const inside = stayOf(step.steps);
      const beating = step.heartbeat?.lasting ?? 0;
      return { usual: inside.usual + beating + openingStay.usual, most: inside.most + beating + openingStay.most };
    }
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

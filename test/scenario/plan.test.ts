import { describe, expect, it } from 'vitest';
import type { PlannedStep } from '../../src/model/plan.ts';
import { scenarioSchema } from '../../src/model/scenario.ts';
import { targetProfileSchema } from '../../src/model/target-profile.ts';
import { planScenario, type PlanInput } from '../../src/scenario/plan.ts';

const profile = (written: object = {}) =>
  targetProfileSchema.parse({ version: 1, id: 'office', url: 'http://127.0.0.1', signals: {}, ...written });

const scenario = (written: object = {}) =>
  scenarioSchema.parse({
    version: 1,
    id: 'monday',
    title: 'Monday',
    target: 'office',
    surge: { from: '10/s', stages: [{ to: '10/s', over: '60s' }] },
    journeys: [{ id: 'one', steps: [{ get: '/' }] }],
    expect: [{ 'no-incident': true }],
    ...written,
  });

const plan = (written: object = {}, more: Partial<PlanInput> = {}) =>
  planScenario({
    scenario: scenario(written),
    profile: profile(),
    url: 'http://127.0.0.1:9000',
    people: { kind: 'none' },
    script: null,
    ca: null,
    seed: 1,
    ...more,
  });

/** A scenario of one journey of these steps. */
const of = (...steps: object[]): object => ({ journeys: [{ id: 'one', steps }] });

/** The steps of the first journey, each by its name, the ones inside a WebSocket in brackets behind it. */
function names(steps: readonly PlannedStep[]): readonly unknown[] {
  return steps.map((step) =>
    step.kind === 'websocket' ? [step.name, names(step.steps)] : 'name' in step ? step.name : step.kind,
  );
}

describe('a plan', () => {
  it('has fragments put in place, those inside fragments and WebSockets too', () => {
    const fragments = {
      login: [{ post: '/sessions', name: 'log-in' }, { hello: {} }],
      hello: [{ get: '/hello', name: 'greet' }],
    };
    const { behaviour } = plan(
      of({ login: {} }, { websocket: '/events', name: 'events', steps: [{ hello: {} }, { think: '1s' }] }),
      { profile: profile({ fragments }) },
    );
    expect(behaviour.kind === 'journeys' ? names(behaviour.journeys[0]?.steps ?? []) : []).toEqual([
      'log-in',
      'greet',
      ['events', ['greet', 'think']],
    ]);
  });

  it('draws the profile’s variables, and the scenario’s over them', () => {
    const variables = { room: { from: 1, to: 9 }, city: { 'one-of': ['a'] } };
    expect(plan({ variables: { room: { from: 1, to: 300 } } }, { profile: profile({ variables }) }).variables).toEqual({
      room: { from: 1, to: 300, prefix: '' },
      city: { 'one-of': ['a'] },
    });
  });

  it('keeps what the edges have looked up, the address without a slash at its end', () => {
    const people = { kind: 'made', count: 3, fields: {} } as const;
    expect(plan({}, { people, ca: '/ca.pem', seed: 9, url: 'http://127.0.0.1:9000/base//' })).toMatchObject({
      scenario: 'monday',
      url: 'http://127.0.0.1:9000/base',
      people,
      ca: '/ca.pem',
      seed: 9,
    });
  });

  it('of a native script is that script', () => {
    const native = { journeys: undefined, script: 'monday.k6.ts' };
    const planned = plan(native, { script: '/scenarios/monday.k6.ts' });
    expect(planned.behaviour).toEqual({ kind: 'script', script: '/scenarios/monday.k6.ts' });
    // Nothing is known of its iterations: 5 s are planned for each, 30 s at the most.
    expect(planned).toMatchObject({ atOnce: { ready: 60, most: 310 }, grace: 30_000 });
  });
});

/** Ten a second arrive; ten people to spare are made ready beyond what Little's law asks for. */
describe('the people at once', () => {
  const request = { get: '/' };
  it.each([
    { what: 'a request, at a second and at ten', steps: [request], ready: 20, most: 110 },
    { what: 'a request that is given up sooner', steps: [{ get: '/', timeout: '500ms' }], ready: 15, most: 15 },
    { what: 'a pause, at its mean and its longest', steps: [{ think: '2s..8s' }], ready: 60, most: 90 },
    { what: 'steps one after the other', steps: [request, { think: '2s' }, request], ready: 50, most: 230 },
    {
      what: 'a WebSocket with what is done on it: a message is waited for three tenths of the time allowed',
      steps: [
        {
          websocket: '/e',
          steps: [{ send: 'x' }, { receive: { match: 'x', name: 'r', within: '10s' } }, { think: '1s' }],
        },
      ],
      ready: 51,
      most: 130,
    },
    {
      what: 'a heartbeat, for as long as it lasts',
      steps: [{ websocket: '/m', every: '1s', for: '8s' }],
      ready: 91,
      most: 100,
    },
  ])('are those who arrive while one person stays: $what', ({ steps, ready, most }) => {
    expect(plan(of(...steps)).atOnce).toEqual({ ready, most });
  });

  it('are weighed by the shares of the journeys, at the peak of the surge', () => {
    const journeys = [
      { id: 'long', share: '25%', steps: [{ think: '8s' }] },
      { id: 'short', share: '75%', steps: [{ think: '4s' }] },
    ];
    const surge = {
      stages: [
        { to: '40/s', over: '10s' },
        { to: '2/s', over: '10s' },
      ],
    };
    expect(plan({ journeys, surge }).atOnce).toEqual({ ready: 210, most: 210 });
  });
});

describe('the grace after the last arrival', () => {
  it.each([
    { what: 'is two seconds at the least', steps: [{ think: '1s' }], grace: 2000 },
    { what: 'is what the longest journey may take', steps: [{ think: '2s..12s' }, { get: '/' }], grace: 22_000 },
    { what: 'is thirty seconds at the most', steps: [{ websocket: '/m', every: '1s', for: '10m' }], grace: 30_000 },
  ])('$what', ({ steps, grace }) => {
    const journeys = [
      { id: 'short', share: '90%', steps: [{ think: '1s' }] },
      { id: 'long', share: '10%', steps },
    ];
    expect(plan({ journeys }).grace).toBe(grace);
  });
});

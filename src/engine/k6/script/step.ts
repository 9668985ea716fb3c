import http, { type RefinedResponse, type ResponseType } from 'k6/http';
import { clearInterval, setInterval, setTimeout } from 'k6/timers';
import type { PlannedStep, PlannedWebsocket } from '../../../model/plan.ts';
import type { ReceiveStep, RequestStep, SendStep, ThinkStep } from '../../../model/step.ts';
import type { ArrivalValues } from '../../../scenario/arrival-values.ts';
import { captureAll, readyCaptures, type Captures } from '../../../scenario/capture.ts';
import { fillHeaders, headerTemplates, type HeaderTemplates } from '../../../scenario/headers.ts';
import { readyPayload } from '../../../scenario/payload.ts';
import { compile, fill, fillKnown, type Template } from '../../../scenario/template.ts';
import { awaitDelivery, type Delivery } from './delivery.ts';
import { outcomeOf } from './outcome.ts';
import { JourneyFailed, type Person } from './person.ts';
import { readyPoll } from './poll.ts';
import { requests } from './series.ts';
import { openSocket, type Socket } from './socket.ts';

/** Where a step is run: whose journey, on which open socket, and which message is on its way there. */
export interface Scene {
  readonly person: Person;
  readonly socket: Socket | null;
  readonly deliveries: Map<ReceiveStep, Delivery>;
}

/**
 * A step made ready once for all who take it. It is done when it returns nothing; a promise must be awaited. Throws, or rejects with, `JourneyFailed`
 * when the journey cannot go on.
 */
export type Runnable = (scene: Scene) => Promise<void> | undefined;

/** What all steps of a plan share. */
export interface Surroundings {
  readonly url: string;
  readonly headers: HeaderTemplates;
}

/** Makes a list of steps ready: a request followed by a `receive` begins that message's delivery when it is sent. */
export function readySteps(steps: readonly PlannedStep[], around: Surroundings): Runnable {
  const awaited = awaitedBy(steps);
  const runnables = steps.map((step) => readyStep(step, awaited.get(step) ?? null, around));
  // Only what is not done yet is awaited: in k6 a promise costs as much as everything else that a request takes in the script.
  const runFrom = (first: number, scene: Scene): Promise<void> | undefined => {
    for (let place = first; place < runnables.length; place += 1) {
      const pending = runnables[place]?.(scene);
      if (pending !== undefined) return pending.then(() => runFrom(place + 1, scene));
    }
    return undefined;
  };
  return (scene) => runFrom(0, scene);
}

/** For each request the `receive` whose message it sends: the first one after it with no request between. */
function awaitedBy(steps: readonly PlannedStep[]): ReadonlyMap<PlannedStep, ReceiveStep> {
  const awaited = new Map<PlannedStep, ReceiveStep>();
  let sender: PlannedStep | null = null;
  for (const step of steps) {
    if (step.kind === 'request' || step.kind === 'send') sender = step;
    if (step.kind === 'receive' && sender !== null && !awaited.has(sender)) awaited.set(sender, step);
  }
  return awaited;
}

function readyStep(step: PlannedStep, awaited: ReceiveStep | null, around: Surroundings): Runnable {
  switch (step.kind) {
    case 'request':
      return readyRequest(step, awaited, around);
    case 'websocket':
      return readyWebsocket(step, around);
    case 'receive':
      return readyReceive(step, around);
    case 'send':
      return readySend(step, awaited);
    case 'think':
      return readyThink(step);
  }
}

function readyRequest(step: RequestStep, awaited: ReceiveStep | null, around: Surroundings): Runnable {
  const url = compile(around.url + step.path);
  const body = step.payload === null ? null : readyPayload(step.payload);
  const own = headerTemplates(step.headers);
  const captures = readyCaptures(step.capture);
  const method = step.method.toUpperCase();
  const match = awaited === null ? null : compile(awaited.match);
  const isJson = step.payload?.kind === 'json';
  const responseType = captures.length > 0 ? 'text' : 'none';
  const { timeout } = step;
  const tags = { name: step.name };
  const take = takeResponse(step, captures);
  return (scene) => {
    const { values } = scene.person;
    const delivery = awaited === null ? null : begin(scene, awaited);
    const wanted = match === null ? null : fillKnown(match, values);
    if (wanted !== null) delivery?.expect(wanted);
    const headers = fillHeaders(around.headers, own, values);
    if (isJson) headers['content-type'] ??= 'application/json';
    const sent = body === null ? null : body(values);
    const params = { headers, tags, timeout, responseType } as const;
    // While nothing else can happen to this person, waiting may hold up all their script, and is far cheaper.
    if (scene.socket === null && delivery === null) {
      take(http.request(method, fill(url, values), sent, params), null, values);
      return undefined;
    }
    return http
      .asyncRequest(method, fill(url, values), sent, params)
      .then((response) => take(response, delivery, values));
  };
}

type Answer = RefinedResponse<ResponseType>;

/** Counts how a request came out; ends the journey when that is not as expected, and else takes what is to be captured. */
function takeResponse(
  step: RequestStep,
  captures: Captures,
): (response: Answer, delivery: Delivery | null, values: ArrivalValues) => void {
  const { name, expect } = step;
  const tagsOf = {
    ok: { name, outcome: 'ok' },
    'unexpected-status': { name, outcome: 'unexpected-status' },
    'no-answer': { name, outcome: 'no-answer' },
  };
  return (response, delivery, values) => {
    const { status } = response;
    const outcome = outcomeOf(status, expect);
    requests.add(1, tagsOf[outcome]);
    if (outcome !== 'ok') {
      delivery?.abandon();
      throw new JourneyFailed(`${name}: ${outcome} ${status}`);
    }
    // k6 makes a body's text anew at every look.
    const lacks = captures.length === 0 ? null : takeCaptures(response.body, captures, values);
    if (lacks === null) return;
    delivery?.abandon();
    throw new JourneyFailed(`${name}: the answer has nothing for ${lacks}`);
  };
}

const takeCaptures = (body: unknown, captures: Captures, values: ArrivalValues): string | null =>
  captureAll(typeof body === 'string' ? body : '', captures, values);

function begin(scene: Scene, awaited: ReceiveStep): Delivery {
  const delivery = awaitDelivery(awaited.name, awaited.within);
  scene.deliveries.set(awaited, delivery);
  if (awaited.poll === null) scene.socket?.deliveries.add(delivery);
  return delivery;
}

function readyReceive(step: ReceiveStep, around: Surroundings): Runnable {
  const match: Template = compile(step.match);
  const poll = step.poll === null ? null : readyPoll(step.poll, step.within, around);
  return async (scene) => {
    const delivery = scene.deliveries.get(step) ?? begin(scene, step);
    const { values } = scene.person;
    const wanted = fill(match, values);
    delivery.expect(wanted);
    const { socket } = scene;
    const received = socket === null ? delivery.received() : Promise.race([delivery.received(), socket.lost]);
    await (poll === null ? received : poll({ values, wanted, delivery, received }));
    socket?.deliveries.delete(delivery);
  };
}

function readySend(step: SendStep, awaited: ReceiveStep | null): Runnable {
  const payload = readyPayload(step.payload);
  return (scene) => {
    if (awaited !== null) begin(scene, awaited);
    scene.socket?.send(payload(scene.person.values));
    return undefined;
  };
}

const readyThink =
  ({ least, most }: ThinkStep): Runnable =>
  (scene) => {
    const pause = after(least + scene.person.chance() * (most - least));
    return scene.socket === null ? pause : Promise.race([pause, scene.socket.lost]);
  };

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function readyWebsocket(step: PlannedWebsocket, around: Surroundings): Runnable {
  const url = compile(around.url.replace(/^http/, 'ws') + step.path);
  const own = headerTemplates(step.headers);
  const inside = step.heartbeat === null ? readySteps(step.steps, around) : readyHeartbeat(step.heartbeat);
  return async ({ person }) => {
    const headers = fillHeaders(around.headers, own, person.values);
    const socket = await openSocket(fill(url, person.values), headers, step.name);
    const deliveries = new Map<ReceiveStep, Delivery>();
    try {
      await inside({ person, socket, deliveries });
    } finally {
      for (const delivery of deliveries.values()) delivery.abandon();
      socket.close();
    }
  };
}

function readyHeartbeat({ every, lasting, payload }: NonNullable<PlannedWebsocket['heartbeat']>): Runnable {
  const ready = readyPayload(payload);
  return async ({ person, socket }) => {
    const beat = setInterval(() => socket?.send(ready(person.values)), every);
    try {
      await Promise.race([after(lasting), ...(socket === null ? [] : [socket.lost])]);
    } finally {
      clearInterval(beat);
    }
  };
}

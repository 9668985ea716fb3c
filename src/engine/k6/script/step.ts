import { clearInterval, setInterval, setTimeout } from 'k6/timers';
import type { PlannedStep, PlannedWebsocket } from '../../../model/plan.ts';
import type { ReceiveStep, SendStep, ThinkStep } from '../../../model/step.ts';
import { chanceAt } from '../../../scenario/draw.ts';
import { readyHeaders } from './headers.ts';
import { abandonDeliveries, beginDelivery, type Person } from './person.ts';
import { readyPoll } from './poll.ts';
import { readyRequest } from './request.ts';
import type { Runnable, Surroundings } from './runnable.ts';
import { openSocket, type Socket } from './socket.ts';
import { readyPayload, readyText } from './text.ts';

/** Makes a list of steps ready: a request followed by a `receive` begins that message's delivery when it is sent. */
export function readySteps(steps: readonly PlannedStep[], around: Surroundings): Runnable {
  const awaited = awaitedBy(steps);
  const runnables = steps.map((step) => readyStep(step, awaited.get(step) ?? null, around));
  // Only what is not done yet is awaited: in k6 a promise costs as much as everything else that a request takes in the script.
  const runFrom = (first: number, person: Person, socket: Socket | null): Promise<void> | undefined => {
    for (let place = first; place < runnables.length; place += 1) {
      const pending = runnables[place]?.(person, socket);
      if (pending !== undefined) return pending.then(() => runFrom(place + 1, person, socket));
    }
    return undefined;
  };
  return (person, socket) => runFrom(0, person, socket);
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
      return readySend(step, awaited, around);
    case 'think':
      return readyThink(step, around);
  }
}

function readyReceive(step: ReceiveStep, around: Surroundings): Runnable {
  const match = readyText(step.match, around.known);
  const poll = step.poll === null ? null : readyPoll(step.poll, step.within, around);
  return async (person, socket) => {
    const delivery = person.deliveries?.get(step) ?? beginDelivery(person, socket, step);
    const wanted = match(person.values);
    delivery.expect(wanted);
    const received = socket === null ? delivery.received() : Promise.race([delivery.received(), socket.lost]);
    await (poll === null ? received : poll({ person, wanted, delivery, received }));
    socket?.deliveries.delete(delivery);
  };
}

function readySend(step: SendStep, awaited: ReceiveStep | null, { known }: Surroundings): Runnable {
  const payload = readyPayload(step.payload, known);
  return (person, socket) => {
    if (awaited !== null) beginDelivery(person, socket, awaited);
    socket?.send(payload(person.values));
    return undefined;
  };
}

function readyThink({ least, most }: ThinkStep, { seed }: Surroundings): Runnable {
  return (person, socket) => {
    person.chance ??= chanceAt(seed, person.arrival);
    const pause = after(least + person.chance() * (most - least));
    return socket === null ? pause : Promise.race([pause, socket.lost]);
  };
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function readyWebsocket(step: PlannedWebsocket, around: Surroundings): Runnable {
  const url = readyText(around.url.replace(/^http/, 'ws') + step.path, around.known);
  const headersOf = readyHeaders({ headers: step.headers, payload: null }, around);
  const inside = step.heartbeat === null ? readySteps(step.steps, around) : readyHeartbeat(step.heartbeat, around);
  return async (person) => {
    const socket = await openSocket(url(person.values), headersOf(person.values), step.name);
    const { deliveries } = person;
    // What is on its way while the socket is open is awaited there alone.
    person.deliveries = null;
    try {
      await inside(person, socket);
    } finally {
      abandonDeliveries(person);
      person.deliveries = deliveries;
      socket.close();
    }
  };
}

function readyHeartbeat(
  { every, lasting, payload }: NonNullable<PlannedWebsocket['heartbeat']>,
  { known }: Surroundings,
): Runnable {
  const text = readyPayload(payload, known);
  return async (person, socket) => {
    const beat = setInterval(() => socket?.send(text(person.values)), every);
    try {
      await Promise.race([after(lasting), ...(socket === null ? [] : [socket.lost])]);
    } finally {
      clearInterval(beat);
    }
  };
}

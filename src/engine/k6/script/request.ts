import http, { type RefinedResponse, type ResponseType } from 'k6/http';
import type { ReceiveStep, RequestStep } from '../../../model/step.ts';
import type { Delivery } from './delivery.ts';
import { readyHeaders } from './headers.ts';
import { JourneyFailed } from './journey-failed.ts';
import { outcomeOf } from './outcome.ts';
import { beginDelivery, type Person } from './person.ts';
import type { Runnable, Surroundings } from './runnable.ts';
import { requests } from './series.ts';
import { readyTake, type Take } from './take.ts';
import { readyKnownText, readyPayload, readyText } from './text.ts';

/** k6 looks for what is imported at each use. */
const { request, asyncRequest } = http;

/** Makes a request ready; when a message is awaited of it, that is on its way from the request's start. */
export function readyRequest(step: RequestStep, awaited: ReceiveStep | null, around: Surroundings): Runnable {
  const url = readyText(around.url + step.path, around.known);
  const payload = step.payload === null ? null : readyPayload(step.payload, around.known);
  const method = step.method.toUpperCase();
  const take = readyTake(step.capture, around.known);
  const headersOf = readyHeaders(step, around);
  const responseType = take === null ? 'none' : 'text';
  const { timeout } = step;
  const tags = { name: step.name };
  const finish = readyFinish(step, take);
  const begin = awaited === null ? null : readyBegin(awaited, around);
  return (person, socket) => {
    const delivery = begin === null ? null : begin(person, socket);
    const sent = payload === null ? null : payload(person);
    const params = { headers: headersOf(person), tags, timeout, responseType } as const;
    // While nothing else can happen to this person, waiting may hold up all their script, and is far cheaper.
    if (socket === null && delivery === null) {
      finish(request(method, url(person), sent, params), person, null);
      return undefined;
    }
    return asyncRequest(method, url(person), sent, params).then((response) => {
      finish(response, person, delivery);
    });
  };
}

/** Begins the delivery of an awaited message; what it contains is told when it is known by now. */
function readyBegin(awaited: ReceiveStep, { known }: Surroundings): (...on: Parameters<Runnable>) => Delivery {
  const match = readyKnownText(awaited.match, known);
  return (person, socket) => {
    const delivery = beginDelivery(person, socket, awaited);
    const wanted = match(person);
    if (wanted !== undefined) delivery.expect(wanted);
    return delivery;
  };
}

type Answer = RefinedResponse<ResponseType>;

/** Counts how a request came out; ends the journey when that is not as expected, and else takes what is to be captured. */
function readyFinish(
  { name, expect }: RequestStep,
  take: Take | null,
): (response: Answer, person: Person, delivery: Delivery | null) => void {
  const ok = { name, outcome: 'ok' };
  const fail = (delivery: Delivery | null, why: string): never => {
    delivery?.abandon();
    throw new JourneyFailed(`${name}: ${why}`);
  };
  return (response, person, delivery) => {
    const { status } = response;
    const outcome = outcomeOf(status, expect);
    requests.add(1, outcome === 'ok' ? ok : { name, outcome });
    if (outcome !== 'ok') fail(delivery, `${outcome} ${status}`);
    const lacks = take === null ? null : take(response.body, person);
    if (lacks !== null) fail(delivery, `the answer has nothing for ${lacks}`);
  };
}

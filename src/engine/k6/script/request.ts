import http, { type Params, type RefinedResponse, type ResponseType } from 'k6/http';
import type { ReceiveStep, RequestStep } from '../../../model/step.ts';
import type { Delivery } from './delivery.ts';
import { readyHeaders } from './headers.ts';
import { JourneyFailed } from './journey-failed.ts';
import { outcomeOf } from './outcome.ts';
import { beginDelivery, type Values } from './person.ts';
import type { Runnable, Surroundings } from './runnable.ts';
import { failedRequests } from './series.ts';
import { readyTake, type Take } from './take.ts';
import { readyKnownText, readyPayload, readyText } from './text.ts';

/** k6 looks for what is imported at each use. */
const { asyncRequest, request, get, post, put, patch, del } = http;

/** Makes a request ready; when a message is awaited of it, that is on its way from the request's start. */
export function readyRequest(step: RequestStep, awaited: ReceiveStep | null, around: Surroundings): Runnable {
  const url = readyText(around.url + step.path, around.known);
  const payload = step.payload === null ? null : readyPayload(step.payload, around.known);
  const method = step.method.toUpperCase();
  const ask = readyAsk(step);
  const take = readyTake(step.capture, around.known);
  const headersOf = readyHeaders(step, around);
  // One for all: k6 has read it when it begins to wait, and each object it must make is time.
  const params: Params = {
    headers: {},
    tags: { name: step.name },
    timeout: step.timeout,
    responseType: take === null ? 'none' : 'text',
  };
  const finish = readyFinish(step, take);
  const begin = awaited === null ? null : readyBegin(awaited, around);
  return (person, socket) => {
    const { values } = person;
    const delivery = begin === null ? null : begin(person, socket);
    const sent = payload === null ? null : payload(values);
    params.headers = headersOf(values);
    // While nothing else can happen to this person, waiting may hold up all their script, and is far cheaper.
    if (socket === null && delivery === null) {
      finish(ask(url(values), sent, params), values, null);
      return undefined;
    }
    return asyncRequest(method, url(values), sent, params).then((response) => {
      finish(response, values, delivery);
    });
  };
}

type Ask = (url: string, sent: string | null, params: Params) => Answer;

/** k6's own function for the method: whatever it is handed besides, it must take over from the script, which costs it a microsecond each. */
function readyAsk({ method, payload }: RequestStep): Ask {
  switch (method) {
    case 'get':
      return payload === null
        ? (url, _sent, params) => get(url, params)
        : (url, sent, params) => request('GET', url, sent, params);
    case 'post':
      return post;
    case 'put':
      return put;
    case 'patch':
      return patch;
    case 'delete':
      return del;
  }
}

/** Begins the delivery of an awaited message; what it contains is told when it is known by now. */
function readyBegin(awaited: ReceiveStep, { known }: Surroundings): (...on: Parameters<Runnable>) => Delivery {
  const match = readyKnownText(awaited.match, known);
  return (person, socket) => {
    const delivery = beginDelivery(person, socket, awaited);
    const wanted = match(person.values);
    if (wanted !== undefined) delivery.expect(wanted);
    return delivery;
  };
}

type Answer = RefinedResponse<ResponseType>;

/** Counts a request that came out otherwise than expected, and ends the journey; of any other it takes what is to be captured. */
function readyFinish(
  { name, expect }: RequestStep,
  take: Take | null,
): (response: Answer, values: Values, delivery: Delivery | null) => void {
  const fail = (delivery: Delivery | null, why: string): never => {
    delivery?.abandon();
    throw new JourneyFailed(`${name}: ${why}`);
  };
  return (response, values, delivery) => {
    const { status } = response;
    const outcome = outcomeOf(status, expect);
    if (outcome !== 'ok') {
      failedRequests.add(1, { name, outcome });
      fail(delivery, `${outcome} ${status}`);
    }
    const lacks = take === null ? null : take(response.body, values);
    if (lacks !== null) fail(delivery, `the answer has nothing for ${lacks}`);
  };
}

import http from 'k6/http';
import { setTimeout } from 'k6/timers';
import type { Poll } from '../../../model/step.ts';
import type { DurationMs } from '../../../model/time.ts';
import type { Delivery } from './delivery.ts';
import { readyHeaders } from './headers.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { JourneyFailed } from './journey-failed.ts';
import type { Person } from './person.ts';
import type { Surroundings } from './runnable.ts';
import { failedRequests } from './series.ts';
import { readyTake } from './take.ts';
import { readyPayload, readyText } from './text.ts';

/** One answer to a poll; how it came out has been counted. */
interface Answer {
  readonly outcome: Outcome;
  readonly status: number;
  readonly body: string;
}

/** Who asks for a message, what it contains, its delivery, and what that comes to. */
export interface Asked {
  readonly person: Person;
  readonly wanted: string;
  readonly delivery: Delivery;
  /** Resolves when the message is received; rejects with `JourneyFailed` when the person gives up. */
  readonly received: Promise<void>;
}

/**
 * Makes a poll ready once for all who wait by it: asks, shows each answer to the delivery, and asks again, not before `every` has passed. Rejects
 * with `JourneyFailed` when an answer is not as expected, or the delivery is given up.
 */
export function readyPoll(
  { request, every }: Poll,
  within: DurationMs,
  around: Surroundings,
): (asked: Asked) => Promise<void> {
  const ask = readyAsk(request, around);
  const take = readyTake(request.capture, around.known);
  const fail = (delivery: Delivery, why: string): never => {
    delivery.abandon();
    throw new JourneyFailed(`${request.name}: ${why}`);
  };
  return async ({ person, wanted, delivery, received }) => {
    // It may reject while an answer is looked at.
    received.catch(() => undefined);
    let next = Date.now();
    const givenUpBy = next + within;
    while (next < givenUpBy) {
      // Whoever has given up meanwhile asks no more.
      await Promise.race([after(next - Date.now()), received]);
      next = Date.now() + every;
      const answer = await Promise.race([ask(person, givenUpBy - Date.now()), received]);
      if (answer === undefined) return;
      if (answer.outcome === 'no-answer' && Date.now() >= givenUpBy) break;
      if (answer.outcome !== 'ok') fail(delivery, `${answer.outcome} ${answer.status}`);
      delivery.see(answer.body);
      const lacks = take === null ? null : take(answer.body, person.values);
      if (lacks !== null) fail(delivery, `the answer has nothing for ${lacks}`);
      if (answer.body.includes(wanted)) break;
    }
    return received;
  };
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Sends one poll, which is given up after `left` at the latest and counted when it comes out otherwise than expected: also when nobody waits for it any more. */
function readyAsk(request: Poll['request'], around: Surroundings): (person: Person, left: number) => Promise<Answer> {
  const { name, expect } = request;
  const url = readyText(around.url + request.path, around.known);
  const headersOf = readyHeaders(request, around);
  const payload = request.payload === null ? null : readyPayload(request.payload, around.known);
  const method = request.method.toUpperCase();
  // How long the service held an answer back says nothing of how quick it is: by this tag the duration is left out.
  const tags = { name, surge_poll: 'yes' };
  return async (person, left) => {
    const timeout = Math.max(1, Math.min(request.timeout, left));
    const params = { headers: headersOf(person.values), tags, timeout, responseType: 'text' } as const;
    const sent = payload === null ? null : payload(person.values);
    const { status, body } = await http.asyncRequest(method, url(person.values), sent, params);
    const outcome = outcomeOf(status, expect);
    if (outcome !== 'ok') failedRequests.add(1, { name, outcome });
    return { outcome, status, body: typeof body === 'string' ? body : '' };
  };
}

import http from 'k6/http';
import { setTimeout } from 'k6/timers';
import type { Poll } from '../../../model/step.ts';
import type { DurationMs } from '../../../model/time.ts';
import type { ArrivalValues } from '../../../scenario/arrival-values.ts';
import { captureAll, readyCaptures } from '../../../scenario/capture.ts';
import { fillHeaders, headerTemplates, type HeaderTemplates } from '../../../scenario/headers.ts';
import { readyPayload } from '../../../scenario/payload.ts';
import { compile, fill } from '../../../scenario/template.ts';
import type { Delivery } from './delivery.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { JourneyFailed } from './person.ts';
import { requests } from './series.ts';

/** One answer to a poll; how it came out has been counted. */
interface Answer {
  readonly outcome: Outcome;
  readonly status: number;
  readonly body: string;
}

/** What a person has in hand who asks for a message: what they know, what the message contains, its delivery, and what that comes to. */
export interface Asked {
  readonly values: ArrivalValues;
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
  around: { readonly url: string; readonly headers: HeaderTemplates },
): (asked: Asked) => Promise<void> {
  const ask = readyAsk(request, around);
  const captures = readyCaptures(request.capture);
  const fail = (delivery: Delivery, why: string): never => {
    delivery.abandon();
    throw new JourneyFailed(`${request.name}: ${why}`);
  };
  return async ({ values, wanted, delivery, received }) => {
    // It may reject while an answer is looked at.
    received.catch(() => undefined);
    let next = Date.now();
    const givenUpBy = next + within;
    while (next < givenUpBy) {
      // Whoever has given up meanwhile asks no more.
      await Promise.race([after(next - Date.now()), received]);
      next = Date.now() + every;
      const answer = await Promise.race([ask(values, givenUpBy - Date.now()), received]);
      if (answer === undefined) return;
      if (answer.outcome === 'no-answer' && Date.now() >= givenUpBy) break;
      if (answer.outcome !== 'ok') fail(delivery, `${answer.outcome} ${answer.status}`);
      delivery.see(answer.body);
      const lacks = captureAll(answer.body, captures, values);
      if (lacks !== null) fail(delivery, `the answer has nothing for ${lacks}`);
      if (answer.body.includes(wanted)) break;
    }
    return received;
  };
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Sends one poll, which is given up after `left` at the latest, and counts how it came out: also when nobody waits for it any more. */
function readyAsk(
  request: Poll['request'],
  around: { readonly url: string; readonly headers: HeaderTemplates },
): (values: ArrivalValues, left: number) => Promise<Answer> {
  const { name, expect } = request;
  const url = compile(around.url + request.path);
  const own = headerTemplates(request.headers);
  const payload = request.payload === null ? null : readyPayload(request.payload);
  const isJson = request.payload?.kind === 'json';
  const method = request.method.toUpperCase();
  // How long the service held an answer back says nothing of how quick it is: by this tag the duration is left out.
  const tags = { name, surge_poll: 'yes' };
  return async (values, left) => {
    const headers = fillHeaders(around.headers, own, values);
    if (isJson) headers['content-type'] ??= 'application/json';
    const timeout = Math.max(1, Math.min(request.timeout, left));
    const params = { headers, tags, timeout, responseType: 'text' } as const;
    const { status, body } = await http.asyncRequest(method, fill(url, values), payload?.(values) ?? null, params);
    const outcome = outcomeOf(status, expect);
    requests.add(1, { name, outcome });
    return { outcome, status, body: typeof body === 'string' ? body : '' };
  };
}

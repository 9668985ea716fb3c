import type { ArrivalValues } from '../../scenario/arrival-values.ts';
import { Cookies } from './cookies.ts';
import type { LoadCounts, JourneyOutcome } from './load-counts.ts';
import type { HttpRequest, ReadyRequest } from './request.ts';

/** A journey made ready once for all who make it: its requests alone, since autocannon sends one as soon as the one before is answered. */
export interface ReadyJourney {
  readonly id: string;
  readonly requests: readonly ReadyRequest[];
}

/** An answer as far as a journey cares. `seconds` is from the request's start to the answer's end. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** The answer's `set-cookie` lines. */
  readonly cookies: readonly string[];
  readonly seconds: number;
}

/** Told of an exception of the journey's own. */
export type Broke = (journey: string, error: unknown) => void;

/** One person on their journey, whatever carries their requests: what to send next, what answers have taught, how it ended. */
export class Visit {
  readonly #journey: ReadyJourney;
  readonly #values: ArrivalValues;
  readonly #counts: LoadCounts;
  readonly #broke: Broke;
  readonly #cookies = new Cookies();
  #place = 0;
  #request: HttpRequest | null = null;

  /** Begins the journey: from now on `request` is what to send. */
  constructor(journey: ReadyJourney, values: ArrivalValues, counts: LoadCounts, broke: Broke) {
    this.#journey = journey;
    this.#values = values;
    this.#counts = counts;
    this.#broke = broke;
    counts.begun(journey.id);
    this.#prepare();
  }

  /** The request to send now, once; null when the journey has come to its end. */
  get request(): HttpRequest | null {
    return this.#request;
  }

  /** How many requests the journey still has, that one included. */
  get requestsLeft(): number {
    return this.#request === null ? 0 : this.#journey.requests.length - this.#place;
  }

  /** The request was answered: the next one takes its place, unless the journey ends here. */
  answered({ status, body, cookies, seconds }: Answer): void {
    const asked = this.#asked();
    if (asked === null) return;
    const expected = asked.isExpected(status);
    this.#counts.request(asked.name, expected ? 'ok' : 'unexpected-status', seconds);
    if (!expected || !asked.capture(body, this.#values)) {
      this.#end('failed');
      return;
    }
    this.#cookies.take(cookies, Date.now());
    this.#place += 1;
    this.#prepare();
  }

  /** The request was given up after so long; `waited` is null when it never got on its way. */
  unanswered(waited: number | null): void {
    const asked = this.#asked();
    if (asked === null) return;
    this.#counts.request(asked.name, 'no-answer', waited);
    this.#end('failed');
  }

  #asked(): ReadyRequest | null {
    return this.#request === null ? null : (this.#journey.requests[this.#place] ?? null);
  }

  #prepare(): void {
    const next = this.#journey.requests[this.#place];
    if (next === undefined) {
      this.#end('completed');
      return;
    }
    try {
      this.#request = this.#withCookies(next.fill(this.#values));
    } catch (error) {
      this.#counts.exception(this.#journey.id);
      this.#broke(this.#journey.id, error);
      this.#end('broken');
    }
  }

  #withCookies(request: HttpRequest): HttpRequest {
    const cookie = this.#cookies.header;
    return cookie === null ? request : { ...request, headers: { cookie, ...request.headers } };
  }

  #end(outcome: JourneyOutcome): void {
    this.#request = null;
    this.#counts.finished(this.#journey.id, outcome);
  }
}

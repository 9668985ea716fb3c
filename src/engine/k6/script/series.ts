import { Counter, Trend } from 'k6/metrics';

// The script's own counts. Their names here are what `vocabulary.ts` turns into the engine-neutral ones.

/** Arrivals whose journey has begun. */
export const started = new Counter('surge_started');
/** Journeys that came to an end. Tags: journey, outcome. */
export const finished = new Counter('surge_finished');
/** Exceptions of the journey's own code. */
export const exceptions = new Counter('surge_exceptions');
/** Requests not answered as expected; k6 itself counts all. Tags: name, outcome. */
export const failedRequests = new Counter('surge_requests_failed');
/** From sending a message to receiving it, in milliseconds. Tag: name. */
export const delivery = new Trend('surge_delivery', true);
/** At each telling, the age so far of every message not yet received. Tag: name. */
export const pending = new Trend('surge_delivery_pending', true);
/** WebSockets that were not let in, those opened, and those that ended before the person was done. Tag: name. */
export const socketsRefused = new Counter('surge_sockets_refused');
export const socketsOpened = new Counter('surge_sockets_opened');
export const socketsLost = new Counter('surge_sockets_lost');

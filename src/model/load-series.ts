import { duration } from './time.ts';

/**
 * What every engine reports under the same names, whatever its own. All counters and histograms begin at zero with
 * the load. Durations are in seconds.
 */
export const loadSeries = {
  /** Counter. Arrivals whose journey has begun, counted by the journey itself. Label: `journey`. */
  started: 'load.arrivals.started',
  /** Counter. Arrivals that should have begun and could not: the generator had no free virtual user. */
  dropped: 'load.arrivals.dropped',
  /** Counter. Journeys that came to their end. Labels: `journey`, `outcome` (`completed`; `failed` by the service; `broken` by an exception). */
  finished: 'load.journeys.finished',
  /** Counter. Exceptions of the journey's own code: a defect of the scenario, never of the target. */
  exceptions: 'load.exceptions',
  /** Counter. Requests answered or given up. Label: `name`. */
  requests: 'load.requests',
  /** Counter. Those of them that were not answered as expected. Labels: `name`, `outcome` (`unexpected-status`, `no-answer`). */
  failedRequests: 'load.requests.failed',
  /** Histogram. From a request's start to its answer's end; polls, whose answers the service may hold back, are left out. Label: `name`. */
  requestDuration: 'load.request.duration',
  /** Histogram. From sending a message to receiving it; one never received counts with the time waited. Label: `name`. */
  deliveryDuration: 'load.delivery.duration',
  /** Histogram. At each telling, the age so far of every message not yet received. Label: `name`. */
  deliveryPending: 'load.delivery.pending',
  /** Counter. WebSockets that the service did not let in. Label: `name`. */
  socketsRefused: 'load.sockets.refused',
  /** Counter. WebSockets opened. Label: `name`. */
  socketsOpened: 'load.sockets.opened',
  /** Counter. WebSockets that the service closed, or that broke, before the person was done. Label: `name`. */
  socketsLost: 'load.sockets.lost',
} as const;

/**
 * An engine tells how the load stands so often, and the age of what still waits as well. It is a part of every time to detect; what a push costs hardly depends on
 * how much has happened since the one before.
 */
export const tellsEvery = duration(500);

const names: ReadonlySet<string> = new Set(Object.values(loadSeries));

/** Whether an engine tells this series, and not the target. */
export const isLoadSeries = (series: string): boolean => names.has(series);

/**
 * A duration whose unfinished part is reported beside it: a percentile of the first also counts the second, so that what has not
 * arrived yet is not taken for quick.
 */
export const pendingOf: Readonly<Record<string, string>> = {
  [loadSeries.deliveryDuration]: loadSeries.deliveryPending,
};

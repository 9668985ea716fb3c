import { loadSeries } from '../../model/load-series.ts';
import type { Labels, Sample } from '../../model/sample.ts';
import type { Millis } from '../../model/time.ts';

/** A poll's requests have this label. Their duration is how long the service held its answer back: it is left out. */
const pollLabel = 'surge_poll';

/** k6's names, as it pushes them by remote write, and the engine-neutral ones. Labels that are not named here are left out. */
const vocabulary: Readonly<Record<string, { readonly series: string; readonly labels: readonly string[] }>> = {
  k6_surge_started_total: { series: loadSeries.started, labels: ['journey'] },
  k6_dropped_iterations_total: { series: loadSeries.dropped, labels: [] },
  k6_surge_finished_total: { series: loadSeries.finished, labels: ['journey', 'outcome'] },
  k6_surge_exceptions_total: { series: loadSeries.exceptions, labels: ['journey'] },
  k6_http_reqs_total: { series: loadSeries.requests, labels: ['name', pollLabel] },
  k6_surge_requests_failed_total: { series: loadSeries.failedRequests, labels: ['name', 'outcome'] },
  k6_http_req_duration_seconds: { series: loadSeries.requestDuration, labels: ['name'] },
  k6_surge_delivery_seconds: { series: loadSeries.deliveryDuration, labels: ['name'] },
  k6_surge_delivery_pending_seconds: { series: loadSeries.deliveryPending, labels: ['name'] },
  k6_surge_sockets_refused_total: { series: loadSeries.socketsRefused, labels: ['name'] },
  k6_surge_sockets_opened_total: { series: loadSeries.socketsOpened, labels: ['name'] },
  k6_surge_sockets_lost_total: { series: loadSeries.socketsLost, labels: ['name'] },
};

/** The names under which k6 pushes the series of the load, by their engine-neutral ones. */
export const pushedNames: ReadonlyMap<string, string> = new Map(
  Object.entries(vocabulary).map(([name, { series }]) => [series, name]),
);

/** Several k6 may push at once, each its own series: this label, which k6-operator sets, keeps them apart. */
const instanceLabel = 'instance_id';

/** For each series of the load the label whose bearers are left out of it. */
export const leftOut: ReadonlyMap<string, string> = new Map([[loadSeries.requestDuration, pollLabel]]);

/** A sample that k6 pushed under its engine-neutral name; null for one that says nothing about the load. All began at zero with the load. */
export function translate(pushed: Sample, startedAt: Millis): Sample | null {
  const word = Object.hasOwn(vocabulary, pushed.series) ? vocabulary[pushed.series] : undefined;
  if (word === undefined) return null;
  const without = leftOut.get(word.series);
  if (without !== undefined && pushed.labels[without] !== undefined) return null;
  const named = { ...pushed, series: word.series, labels: pick(pushed.labels, [...word.labels, instanceLabel]) };
  return named.kind === 'counter' || named.kind === 'histogram' ? { ...named, bornAt: startedAt } : named;
}

const pick = (labels: Labels, wanted: readonly string[]): Labels =>
  Object.fromEntries(wanted.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]]])));

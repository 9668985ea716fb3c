import type { SignalId } from '../../model/id.ts';
import { isLoadSeries, loadSeries, pendingOf, tellsEvery } from '../../model/load-series.ts';
import { formatDuration } from '../../model/quantity.ts';
import type { SignalDefinition, SignalMeasure } from '../../model/signal.ts';
import { duration, type DurationMs } from '../../model/time.ts';
import type { Fault } from './fault.ts';
import { isLabelName, isMetricName, isPromDuration, selector } from './promql.ts';

/** How series come into Prometheus. */
export interface Ingest {
  /** The names under which Prometheus knows the series of the load. */
  readonly loadNames: ReadonlyMap<string, string>;
  /** Of series by these names those count that lack this label: others say how long an answer was held back on purpose. */
  readonly without: ReadonlyMap<string, string>;
  /** How often there is a new sample of a series of the load, and of one of the target. */
  readonly every: { readonly load: DurationMs; readonly target: DurationMs };
  /** The signals that are queries themselves. */
  readonly queries: ReadonlyMap<SignalId, string>;
}

/** The series that tells Prometheus of arrivals. */
export const startedOf = ({ loadNames }: Ingest): string => loadNames.get(loadSeries.started) ?? loadSeries.started;

/** As long as a gauge counts when it is measured here: an older one is no reading of now. */
const gaugeFreshFor = '5s';

/** Two pushes: the least in which an increase can be seen of what waits, whose age is told once a push. */
const pendingWindow = formatDuration(duration(2 * tellsEvery));

const shares = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, max: 1 } as const;

type Distribution = Extract<SignalMeasure, { readonly of: string }>;

/** The expression of one signal, joined over instances: nothing where nothing is measured, never NaN or an infinity. */
export function measureExpression({ id, measure: how }: SignalDefinition, ingest: Ingest): string {
  const query = ingest.queries.get(id);
  return `(${query === undefined ? expressionOf(how, ingest) : oneValue(query)}) > -Inf < +Inf`;
}

/** What a query comes to, without the labels it comes with; a comment at its end must not swallow what stands behind it. */
const oneValue = (query: string): string => `max(${query.trim()}\n)`;

function expressionOf(how: SignalMeasure, ingest: Ingest): string {
  const select = (series: string): string => {
    const without = ingest.without.get(series);
    const where = without === undefined ? how.where : { ...how.where, [without]: '' };
    return selector(ingest.loadNames.get(series) ?? series, where);
  };
  if ('of' in how) return distributionExpression(how, select);
  if ('ratio' in how) {
    const [part, whole] = how.ratio.map((series) => increase(select(series), formatDuration(how.over)));
    return `(${part ?? ''} or vector(0)) / (${whole ?? ''} > 0)`;
  }
  if ('used' in how) return `${fresh(select(how.used))} / (${fresh(select(how.limit))} > 0)`;
  if ('rate' in how) return `sum(rate(${select(how.rate)}[${formatDuration(how.over)}]))`;
  if ('last' in how) return fresh(select(how.last));
  return `max(max_over_time(${select(how.max)}[${formatDuration(how.over)}]))`;
}

const increase = (series: string, over: string): string => `sum(increase(${series}[${over}]))`;

/** The newest readings of gauges that are still there, added up; one that has ended, or gone quiet, is not. */
const fresh = (series: string): string => `sum(last_over_time(${series}[${gaugeFreshFor}]) and ${series})`;

function distributionExpression(how: Distribution, select: (series: string) => string): string {
  const finished = increase(select(how.of), formatDuration(how.over));
  const pendingSeries = pendingOf[how.of];
  const pending = pendingSeries === undefined ? null : increase(select(pendingSeries), pendingWindow);
  const all = pending === null ? finished : `(${finished} + ${pending}) or ${finished} or ${pending}`;
  return how.stat === 'mean'
    ? `histogram_sum(${all}) / histogram_count(${all})`
    : `histogram_quantile(${shares[how.stat]}, ${all})`;
}

/** Rules record vectors, and nothing else can be joined with them. */
const scalarRefused = 'a scalar cannot be recorded; write it as vector(…)';

/** Whether a query comes to a scalar, as far as its beginning tells: a number, or a function that gives one. */
const isScalar = (query: string): boolean => /^\s*(?:(?:scalar|time|pi)\s*\(|[-+]?[\d.]+\s*$)/.test(query);

/** What of a signal cannot be asked of Prometheus. */
export function measureFaults({ id, measure: how }: SignalDefinition, ingest: Ingest): readonly Fault[] {
  const fault = (at: readonly PropertyKey[], message: string): Fault => ({
    in: 'target',
    at: ['signals', id, ...at],
    message,
  });
  const query = ingest.queries.get(id);
  if (query !== undefined) return isScalar(query) ? [fault(['promql'], scalarRefused)] : [];
  const names = namesIn(how);
  return [
    ...names.flatMap(({ series, at }) => nameFaults(series, ingest).map((message) => fault(at, message))),
    ...Object.entries(how.where).flatMap(([label, value]) =>
      labelFaults(label, value).map((message) => fault(['where', label], message)),
    ),
    ...('over' in how ? windowFaults(how, names, ingest).map((message) => fault(['over'], message)) : []),
  ];
}

interface Named {
  readonly series: string;
  readonly at: readonly PropertyKey[];
}

function namesIn(how: SignalMeasure): readonly Named[] {
  if ('ratio' in how) return how.ratio.map((series, place) => ({ series, at: ['ratio', place] }));
  if ('of' in how) return [{ series: how.of, at: ['of'] }];
  if ('used' in how) {
    return [
      { series: how.used, at: ['used'] },
      { series: how.limit, at: ['limit'] },
    ];
  }
  if ('rate' in how) return [{ series: how.rate, at: ['rate'] }];
  return 'last' in how ? [{ series: how.last, at: ['last'] }] : [{ series: how.max, at: ['max'] }];
}

function nameFaults(series: string, { loadNames }: Ingest): readonly string[] {
  if (isLoadSeries(series)) {
    return loadNames.has(series) ? [] : [`the engine pushes no series to Prometheus for "${series}"`];
  }
  return isMetricName(series) ? [] : [`"${series}" is no name of a metric in Prometheus`];
}

function labelFaults(label: string, value: string): readonly string[] {
  if (!isLabelName(label)) return [`"${label}" is no name of a label in Prometheus`];
  if (value === '') return [`to Prometheus an empty ${label} is one that is not there`];
  return /\p{Cs}/u.test(value) ? ['Prometheus holds no half characters'] : [];
}

/** An increase is told from two samples of a window, where surgebook also knows the one before it. */
function windowFaults(
  how: Extract<SignalMeasure, { readonly over: DurationMs }>,
  names: readonly Named[],
  { every }: Ingest,
): readonly string[] {
  if (!isPromDuration(how.over)) return ['Prometheus counts whole milliseconds'];
  const slowest = Math.max(
    ...names.map(({ series }) => (isLoadSeries(series) ? every.load : every.target)),
  ) as DurationMs;
  const least = (('max' in how ? 1 : 2) * slowest) as DurationMs;
  if (how.over >= least) return [];
  return [
    `with a sample every ${formatDuration(slowest)}, Prometheus measures over ${formatDuration(least)} or more, not ${formatDuration(how.over)}`,
  ];
}

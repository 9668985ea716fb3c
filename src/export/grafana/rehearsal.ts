import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  LineInterpolation,
  ReduceDataOptionsBuilder,
  StackingConfigBuilder,
  StackingMode,
} from '@grafana/grafana-foundation-sdk/common';
import {
  FieldColorModeId,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type Panel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as StatPanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { loadSeries } from '../../model/load-series.ts';
import type { Ingest } from '../prometheus/measure-expression.ts';
import { selector } from '../prometheus/promql.ts';
import { dashboardText } from './dashboard.ts';
import { allIncidentSpans } from './incidents.ts';
import { datasource, instantQueries, type Query } from './query.ts';
import { inColour, timeSeries, type TimeSeries } from './time-series.ts';

/** k6 pushes twice a second; rates are taken over four steps or more, so that a series that is not pushed each time is still seen. */
const step = '2s';

/** The window of rates, which Grafana widens with the time range: at least four steps. */
const window = '$__rate_interval';

/** Four pushes: the ages of what waits are told once a push. */
const pendingWindow = '2s';

/** All of the time that the dashboard shows. */
const shownTime = '$__range';

/** The text of the dashboard of a rehearsal: what the load was and how it was answered, from what the engine pushes. */
export function rehearsalDashboard(ingest: Ingest): string {
  const series = namedBy(ingest);
  return dashboardText({
    uid: 'surgebook-rehearsal',
    title: 'surgebook: rehearsal',
    description:
      'The load of a rehearsal and how the service bore it, from the series that k6 pushes with native histograms twice a second. Incidents are shown where the rules of `surgebook export prometheus` are loaded.',
    last: '15m',
    refresh: '5s',
    panels: [totals(series), ...arrivals(series), ...answers(series), ...messages(series)],
    annotations: [allIncidentSpans('1s')],
  });
}

type Series = Readonly<Record<keyof typeof loadSeries, string>>;

/** The names under which Prometheus knows the series of the load. */
function namedBy({ loadNames, without }: Ingest): Series {
  const named = Object.entries(loadSeries).map(([word, name]) => {
    const label = without.get(name);
    return [word, selector(loadNames.get(name) ?? name, label === undefined ? {} : { [label]: '' })];
  });
  return Object.fromEntries(named) as Series;
}

const sumBy = (label: string, of: string): string => (label === '' ? `sum(${of})` : `sum by(${label}) (${of})`);

const rate = (series: string, by = ''): string => sumBy(by, `rate(${series}[${window}])`);

/** Zero where only the other is told: a count that k6 has never pushed is one of nothing, as long as it pushes at all. */
const orZero = (counted: string, told: string): string => `${counted} or 0 * ${told}`;

const overTime = (parts: Omit<TimeSeries, 'step'>): ReturnType<typeof timeSeries> => timeSeries({ ...parts, step });

function totals(series: Series): Builder<Panel> {
  const last = (name: string, where = ''): string => `sum(last_over_time(${name}${where}[${shownTime}]))`;
  const begun = last(series.started);
  const query = (legend: string, name: string, where = ''): Query => ({
    legend,
    expr: orZero(last(name, where), begun),
  });
  const bad = [
    query('arrivals dropped', series.dropped),
    query('journeys failed', series.finished, '{outcome="failed"}'),
    query('exceptions', series.exceptions),
    query('sockets lost', series.socketsLost),
  ];
  return new StatPanelBuilder()
    .id(1)
    .title('In all')
    .description(
      'Counted since the load began, of the latest run in the time that is shown. Arrivals dropped: the generator had no free virtual user, so the run is no measure of the service. Exceptions: a defect of the scenario, never of the service.',
    )
    .datasource(datasource)
    .targets(instantQueries([{ legend: 'arrivals begun', expr: begun }, ...bad], step))
    .unit('short')
    .decimals(0)
    .span(24)
    .height(4)
    .reduceOptions(new ReduceDataOptionsBuilder().values(false).calcs(['lastNotNull']))
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .textMode(BigValueTextMode.ValueAndName)
    .thresholds(
      new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
        { value: null, color: 'green' },
        { value: 1, color: 'orange' },
      ]),
    )
    .overrideByName('arrivals begun', [{ id: 'color', value: { mode: FieldColorModeId.Fixed, fixedColor: 'text' } }]);
}

function arrivals({ started, dropped, finished, exceptions }: Series): readonly Builder<Panel>[] {
  const [begun, lost] = [rate(started), rate(dropped)];
  const journeys = overTime({
    id: 4,
    title: 'Journeys by outcome',
    description: 'Journeys that came to their end: completed, failed by the service, or broken by an exception.',
    unit: 'per-second',
    queries: [{ legend: '{{outcome}}', expr: rate(finished, 'outcome') }],
  }).stacking(new StackingConfigBuilder().mode(StackingMode.Normal));
  return [
    overTime({
      id: 2,
      title: 'Arrivals, planned and achieved',
      description:
        'Planned: those that were due, begun or dropped. Achieved: those whose journey has begun. A gap between the two is the doing of the generator, not of the service.',
      unit: 'per-second',
      queries: [
        { legend: 'planned', expr: `(${orZero(begun, lost)}) + (${orZero(lost, begun)})` },
        { legend: 'achieved', expr: orZero(begun, lost) },
      ],
    }),
    overTime({
      id: 3,
      title: 'Journeys begun',
      description: 'Arrivals whose journey has begun, by journey.',
      unit: 'per-second',
      queries: [{ legend: '{{journey}}', expr: rate(started, 'journey') }],
    }),
    inColour(inColour(inColour(journeys, 'completed', 'green'), 'failed', 'red'), 'broken', 'purple'),
    overTime({
      id: 5,
      title: 'Arrivals dropped, exceptions',
      description:
        'Counted since the load began: rare events that a rate would not show. After a run its counts stay for up to five minutes.',
      unit: 'count',
      queries: [
        { legend: 'arrivals dropped', expr: orZero(`sum(${dropped})`, `sum(${started})`) },
        { legend: 'exceptions', expr: orZero(`sum(${exceptions})`, `sum(${started})`) },
      ],
    }).lineInterpolation(LineInterpolation.StepAfter),
  ];
}

const percentiles = [50, 90, 95, 99] as const;

const quantile = (percentile: number, of: string): string => `histogram_quantile(${percentile / 100}, ${of})`;

function answers({ requests, failedRequests, requestDuration }: Series): readonly Builder<Panel>[] {
  const failed = (outcome: string): string =>
    orZero(rate(`${failedRequests}{outcome="${outcome}"}`, 'name'), rate(requests, 'name'));
  return [
    overTime({
      id: 6,
      title: 'Requests by name, and those that failed',
      description: 'Requests answered or given up, and those of them with an unexpected status or no answer.',
      unit: 'per-second',
      queries: [
        { legend: '{{name}}', expr: rate(requests, 'name') },
        { legend: '{{name}}: unexpected status', expr: failed('unexpected-status') },
        { legend: '{{name}}: no answer', expr: failed('no-answer') },
      ],
    }),
    overTime({
      id: 7,
      title: 'Request duration',
      description: "From a request's start to its answer's end, over all requests.",
      unit: 'seconds',
      queries: percentiles.map((percentile) => ({
        legend: `p${percentile}`,
        expr: quantile(percentile, rate(requestDuration)),
      })),
    }),
    overTime({
      id: 8,
      title: 'Request duration by name, p95',
      description: "From a request's start to its answer's end: 95 of 100 are as quick or quicker.",
      unit: 'seconds',
      queries: [{ legend: '{{name}}', expr: quantile(95, rate(requestDuration, 'name')) }],
    }),
  ];
}

function messages({
  deliveryDuration,
  deliveryPending,
  socketsRefused,
  socketsOpened,
  socketsLost,
}: Series): readonly Builder<Panel>[] {
  const finished = `sum(increase(${deliveryDuration}[${window}]))`;
  const pending = `sum(increase(${deliveryPending}[${pendingWindow}]))`;
  const all = `(${finished} + ${pending}) or ${finished} or ${pending}`;
  return [
    overTime({
      id: 9,
      title: 'Delivery delay',
      description:
        'From sending a message to receiving it; one that has not arrived yet counts with its age. The longest of those on their way is shown beside them while there are any older than a second.',
      unit: 'seconds',
      queries: [
        ...percentiles.map((percentile) => ({ legend: `p${percentile}`, expr: quantile(percentile, all) })),
        { legend: 'longest on its way', expr: quantile(100, pending) },
      ],
    }),
    overTime({
      id: 10,
      title: 'WebSockets opened, refused and lost',
      description:
        'Refused: those that the service did not let in. Lost: those that it closed, or that broke, before the person was done.',
      unit: 'per-second',
      queries: [
        { legend: '{{name}}: opened', expr: rate(socketsOpened, 'name') },
        { legend: '{{name}}: refused', expr: orZero(rate(socketsRefused, 'name'), rate(socketsOpened, 'name')) },
        { legend: '{{name}}: lost', expr: orZero(rate(socketsLost, 'name'), rate(socketsOpened, 'name')) },
      ],
    }),
  ];
}

import {
  AnnotationPanelFilterBuilder,
  AnnotationQueryBuilder,
  MappingType,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';
import {
  LegendDisplayMode,
  LegendPlacement,
  TimelineValueAlignment,
  VisibilityMode,
  VizLegendOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import type { ThresholdId } from '../../model/id.ts';
import type { Playbook } from '../../model/playbook.ts';
import { measuredPart } from '../prometheus/playbook-alert.ts';
import { quoted } from '../prometheus/promql.ts';
import type { Shown } from '../prometheus/rules.ts';
import { alertOf, firing, playbookAlertOf, subject, type OwnedThreshold } from '../prometheus/threshold-alert.ts';
import { colourOf, severityOf } from './level-lines.ts';
import { datasource, rangeQueries, type Query } from './query.ts';

/** An annotation while a query has a value above zero. Spans are as exact as their `step`. */
interface Span {
  readonly name: string;
  readonly expr: string;
  /** `{{label}}` stands for the value of an alert's label. */
  readonly title: string;
  readonly colour: string;
  readonly step: string;
}

const spans = ({ name, expr, title, colour, step }: Span): AnnotationQueryBuilder =>
  new AnnotationQueryBuilder()
    .name(name)
    .datasource(datasource)
    .enable(true)
    .iconColor(colour)
    .target(new DataqueryBuilder().refId('Anno').datasource(datasource).expr(expr).interval(step))
    .titleFormat(title)
    .textFormat('{{alertname}} of {{target}}: {{severity}}')
    .tagKeys('severity,playbook');

/** The incidents of one playbook, on every panel. */
export const incidentSpans = (playbook: Playbook, target: string, step: string): AnnotationQueryBuilder =>
  spans({
    name: `incident ${playbook.id}`,
    expr: firing(playbookAlertOf(playbook.id), target),
    title: '{{playbook}}',
    colour: colourOf[playbook.severity],
    step,
  });

/** The incidents of all playbooks and targets, on every panel. */
export const allIncidentSpans = (step: string): AnnotationQueryBuilder =>
  spans({
    name: 'incidents',
    expr: 'ALERTS{alertname=~"playbook:.+", alertstate="firing"}',
    title: '{{playbook}}',
    colour: colourOf.critical,
    step,
  });

/** The breaches of one threshold, on the panel of its signal alone. They have no switch at the top: there would be too many. */
export const breachSpans = (owned: OwnedThreshold, panel: number, target: string, step: string) =>
  spans({
    name: `breach ${owned.threshold.id}`,
    expr: firing(alertOf(owned.threshold.id), target),
    title: '{{threshold}}',
    colour: colourOf[severityOf(owned)],
    step,
  })
    .hide(true)
    .filter(new AnnotationPanelFilterBuilder().exclude(false).ids([panel]));

/** What the values of an alert's state are called. */
const states: ValueMapping[] = [
  {
    type: MappingType.ValueToText,
    options: {
      '0': { text: 'calm', color: 'green', index: 0 },
      '1': { text: 'pending', color: 'yellow', index: 1 },
      '2': { text: 'firing', color: 'red', index: 2 },
    },
  },
];

/** The state of every alert over time: playbooks first, then thresholds. Where nothing is measured there is no state. */
export function stateTimeline(shown: Shown, id: number, target: string, step: string): PanelBuilder {
  const queries = stateQueries(shown, target);
  return new PanelBuilder()
    .id(id)
    .title('Incidents and breaches')
    .description(
      'One row for each playbook, and then for each threshold: calm, pending (beyond the fire level, while its hold runs), or firing. A gap: nothing is measured, or the rules are not evaluated.',
    )
    .datasource(datasource)
    .targets(rangeQueries(queries, step))
    .mappings(states)
    .span(24)
    .height(4 + queries.length)
    .mergeValues(true)
    .showValue(VisibilityMode.Never)
    .alignValue(TimelineValueAlignment.Left)
    .rowHeight(0.8)
    .fillOpacity(80)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    );
}

function stateQueries({ playbooks, thresholds }: Shown, target: string): readonly Query[] {
  const subjects = new Map(thresholds.map(({ threshold }) => [threshold.id, subject(threshold, target)]));
  const measured = new Set(subjects.keys());
  const measuredBy = (ids: readonly ThresholdId[]): readonly string[] => [
    ...new Set(ids.flatMap((id) => subjects.get(id) ?? [])),
  ];
  return [
    ...playbooks.map(({ id, when }) => {
      const { all, any } = measuredPart(when, measured);
      return { legend: `playbook ${id}`, expr: stateOf(playbookAlertOf(id), measuredBy([...all, ...any]), target) };
    }),
    ...thresholds.map(({ threshold: { id } }) => ({
      legend: id,
      expr: stateOf(alertOf(id), measuredBy([id]), target),
    })),
  ];
}

/** 2 while an alert fires, 1 while it is pending, and else 0 as long as something is measured of what it is about. */
function stateOf(alert: string, subjects: readonly string[], target: string): string {
  const pending = `ALERTS{alertname=${quoted(alert)}, alertstate="pending", target=${quoted(target)}}`;
  return `max(2 * ${firing(alert, target)}) or max(${pending}) or 0 * max(${subjects.join(' or ')})`;
}

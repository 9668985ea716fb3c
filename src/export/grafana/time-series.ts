import {
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { FieldColorModeId } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Unit } from '../../model/quantity.ts';
import { datasource, rangeQueries, type Query } from './query.ts';

/** What a panel over time shows. */
export interface TimeSeries {
  readonly id: number;
  readonly title: string;
  /** For people, in Markdown. */
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** How close together points lie at the closest. */
  readonly step: string;
}

/** What Grafana calls a unit. */
const unitOf: Readonly<Record<Unit, string>> = {
  seconds: 's',
  ratio: 'percentunit',
  'per-second': 'suffix:/s',
  count: 'short',
};

/** A panel over time, half as wide as the dashboard. Where nothing was measured its lines have gaps. */
export const timeSeries = ({ id, title, description, unit, queries, step }: TimeSeries): PanelBuilder =>
  new PanelBuilder()
    .id(id)
    .title(title)
    .description(description)
    .datasource(datasource)
    .targets(rangeQueries(queries, step))
    .unit(unitOf[unit])
    .span(12)
    .height(8)
    .axisSoftMin(0)
    .lineWidth(1)
    .fillOpacity(10)
    .showPoints(VisibilityMode.Auto)
    .spanNulls(false)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));

/** A series in a colour of its own. Colours are Grafana's names for them: they suit its dark theme and its light one. */
export const inColour = (panel: PanelBuilder, series: string, colour: string): PanelBuilder =>
  panel.overrideByName(series, [{ id: 'color', value: { mode: FieldColorModeId.Fixed, fixedColor: colour } }]);

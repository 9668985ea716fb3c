import { axisSecond } from './figures.ts';
import type { CurvePoint } from './curve-point.ts';

/** What every chart of a report shows alike: its stretch of time, and what is marked in it. Seconds from the start of the load. */
export interface ChartFrame {
  readonly from: number;
  readonly until: number;
  readonly areas: readonly { readonly mark: string; readonly from: number; readonly until: number }[];
  readonly blind: readonly { readonly from: number; readonly until: number }[];
  readonly lines: readonly { readonly mark: string; readonly at: number }[];
}

export interface ChartCurve {
  readonly points: readonly CurvePoint[];
  /** A custom property of the page's style: a drawn chart is light or dark with its page. */
  readonly colour: string;
  readonly look: 'solid' | 'dashed' | 'dotted';
  /** How strongly what is under the curve is filled; null when it is not. */
  readonly fill: number | null;
}

/** A row of the timeline. */
export interface ChartRow {
  readonly mark: string;
  readonly spans: readonly {
    readonly from: number;
    readonly until: number;
    readonly colour: string;
    readonly hollow: boolean;
  }[];
}

const colour = (property: string): string => `var(${property})`;
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400];
const text = { color: colour('--ink'), fontSize: 12, textBorderWidth: 0, fontFamily: 'sans-serif' };

/** Marks of spans that begin close together stand below each other. */
const rowsOfMarks = 4;

function timeAxis({ from, until }: ChartFrame, narrow: boolean): object {
  const most = narrow ? 5 : 12;
  return {
    ...{ type: 'value', min: from, max: until },
    interval: steps.find((step) => (until - from) / step <= most) ?? until - from,
    axisLabel: { ...text, color: colour('--soft'), showMaxLabel: false, formatter: axisSecond },
    axisLine: { lineStyle: { color: colour('--soft') }, onZero: false },
    axisTick: { lineStyle: { color: colour('--soft') } },
    splitLine: { show: false },
  };
}

/** A chart of curves over time, in what the chart library reads. */
export function chartOption(chart: {
  readonly curves: readonly ChartCurve[];
  readonly frame: ChartFrame;
  /** How a value stands beside the axis. */
  readonly unit: (value: number) => string;
  /** Up to where the values are shown; null leaves that to them. */
  readonly most: number | null;
  readonly narrow: boolean;
}): object {
  const { curves, frame, unit, most, narrow } = chart;
  return {
    grid: { left: narrow ? 52 : 64, right: 14, top: 26, bottom: 26 },
    xAxis: timeAxis(frame, narrow),
    yAxis: {
      ...{ type: 'value', min: 0, splitNumber: 4, ...(most === null ? {} : { max: most }) },
      axisLabel: { ...text, color: colour('--soft'), formatter: unit },
      splitLine: { lineStyle: { color: colour('--line') } },
    },
    series: curves.map((curve, place) => ({
      ...{ type: 'line', symbol: 'none', silent: true, emphasis: { disabled: true }, clip: true },
      data: curve.points,
      lineStyle: { color: colour(curve.colour), type: curve.look, width: 2 },
      itemStyle: { color: colour(curve.colour) },
      ...(curve.fill === null ? {} : { areaStyle: { color: colour(curve.colour), opacity: curve.fill } }),
      ...(place === 0 ? marksOf(frame) : {}),
    })),
  };
}

function marksOf({ areas, blind, lines }: ChartFrame): object {
  const area = (property: string, mark: string, span: { from: number; until: number }, place: number): object => [
    {
      ...{ xAxis: span.from, name: mark, itemStyle: { color: colour(property), opacity: 0.16 } },
      label: { ...text, position: 'insideTopLeft', offset: [0, 14 * (place % rowsOfMarks)] },
    },
    { xAxis: span.until },
  ];
  return {
    markArea: {
      silent: true,
      data: [
        ...blind.map((span, place) => area('--blind', '', span, place)),
        ...areas.map((span, place) => area('--mark', span.mark, span, place)),
      ],
    },
    markLine: {
      ...{ silent: true, symbol: 'none', animation: false },
      lineStyle: { color: colour('--act'), type: 'dashed', width: 1.5 },
      data: lines.map(({ mark, at }) => ({
        ...{ xAxis: at, name: mark, label: { ...text, formatter: '{b}', position: 'end', distance: 4 } },
      })),
    },
  };
}

interface RenderApi {
  value(dimension: number): number;
  coord(at: readonly [number, number]): readonly [number, number];
}

const barHeight = 16;
const leastWidth = 3;

/** The timeline: a row for each incident and action, in what the chart library reads. */
export function timelineOption(rows: readonly ChartRow[], frame: ChartFrame, narrow: boolean): object {
  const spans = rows.flatMap((row, place) => row.spans.map((span) => ({ ...span, place })));
  return {
    grid: { left: narrow ? 34 : 64, right: 14, top: 8, bottom: 26 },
    xAxis: timeAxis(frame, narrow),
    yAxis: {
      ...{ type: 'category', inverse: true, data: rows.map(({ mark }) => mark) },
      axisLabel: { ...text, interval: 0 },
      axisLine: { lineStyle: { color: colour('--soft') } },
      axisTick: { show: false },
      splitLine: { show: true, lineStyle: { color: colour('--line') } },
    },
    series: [
      {
        ...{ type: 'custom', silent: true, clip: true },
        data: spans.map(({ from, until, place }) => [from, until, place]),
        renderItem: ({ dataIndex }: { readonly dataIndex: number }, api: RenderApi) => {
          const [left, middle] = api.coord([api.value(0), api.value(2)]);
          const [right] = api.coord([api.value(1), api.value(2)]);
          const span = spans[dataIndex];
          const fill = colour(span?.colour ?? '--soft');
          return {
            type: 'rect',
            shape: {
              ...{ x: left, y: middle - barHeight / 2, height: barHeight },
              width: Math.max(right - left, leastWidth),
            },
            style: span?.hollow === true ? { fill: 'none', stroke: fill, lineWidth: 1.5 } : { fill },
          };
        },
      },
    ],
  };
}

import { loadSeries } from '../model/load-series.ts';
import { formatQuantity, type Unit } from '../model/quantity.ts';
import { between } from '../model/time.ts';
import { phases } from '../model/incident.ts';
import { words as noticeWords } from '../notice/words.ts';
import type { Locale } from '../model/locale.ts';
import { drawSvg } from './chart-library.ts';
import { chartOption, timelineOption, type ChartCurve, type ChartFrame, type ChartRow } from './chart-option.ts';
import { readingText, sinceText } from './figures.ts';
import type { LatencyBands } from './latency-bands.ts';
import type { CurvePoint } from './curve-point.ts';
import type { ControlCurve, Report, SignalCurve } from './report.ts';
import { reportWords, type ReportWords } from './report-words.ts';
import { thin } from './thin.ts';

/** How a curve or a span looks, for the legend beside its chart. */
export interface LegendEntry {
  readonly look: 'solid' | 'dashed' | 'dotted' | 'area' | 'tint' | 'hollow';
  /** A custom property of the page's style. */
  readonly colour: string;
  readonly name: string;
}

/** A chart, drawn for a wide page and for a narrow one, with what it shows in words and figures. */
export interface DrawnChart {
  readonly id: string;
  readonly title: string;
  readonly says: string;
  readonly legend: readonly LegendEntry[];
  readonly wide: string;
  readonly narrow: string;
  /** The key values; the first row is the head. */
  readonly table: readonly (readonly string[])[];
}

/** So many incidents and actions are marked in a chart at most; the tables name all. */
const mostMarks = 12;
const looks = ['solid', 'dashed', 'dotted'] as const;

type Look = ChartCurve['look'];

const entry = (colour: string, look: Look, name: string) => ({ colour, look, name });

/** A chart before it is drawn. */
interface PlannedChart extends Omit<DrawnChart, 'wide' | 'narrow'> {
  readonly curves: readonly ChartCurve[];
  readonly unit: (value: number) => string;
  readonly most: number | null;
}

/** Every chart of a report. */
export function drawCharts(report: Report, locale: Locale): readonly DrawnChart[] {
  const said = reportWords[locale];
  const frame = frameOf(report);
  return [
    timelineChart(report, frame, said, locale),
    arrivalsChart(report, said),
    ...(report.control?.curves ?? []).map((curve, place) => controlChart(curve, place, report, said)),
    ...report.latency.map((bands, place) => latencyChart(bands, place, said)),
    ...report.breached.map((curve, place) => signalChart(curve, place, frame, said)),
    ...(report.saturation.length === 0 ? [] : [saturationChart(report.saturation, said)]),
  ].map((chart) => ('curves' in chart ? drawn(chart, frame, said, report) : chart));
}

const wide = { width: 960, height: 250 };
const narrow = { width: 360, height: 220 };
const narrowPoints = 320;

function drawn(chart: PlannedChart, frame: ChartFrame, said: ReportWords, report: Report): DrawnChart {
  const { curves, unit, most, ...told } = chart;
  const inNarrow = curves.map((curve) => ({ ...curve, points: thin(curve.points, narrowPoints) }));
  const option = { frame, unit, most };
  return {
    ...told,
    legend: [...told.legend, ...markLegend(report, said)],
    wide: drawSvg(chartOption({ ...option, curves, narrow: false }), wide, `${told.id}-w`),
    narrow: drawSvg(chartOption({ ...option, curves: inNarrow, narrow: true }), narrow, `${told.id}-n`),
  };
}

function frameOf(report: Report): ChartFrame {
  const { zero } = report;
  const second = (at: Report['zero']): number => between(zero, at) / 1000;
  const end = second(report.endedAt);
  return {
    from: Math.min(0, ...report.incidents.map(({ onsetAt }) => second(onsetAt))),
    until: Math.max(end, 1, ...(report.control?.curves ?? []).map(({ without }) => without.at(-1)?.[0] ?? 0)),
    areas: report.incidents.slice(0, mostMarks).map(({ mark, onsetAt, resolvedAt }) => ({
      ...{ mark, from: second(onsetAt), until: resolvedAt === null ? end : second(resolvedAt) },
    })),
    blind: report.blind.slice(0, mostMarks).map(({ from, to }) => ({ from: second(from), until: second(to) })),
    lines: report.actions.slice(0, mostMarks).map(({ mark, startedAt }) => ({ mark, at: second(startedAt) })),
  };
}

const markLegend = ({ incidents, actions, blind }: Report, { legend }: ReportWords): readonly LegendEntry[] => [
  ...(incidents.length === 0 ? [] : [{ look: 'tint', colour: '--mark', name: legend.incident } as const]),
  ...(actions.length === 0 ? [] : [{ look: 'dashed', colour: '--act', name: legend.action } as const]),
  ...(blind.length === 0 ? [] : [{ look: 'tint', colour: '--blind', name: legend.blind } as const]),
];

function arrivalsChart({ rates, arrivals }: Report, said: ReportWords): PlannedChart {
  const rate = (value: number): string => formatQuantity(value, 'per-second');
  const named = [
    { ...entry('--c4', 'dashed', said.charts.planned), points: rates.planned, all: arrivals.planned },
    { ...entry('--c1', 'solid', said.charts.started), points: rates.started, all: arrivals.started },
    { ...entry('--c2', 'dotted', said.charts.dropped), points: rates.dropped, all: arrivals.dropped },
  ];
  const [planned, started] = named.map(({ points }) => rate(mostOf(points) ?? 0));
  return {
    ...{ id: 'arrivals', title: said.charts.arrivals, unit: rate, most: null },
    says: said.says.arrivals(planned ?? '', started ?? '', String(arrivals.dropped)),
    curves: named.map(({ points, colour, look }) => ({ points, colour, look, fill: look === 'solid' ? 0.12 : null })),
    legend: named.map(({ name, colour, look }) => ({ name, colour, look })),
    table: [said.heads.rates, ...named.map(({ name, points, all }) => [name, rate(mostOf(points) ?? 0), String(all)])],
  };
}

function latencyChart(bands: LatencyBands, place: number, said: ReportWords): PlannedChart {
  const seconds = (value: number): string => formatQuantity(value, 'seconds');
  const text = (value: number | null): string => readingText(value, 'seconds');
  const { series, whole, count, parts } = bands;
  const named = [
    { ...entry('--c2', 'dotted', 'p99'), points: bands.p99, fill: 0.12 },
    { ...entry('--c3', 'dashed', 'p95'), points: bands.p95, fill: 0.16 },
    { ...entry('--c1', 'solid', 'p50'), points: bands.p50, fill: 0.3 },
  ];
  const row = (name: string, of: number, { p50, p95, p99 }: LatencyBands['whole']): readonly string[] => [
    ...[name, String(of), text(p50), text(p95), text(p99)],
  ];
  return {
    ...{ id: `latency-${place + 1}`, title: latencyTitle(series, said), unit: seconds, most: null },
    says: said.says.latency(text(whole.p50), text(whole.p99), String(count)),
    curves: named.map(({ points, colour, look, fill }) => ({ points, colour, look, fill })),
    legend: named.map(({ name, colour, look }) => ({ name, colour, look })),
    table: [
      said.heads.percentiles,
      row('∑', count, whole),
      ...parts.filter(({ name }) => name !== '').map((part) => row(part.name, part.count, part)),
    ],
  };
}

function latencyTitle(series: string, said: ReportWords): string {
  if (series === loadSeries.deliveryDuration) return said.charts.delivery;
  return series === loadSeries.requestDuration ? said.charts.request : said.durationsOf(series);
}

function signalChart(curve: SignalCurve, place: number, { from, until }: ChartFrame, said: ReportWords): PlannedChart {
  const { signal, unit, least, most, last, levels, points } = curve;
  const text = (value: number): string => readingText(value, unit);
  const level = (at: number, colour: string, look: Look, name: string) => ({
    ...entry(colour, look, `${name} ${text(at)}`),
    ...{ fill: null, points: [[from, at] as const, [until, at] as const] },
  });
  const named = levels.flatMap(({ id, fire, clear }) => [
    level(fire.level, '--c2', 'dashed', `${id}: ${said.charts.fires}`),
    level(clear.level, '--c3', 'dotted', `${id}: ${said.charts.clears}`),
  ]);
  return {
    ...{ id: `signal-${place + 1}`, title: said.signalChart(signal), unit: text, most: fullOf(unit, most) },
    says: said.says.signal(readingText(least, unit), readingText(most, unit), readingText(last, unit)),
    curves: [{ points, colour: '--c1', look: 'solid', fill: 0.12 }, ...named],
    legend: [
      { look: 'solid', colour: '--c1', name: signal },
      ...named.map(({ look, colour, name }) => ({ look, colour, name })),
    ],
    table: [said.heads.values, valuesRow(curve)],
  };
}

function controlChart(
  { signal, with: acted, without }: ControlCurve,
  place: number,
  { breached, saturation, others }: Report,
  said: ReportWords,
): PlannedChart {
  const unit = [...breached, ...saturation, ...others].find((one) => one.signal === signal)?.unit ?? null;
  const [, withThem, withoutThem] = said.worth.heads;
  const named = [
    { ...entry('--c1', 'solid', withThem), points: acted, fill: 0.12 },
    { ...entry('--c2', 'dashed', withoutThem), points: without, fill: null },
  ];
  return {
    ...{ id: `worth-${place + 1}`, title: said.worth.chart(signal), most: null },
    unit: (value) => readingText(value, unit),
    says: said.worth.says(readingText(mostOf(acted), unit), readingText(mostOf(without), unit)),
    curves: named.map(({ points, colour, look, fill }) => ({ points, colour, look, fill })),
    legend: named.map(({ name, colour, look }) => ({ name, colour, look })),
    table: [
      [said.heads.rates[0], said.heads.rates[1]],
      ...named.map(({ name, points }) => [name, readingText(mostOf(points), unit)]),
    ],
  };
}

function saturationChart(curves: readonly SignalCurve[], said: ReportWords): PlannedChart {
  const [fullest] = curves;
  const looked = curves.map((curve, place) => ({
    ...{ curve, colour: `--c${place + 1}`, look: looks[place % looks.length] ?? 'solid' },
  }));
  return {
    ...{ id: 'saturation', title: said.charts.saturation, most: 1 },
    unit: (value) => readingText(value, 'ratio'),
    says: said.says.saturation(fullest?.signal ?? '', readingText(fullest?.most ?? null, fullest?.unit ?? 'ratio')),
    curves: looked.map(({ curve: { points }, colour, look }) => ({ points, colour, look, fill: null })),
    legend: looked.map(({ curve: { signal }, colour, look }) => ({ name: signal, colour, look })),
    table: [said.heads.values, ...curves.map(valuesRow)],
  };
}

const valuesRow = ({ signal, unit, least, most, last }: SignalCurve): readonly string[] => [
  ...[signal, readingText(least, unit), readingText(most, unit), readingText(last, unit)],
];

/** A ratio is shown up to the whole of it when it came near. */
const fullOf = (unit: Unit | null, most: number | null): number | null =>
  unit === 'ratio' && most !== null && most > 0.5 && most <= 1.02 ? 1 : null;

const mostOf = (points: readonly CurvePoint[]): number | null =>
  points.reduce<number | null>((most, [, value]) => (value === null ? most : Math.max(most ?? value, value)), null);

function timelineChart(report: Report, frame: ChartFrame, said: ReportWords, locale: Locale): DrawnChart {
  const { incidents, actions, zero } = report;
  const rows = timelineRows(report, frame);
  const size = { ...wide, height: 46 + 26 * rows.length };
  const open = (at: Report['zero'] | null): string => (at === null ? said.incident.never : sinceText(zero, at));
  const phaseWords = noticeWords[locale].phase;
  return {
    ...{ id: 'timeline', title: said.charts.timeline },
    says: said.says.timeline(incidents.length, actions.length),
    legend: [
      { look: 'hollow', colour: '--soft', name: said.legend.undetected },
      ...phases
        .slice(0, 3)
        .map((phase): LegendEntry => ({ look: 'area', colour: `--phase-${phase}`, name: phaseWords[phase] })),
      ...(actions.length === 0 ? [] : [{ look: 'area', colour: '--act', name: said.legend.action } as const]),
      ...(report.blind.length === 0 ? [] : [{ look: 'area', colour: '--blind', name: said.legend.blind } as const]),
    ],
    wide: drawSvg(timelineOption(rows, frame, false), size, 'timeline-w'),
    narrow: drawSvg(timelineOption(rows, frame, true), { ...size, width: narrow.width }, 'timeline-n'),
    table: [
      said.heads.spans,
      ...incidents.map(({ mark, title, openedAt, resolvedAt, phases: entered }) => {
        const last = entered.at(-1)?.phase ?? 'investigating';
        return [mark, title, sinceText(zero, openedAt), open(resolvedAt), phaseWords[last]];
      }),
      ...actions.map(({ mark, step, action, startedAt, endedAt, outcome }) => {
        const state = outcome === null ? '' : said.step[outcome];
        return [mark, `${step}: ${action}`, sinceText(zero, startedAt), open(endedAt), state];
      }),
    ],
  };
}

function timelineRows({ incidents, actions, zero, endedAt }: Report, frame: ChartFrame): readonly ChartRow[] {
  const second = (at: Report['zero']): number => between(zero, at) / 1000;
  const end = second(endedAt);
  return [
    ...incidents.slice(0, mostMarks).map(({ mark, onsetAt, openedAt, phases: entered }): ChartRow => {
      const spans = entered.flatMap(({ phase, at }, place) => {
        if (phase === 'resolved') return [];
        const next = entered[place + 1];
        const until = next === undefined ? end : second(next.at);
        return [{ from: second(at), until, colour: `--phase-${phase}`, hollow: false }];
      });
      const undetected = { from: second(onsetAt), until: second(openedAt), colour: '--soft', hollow: true };
      return { mark, spans: [undetected, ...spans] };
    }),
    ...actions.slice(0, mostMarks).map(({ mark, startedAt, endedAt: done }): ChartRow => {
      const until = done === null ? end : second(done);
      return { mark, spans: [{ from: second(startedAt), until, colour: '--act', hollow: false }] };
    }),
    ...(frame.blind.length === 0
      ? []
      : [{ mark: '∅', spans: frame.blind.map((span) => ({ ...span, colour: '--blind', hollow: false })) }]),
  ];
}

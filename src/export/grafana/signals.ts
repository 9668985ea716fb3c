import { createHash } from 'node:crypto';
import { GraphThresholdsStyleConfigBuilder, GraphThresholdsStyleMode } from '@grafana/grafana-foundation-sdk/common';
import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { aspectName, levelText } from '../../judge/reading-text.ts';
import { formatDuration, type Unit } from '../../model/quantity.ts';
import type { Bound } from '../../model/threshold.ts';
import type { DurationMs } from '../../model/time.ts';
import { selector } from '../prometheus/promql.ts';
import { shownOf, type Judged, type Shown } from '../prometheus/rules.ts';
import { recordOf, subjectOf, type OwnedThreshold } from '../prometheus/threshold-alert.ts';
import { dashboardText } from './dashboard.ts';
import { breachSpans, incidentSpans, stateTimeline } from './incidents.ts';
import { levelLines, levelsOf, severityOf } from './level-lines.ts';
import { timeSeries } from './time-series.ts';

/** What levels are compared with: a recorded signal, or what is recorded of its trend or its burn rate. */
interface Subject {
  readonly record: string;
  readonly title: string;
  readonly unit: Unit;
  readonly owned: readonly OwnedThreshold[];
}

/** The text of a target's dashboard: its incidents, and each signal against its thresholds, from what `export prometheus` records. */
export function signalsDashboard(judged: Judged): string {
  const { target } = judged;
  const step = formatDuration(judged.interval);
  const shown = shownOf(judged);
  const subjects = subjectsOf(judged, shown).map((subject, place) => ({ id: 2 + place, subject }));
  return dashboardText({
    uid: uidOf(target),
    title: `surgebook: signals of ${target}`,
    description: `What the target ${target} is judged by, from the rules of \`surgebook export prometheus --target ${target}\`.`,
    last: '1h',
    refresh: '10s',
    panels: [
      stateTimeline(shown, 1, target, step),
      ...subjects.map(({ id, subject }) => subjectPanel(id, subject, target, step)),
    ],
    annotations: [
      ...shown.playbooks.map((playbook) => incidentSpans(playbook, target, step)),
      ...subjects.flatMap(({ id, subject }) => subject.owned.map((one) => breachSpans(one, id, target, step))),
    ],
  });
}

/** Every signal, each followed by what thresholds see of it beside its value. */
const subjectsOf = ({ definitions }: Judged, { thresholds }: Shown): readonly Subject[] =>
  definitions.flatMap(({ id, unit }) => {
    const [record, ours] = [recordOf(id), thresholds.filter(({ threshold }) => threshold.signal === id)];
    const ofValue = ours.filter(({ threshold }) => subjectOf(threshold) === record);
    const ofAspects = ours.filter(({ threshold }) => subjectOf(threshold) !== record);
    return [
      { record, unit, title: id, owned: ofValue },
      ...ofAspects.map((one) => ({
        record: subjectOf(one.threshold),
        unit: one.threshold.unit,
        title: `${one.threshold.id}: ${aspectName(one.threshold)}`,
        owned: [one],
      })),
    ];
  });

/** Grafana takes at most 40 characters; an id may be longer. */
const longestUid = 40;

function uidOf(target: string): string {
  const uid = `surgebook-target-${target}`;
  if (uid.length <= longestUid) return uid;
  const tail = createHash('sha256').update(target).digest('hex').slice(0, 8);
  return `${uid.slice(0, longestUid - tail.length - 1)}-${tail}`;
}

function subjectPanel(id: number, subject: Subject, target: string, step: string): PanelBuilder {
  const { record, title, unit, owned } = subject;
  const levels = owned.flatMap(levelsOf);
  const panel = timeSeries({
    ...{ id, unit, step, title },
    description: describe(subject),
    queries: [{ expr: selector(record, { target }), legend: title }],
  }).thresholds(new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(levelLines(levels)));
  if (levels.length === 0) return panel;
  // Grafana draws no line that lies beyond what its axis shows.
  return panel
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed))
    .axisSoftMax(1.25 * Math.max(...levels.map(({ value }) => value)));
}

function describe({ record, owned }: Subject): string {
  const sentences = owned.map(
    (one) => `- ${one.threshold.id} (${severityOf(one)}, of the playbook ${one.playbook.id}) ${saysOf(one)}`,
  );
  return [
    `Recorded as \`${record}\`. A gap: nothing was measured.`,
    '',
    ...(sentences.length === 0 ? ['No threshold speaks of it.'] : sentences),
  ].join('\n');
}

function saysOf({ threshold }: OwnedThreshold): string {
  const { fire, hold, clear, clearHold } = threshold;
  const level = (bound: Bound, lasting: DurationMs): string =>
    `${levelText(threshold, bound)}${lasting > 0 ? ` for ${formatDuration(lasting)}` : ''}`;
  return `fires ${level(fire, hold)}, clears ${level(clear, clearHold)}`;
}

import type { ComparedRuns } from '../compare/compared-runs.ts';
import type { MeasureComparison, MeasureVerdict } from '../compare/comparison.ts';
import type { IncidentPair } from '../compare/incident-times.ts';
import { shownChange, shownInterval, shownValue } from '../compare/measure-text.ts';
import type { MeasureKind } from '../compare/measure.ts';
import { secondsText } from '../model/quantity.ts';
import { columns } from './view/columns.ts';

const kinds: Readonly<Record<MeasureKind, string>> = {
  'request-mean': 'mean',
  'request-p95': 'p95',
  'delivery-p95': 'delivery p95',
  'requests-failed': 'requests failed',
  'journeys-failed': 'journeys failed',
  arrivals: 'arrivals, of those planned',
  saturation: 'mean',
};

const marks: Readonly<Record<MeasureVerdict, string>> = {
  regression: '✗',
  improvement: '✓',
  small: '·',
  unsure: '·',
  'not-judged': '?',
};

/** A comparison for people: a line a measure, what came of the incidents, and in the end what it means. */
export function comparisonLines({ a, b, comparison, incidents, remarks }: ComparedRuns): readonly string[] {
  const { seconds, block, tolerance, judged, measures } = comparison;
  const share = `${Number((tolerance * 100).toFixed(2))} %`;
  return [
    `${a.started.scenario}: ${b.run} after ${a.run}`,
    ...columns([['', 'before', 'after', 'change', '95 % sure', ''], ...measures.map(rowOf)]),
    ...columns(incidents.map(incidentRow)),
    ...remarks.map((remark) => `  ${remark}`),
    '',
    `${verdictOf(measures)} · ${seconds} s of each in blocks of ${block} s, ${judged} measures at once, tolerance ${share}`,
  ];
}

/** A measure that got worse, in one line: `search p95: 12.0 ms → 19.1 ms (+59.2 %)`. */
export const regressionText = (measure: MeasureComparison): string => {
  const { unit, a, b } = measure;
  return `${nameOf(measure)}: ${shownValue(a, unit)} → ${shownValue(b, unit)} (${shownChange(measure, 'points')})`;
};

const nameOf = ({ kind, name }: MeasureComparison): string => (name === null ? kinds[kind] : `${name} ${kinds[kind]}`);

function rowOf(measure: MeasureComparison): readonly string[] {
  const { unit, a, b, verdict, why } = measure;
  const said = verdict === 'regression' || verdict === 'improvement' || verdict === 'small' ? saidOf[verdict] : why;
  return [
    `  ${marks[verdict]} ${nameOf(measure)}`,
    ...[shownValue(a, unit), shownValue(b, unit), shownChange(measure, 'points'), shownInterval(measure), said ?? ''],
  ];
}

const saidOf = { regression: 'worse', improvement: 'better', small: 'within the tolerance' } as const;

function incidentRow({ playbook, a, b }: IncidentPair): readonly string[] {
  const both = (of: 'detect' | 'recover'): string =>
    `${secondsText(a?.[of] ?? null)} → ${secondsText(b?.[of] ?? null)}`;
  return [`    ${playbook}`, `detect ${both('detect')}`, `recover ${both('recover')}`];
}

function verdictOf(measures: readonly MeasureComparison[]): string {
  const count = (verdict: MeasureVerdict): number => measures.filter((measure) => measure.verdict === verdict).length;
  const [worse, better] = [count('regression'), count('improvement')];
  if (worse === 0 && better === 0) return 'no difference that is both sure and large enough';
  return [worse === 0 ? [] : [`${worse} worse`], better === 0 ? [] : [`${better} better`]].flat().join(', ');
}

import { formatQuantity } from '../../model/quantity.ts';
import type { ScoreItem, Scorecard } from '../../score/scorecard.ts';
import { targetText, valueText } from '../../score/score-text.ts';
import type { Worth } from '../../score/worth.ts';
import { columns } from './columns.ts';

const marks: Readonly<Record<ScoreItem['outcome'], string>> = {
  met: '✓',
  missed: '✗',
  'not-measured': '?',
  'not-judged': '·',
};

/** A scorecard in a few lines: the total, a line for each item that is judged, and one for what is only shown. Nothing where there is nothing to show. */
export function scoreLines(score: Scorecard): readonly string[] {
  const judged = score.items.filter(({ outcome }) => outcome !== 'not-judged');
  const shown = score.items.filter(({ outcome, value }) => outcome === 'not-judged' && value !== null);
  const rows = judged.map((item) => [
    `  ${marks[item.outcome]} ${item.id}`,
    ...[valueText(item), targetText(item), remarks(item, score)],
  ]);
  const others = shown.map((item) => `${item.id} ${valueText(item)}`).join(', ');
  return [
    ...(judged.length === 0 ? [] : [totalText(score)]),
    ...columns(rows),
    ...(others === '' ? [] : [`  not judged: ${others}`]),
  ];
}

function totalText({ total, passed }: Scorecard): string {
  const points = total === null ? 'score: nothing that is judged was measured' : `score ${total} of 100`;
  return passed ? points : `${points}, failed by a key item`;
}

function remarks({ id, key, why }: ScoreItem, { detect, people }: Scorecard): string {
  const parts =
    id === 'detect' && detect !== null
      ? `push ${seconds(detect.push)}, window ${seconds(detect.window)}, hold ${seconds(detect.hold)}: ${seconds(detect.floor)} at best`
      : id === 'people-steps' && people !== null
        ? `${people.done} done, ${people.late} late, ${people.skipped} skipped, ${people.open} with time left`
        : null;
  return [key ? 'key' : null, why ?? parts].filter((remark) => remark !== null).join(' · ');
}

const seconds = (ms: number): string => `${Number((ms / 1000).toFixed(1))} s`;

/** Two scorecards of one surge side by side, and what the actions were worth. */
export function controlLines(acted: Scorecard, control: Scorecard, worth: readonly Worth[]): readonly string[] {
  const rows = acted.items.map((item, place) => {
    const other = control.items[place];
    return [`  ${item.id}`, marked(item), other === undefined ? '' : marked(other)];
  });
  return [
    ...columns([
      ['', 'with actions', 'without'],
      ['  score', pointsOf(acted), pointsOf(control)],
      ...rows,
      ['  peak', peakText(acted), peakText(control)],
    ]),
    `what the actions were worth: ${worth.map((one) => worthText(one, acted)).join(' · ')}`,
  ];
}

const pointsOf = ({ total, passed }: Scorecard): string =>
  total === null ? '–' : `${total} of 100${passed ? '' : ' ✗'}`;

const marked = (item: ScoreItem): string =>
  item.outcome === 'not-judged' ? valueText(item) : `${valueText(item)} ${marks[item.outcome]}`;

const peakText = ({ peak }: Scorecard): string =>
  peak === null ? '–' : `${peak.signal} ${formatQuantity(peak.value, peak.unit)}`;

/** Says it the way it came out: sooner or later, fewer or more, better or worse. */
function worthText({ of, with: acted, without, gained }: Worth, { peak }: Scorecard): string {
  if (gained === null) {
    if (acted !== null) return `${of}: not reached, or not measured, without them`;
    return `${of}: not reached, or not measured, with them${without === null ? ' or without' : ''}`;
  }
  const amount = Math.abs(gained);
  const better = gained >= 0;
  switch (of) {
    case 'mitigate':
      return `mitigated ${seconds(amount)} ${better ? 'sooner' : 'later'}`;
    case 'recover':
      return `recovered ${seconds(amount)} ${better ? 'sooner' : 'later'}`;
    case 'affected':
      return `${(amount * 100).toFixed(1)} % of all users ${better ? 'fewer' : 'more'} affected`;
    case 'peak': {
      const by = peak === null ? String(amount) : formatQuantity(amount, peak.unit);
      return `peak ${by} ${better ? 'better' : 'worse'}`;
    }
  }
}

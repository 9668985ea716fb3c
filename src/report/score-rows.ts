import { formatDuration } from '../model/quantity.ts';
import { duration } from '../model/time.ts';
import { valueText } from '../score/score-text.ts';
import type { Scorecard } from '../score/scorecard.ts';
import type { ReportWords } from './report-words.ts';

/** A row of a scorecard for people: item, value, target, outcome, weight. */
export interface ScoreRow {
  readonly cells: readonly string[];
  /** Why there is no value, in English; null where there is one. */
  readonly why: string | null;
  readonly state: 'met' | 'missed' | 'soft';
}

/** A run's scorecard in a language. */
export const scoreRows = ({ items }: Scorecard, said: ReportWords): readonly ScoreRow[] =>
  items.map((item) => {
    const { id, side, unit, target, outcome, weight, key, why } = item;
    const bound = side === 'at-most' ? said.atMost : said.atLeast;
    const level = unit === 'ms' ? formatDuration(duration(target)) : valueText({ unit, value: target });
    const name = said.scoreItem[id];
    return {
      cells: [
        key ? `${name} (${said.key})` : name,
        ...[valueText(item), `${bound} ${level}`, said.scoreOutcome[outcome]],
        outcome === 'not-judged' ? '' : String(weight),
      ],
      why,
      state: outcome === 'met' || outcome === 'missed' ? outcome : 'soft',
    };
  });

import { formatDuration, secondsText } from '../model/quantity.ts';
import { duration } from '../model/time.ts';
import type { ScoreItem, Scorecard } from './scorecard.ts';

const shareText = (share: number): string => `${Number((share * 100).toFixed(1))} %`;

/** An item's value as people read it: `4.1 s`, `12.5 %`; a dash where there is none. */
export function valueText({ value, unit }: Pick<ScoreItem, 'value' | 'unit'>): string {
  if (value === null) return '–';
  return unit === 'ms' ? secondsText(value) : shareText(value);
}

/** An item's target as people read it: `within 10s`, `at most 20 %`, `at least 100 %`. */
export function targetText({ unit, side, target }: Pick<ScoreItem, 'unit' | 'side' | 'target'>): string {
  if (unit === 'ms') return `within ${formatDuration(duration(target))}`;
  return `${side === 'at-most' ? 'at most' : 'at least'} ${shareText(target)}`;
}

/** Why the whole has not passed, one sentence for each key item that is not met. */
export const keyFaults = ({ items }: Scorecard): readonly string[] =>
  items
    .filter(({ key, outcome }) => key && outcome !== 'met')
    .map((item) => `key item ${item.id}: ${item.why ?? `${valueText(item)}, expected ${targetText(item)}`}`);

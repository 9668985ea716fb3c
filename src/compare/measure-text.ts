import { formatQuantity, type Unit } from '../model/quantity.ts';
import type { MeasureComparison } from './comparison.ts';

/** A value as it is shown; small durations with a tenth, so that what differs can be seen. */
export function shownValue(value: number | null, unit: Unit): string {
  if (value === null) return '–';
  if (unit === 'seconds' && value < 0.1) return `${(value * 1000).toFixed(1)} ms`;
  return unit === 'ratio' ? `${(value * 100).toFixed(1)} %` : formatQuantity(value, unit);
}

/** A difference with its sign: as a share, or in points of a whole where the run before had nothing; `points` is the word for these. */
export function shownChange(
  { relative, difference }: Pick<MeasureComparison, 'relative' | 'difference'>,
  points: string,
): string {
  if (relative !== null) return `${signed(relative)} %`;
  return difference === null ? '–' : `${signed(difference)} ${points}`;
}

/** The interval in what the difference is shown in. */
export function shownInterval({ relativeInterval, interval }: MeasureComparison): string {
  const shown = relativeInterval ?? interval;
  return shown === null ? '' : `${signed(shown.low)} … ${signed(shown.high)}`;
}

function signed(share: number): string {
  const percent = (Math.abs(share) * 100).toFixed(1);
  if (percent === '0.0') return '0.0';
  return share < 0 ? `−${percent}` : `+${percent}`;
}

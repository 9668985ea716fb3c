import type { Threshold } from '../../model/threshold.ts';

/** How many columns a bar has between its ends. */
const columns = 15;

/** A signal against its threshold: filled to the value, with a mark at the fire level. Nothing measured is an empty bar. */
export function signalBar(value: number | null, threshold: Threshold): string {
  const full = fullScale(threshold);
  const mark = Math.min(columns - 1, Math.round((threshold.fire.level / full) * columns));
  const filled = value === null ? 0 : Math.min(columns, Math.round((value / full) * columns));
  const cells = Array.from({ length: columns }, (_, column) => {
    if (column === mark) return '┃';
    return column < filled ? '█' : ' ';
  });
  return `▕${cells.join('')}▏`;
}

/** How far a run has come, between 0 and 1. */
export function progressBar(done: number, width: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, done)) * width);
  return `▕${'█'.repeat(filled)}${'░'.repeat(width - filled)}▏`;
}

/** The value at the end of the bar: a saturation ends at 100 %, anything else at half as much again as its fire level. */
function fullScale({ fire, unit }: Threshold): number {
  if (unit === 'ratio' && fire.level >= 0.5) return 1;
  return fire.level === 0 ? 1 : fire.level * 1.5;
}

/** So many evaluations in a row with one value; `gone` where nothing is measured. */
export interface Stretch {
  readonly value: number | 'gone';
  readonly ticks: number;
}

/** How many evaluations there are in a row of stretches. */
export const ticksIn = (stretches: readonly Stretch[]): number => stretches.reduce((sum, { ticks }) => sum + ticks, 0);

/** The values of a series, one an evaluation, in the notation of promtool. What is gone has ended: a last value would be looked back at. */
export function tickSeries(stretches: readonly Stretch[]): string {
  const parts: string[] = [];
  for (const { value, ticks } of stretches) {
    if (ticks === 0) continue;
    if (value !== 'gone') parts.push(ticks === 1 ? String(value) : `${value}+0x${ticks - 1}`);
    else if (parts.length === 0) parts.push(`_x${ticks}`);
    else parts.push(ticks === 1 ? 'stale' : `stale _x${ticks - 1}`);
  }
  return parts.join(' ');
}

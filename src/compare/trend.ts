/** How the last of several values stands to those before. */
export interface Trend {
  readonly last: number;
  /** The median of those before. */
  readonly before: number;
  readonly difference: number;
}

/** Values that were not measured are left out; null while there are not two. */
export function trendOf(values: readonly (number | null)[]): Trend | null {
  const measured = values.filter((value) => value !== null);
  const last = measured.at(-1);
  if (last === undefined || measured.length < 2) return null;
  const before = median(measured.slice(0, -1));
  return { last, before, difference: last - before };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

const bars = '▁▂▃▄▅▆▇█';

/** Values as a line of bars, from the least to the most that are told of; a gap where nothing was measured. */
export function sparkline(values: readonly (number | null)[], least: number, most: number): string {
  return values.map((value) => (value === null ? ' ' : barOf((value - least) / (most - least)))).join('');
}

const barOf = (share: number): string =>
  bars[Math.min(bars.length - 1, Math.max(0, Math.floor(share * bars.length)))] ?? '';

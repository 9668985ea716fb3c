import { misfit, scatterOf, type FittedLaw, type Point } from './law.ts';

/**
 * The law of a service whose bottleneck has so many slots and no more: X(N) = min(λN, C), the two asymptotic bounds of a closed system (Denning
 * and Buzen). With steady service times it is what such a service does; the Universal Scalability Law can only round the corner off.
 */
export interface HardLimit extends FittedLaw {
  /** What one person alone gets done a second. */
  readonly lambda: number;
  readonly ceiling: number;
}

/**
 * The limit that misses these points least, exactly: for every place where the corner may be, the line before and the level after it are each a
 * weighted mean. Null with fewer than three points, or when no corner lies among them.
 */
export function fitHardLimit(points: readonly Point[]): HardLimit | null {
  const rising = points.filter(({ throughput }) => throughput > 0).sort((one, other) => one.users - other.users);
  const candidates = rising.slice(1).map((_point, place) => cornerAfter(rising, place + 1));
  const [best = null] = candidates
    .filter((candidate) => candidate !== null)
    .sort((one, other) => misfit(rising, one.at) - misfit(rising, other.at));
  return rising.length < 3 ? null : best;
}

/** Where the line meets the level: so many people get out of the service all that it can do. */
export const cornerOf = ({ lambda, ceiling }: Pick<HardLimit, 'lambda' | 'ceiling'>): number => ceiling / lambda;

function cornerAfter(points: readonly Point[], count: number): HardLimit | null {
  const line = points.slice(0, count);
  const level = points.slice(count);
  const lambda = weightedRatio(line, ({ users }) => users);
  const ceiling = weightedRatio(level, () => 1);
  const corner = cornerOf({ lambda, ceiling });
  const [before, after] = [line.at(-1)?.users ?? 0, level[0]?.users ?? 0];
  // A corner elsewhere is another candidate's.
  if (corner < before * 0.999 || corner > after * 1.001) return null;
  return { parameters: 2, lambda, ceiling, at: (users) => Math.min(lambda * users, ceiling) };
}

/** The factor of `of` that misses the points least. */
function weightedRatio(points: readonly Point[], of: (point: Point) => number): number {
  let [above, below] = [0, 0];
  for (const point of points) {
    const weight = 1 / scatterOf(point) ** 2;
    above += weight * of(point) * point.throughput;
    below += weight * of(point) ** 2;
  }
  return above / below;
}

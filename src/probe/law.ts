/** One measured step as the laws see it: so many people at once, so many journeys a second. */
export interface Point {
  readonly users: number;
  readonly throughput: number;
}

/** A law of scaling with its parameters found: what throughput it says for so many people at once. */
export interface FittedLaw {
  readonly parameters: number;
  readonly at: (users: number) => number;
}

/**
 * How far a measured throughput scatters, up to a factor that is the same for all points. What is counted over equal times scatters like the
 * root of the count, so that neither the few journeys of one person nor the many of a crowd rule the fit alone.
 */
export const scatterOf = ({ throughput }: Point): number => Math.sqrt(Math.max(throughput, Number.MIN_VALUE));

/** The sum of the squares that a fit makes as small as it can. */
export const misfit = (points: readonly Point[], at: FittedLaw['at']): number =>
  points.reduce((sum, point) => sum + ((point.throughput - at(point.users)) / scatterOf(point)) ** 2, 0);

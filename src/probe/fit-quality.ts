import { misfit, scatterOf, type FittedLaw, type Point } from './law.ts';

/** How well a law fits what was measured. */
export interface FitQuality {
  /** How much of the scatter of the points, each weighed, the law explains: 1 is all of it. */
  readonly rSquared: number;
  /** By how much the law misses a point on the root mean square, as a share of that point. */
  readonly typicalMiss: number;
  /** How likely chance alone makes the misses change sides this seldom (Wald and Wolfowitz' runs test, exact). */
  readonly chance: number;
  /** What may be said against the fit, for people; empty when nothing is. */
  readonly faults: readonly string[];
}

/** A fit that explains less is no fit, unless there is nothing to explain: throughput that is level from the first step on. */
const leastRSquared = 0.95;
/** A law that typically misses by more is of no use for a limit. */
const mostMiss = 0.1;
/** Misses below this are within what a measurement scatters by, whatever pattern they follow. */
const negligibleMiss = 0.03;
const leastChance = 0.05;
/** With fewer points any law of three parameters looks good. */
export const leastPoints = 6;

export function qualityOf(points: readonly Point[], law: FittedLaw): FitQuality {
  const mean = weightedMean(points);
  const scatter = misfit(points, () => mean);
  const rSquared = scatter === 0 ? 1 : 1 - misfit(points, law.at) / scatter;
  const misses = points.map(({ users, throughput }) => (throughput - law.at(users)) / throughput);
  const typicalMiss = Math.sqrt(misses.reduce((sum, miss) => sum + miss ** 2, 0) / misses.length);
  const inOrder = [...points].sort((one, other) => one.users - other.users);
  const chance = chanceOfSoFewRuns(inOrder.map(({ users, throughput }) => throughput >= law.at(users)));
  const faults = [
    ...(points.length < leastPoints ? [`${points.length} steps were measured, fewer than ${leastPoints}`] : []),
    ...(rSquared < leastRSquared && typicalMiss > negligibleMiss
      ? [`R² is ${rSquared.toFixed(3)}, below ${leastRSquared}`]
      : []),
    ...(typicalMiss > mostMiss ? [`it misses a step by ${percent(typicalMiss)} on average`] : []),
    ...(chance < leastChance && typicalMiss > negligibleMiss
      ? [`it misses by a pattern, not by chance (p = ${chance.toFixed(3)}): throughput takes another shape`]
      : []),
  ];
  return { rSquared, typicalMiss, chance, faults };
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

const weightedMean = (points: readonly Point[]): number => {
  const weights = points.map((point) => 1 / scatterOf(point) ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return points.reduce((sum, { throughput }, place) => sum + throughput * (weights[place] ?? 0), 0) / total;
};

/** A misfit below this, for each unit of the largest throughput, is rounding: two laws that reach it fit alike. */
const rounding = 1e-12;

/** Akaike's criterion for few points: the law with the lower value says more with less. Infinite where there are too few points to tell. */
export function akaike(points: readonly Point[], law: FittedLaw): number {
  const count = points.length;
  const parameters = law.parameters + 1;
  const spare = count - parameters - 1;
  if (spare <= 0) return Number.POSITIVE_INFINITY;
  const most = Math.max(...points.map(({ throughput }) => throughput));
  const sum = Math.max(misfit(points, law.at), rounding * most);
  return count * Math.log(sum / count) + 2 * parameters + (2 * parameters * (parameters + 1)) / spare;
}

/** How likely a random order of these sides changes from one to the other as seldom as this one, or less. */
export function chanceOfSoFewRuns(sides: readonly boolean[]): number {
  const above = sides.filter((side) => side).length;
  const below = sides.length - above;
  if (above === 0 || below === 0) return 1;
  const runs = sides.filter((side, place) => side !== sides[place - 1]).length;
  let orders = 0;
  for (let count = 2; count <= runs; count += 1) orders += ordersWith(count, above, below);
  return orders / choose(above + below, above);
}

/** How many orders of so many of one side and so many of the other have just so many runs. */
function ordersWith(runs: number, above: number, below: number): number {
  const half = Math.floor(runs / 2);
  const split = (count: number, parts: number): number => choose(count - 1, parts - 1);
  return runs % 2 === 0
    ? 2 * split(above, half) * split(below, half)
    : split(above, half + 1) * split(below, half) + split(above, half) * split(below, half + 1);
}

function choose(count: number, of: number): number {
  if (of < 0 || of > count) return 0;
  let ways = 1;
  for (let nth = 1; nth <= of; nth += 1) ways = (ways * (count - of + nth)) / nth;
  return ways;
}

import { intervalOf, madeUpMeasurements, type Interval } from './bootstrap.ts';
import { akaike, qualityOf, type FitQuality } from './fit-quality.ts';
import { cornerOf, fitHardLimit, type HardLimit } from './hard-limit.ts';
import type { FittedLaw, Point } from './law.ts';
import type { MeasuredStep } from './measured-step.ts';
import { fitUsl, fitWithoutKappa, usl, uslPeak, type UslFit } from './universal-scalability-law.ts';

/** A value found, and between what it lies with 95 % confidence. */
export interface Estimate extends Interval {
  readonly value: number;
}

/**
 * Where throughput stops growing. `peak`: it falls beyond `users`. `limit`: it stays as it is beyond them. `asymptote`: it never stops growing, but
 * `users` get nine tenths out of what any number of them would.
 */
export interface Knee {
  readonly kind: 'peak' | 'limit' | 'asymptote';
  readonly users: Estimate;
  /** Journeys a second. */
  readonly throughput: Estimate;
}

/** The Universal Scalability Law as it was found. `peak` is null where throughput grows for ever. */
export interface UslFound {
  readonly lambda: Estimate;
  readonly sigma: Estimate;
  readonly kappa: Estimate;
  readonly peak: { readonly users: number; readonly throughput: number } | null;
  readonly quality: FitQuality;
}

export interface HardLimitFound {
  readonly lambda: Estimate;
  readonly ceiling: Estimate;
  readonly quality: FitQuality;
}

/** How a service's throughput grows with the people inside, and what can be claimed of it. */
export interface Scaling {
  readonly usl: UslFound | null;
  readonly hardLimit: HardLimitFound | null;
  /** The law that says more with less (Akaike's criterion for few points); null when neither could be fitted. */
  readonly law: 'universal-scalability-law' | 'hard-limit' | null;
  /** Null when none can be claimed; then `reasons` says why not. */
  readonly knee: Knee | null;
  readonly reasons: readonly string[];
  /** The step in which most was done: the service can do at least that. */
  readonly best: Point | null;
  /** The step with the fewest people who got nearly as much done. */
  readonly reached: Point | null;
}

/** Of a step in which more journeys failed, what is left says little of what the service can do. */
const mostFailed = 0.1;

/** A generator that is busier has no time to tell its own slowness from the service's. */
const mostBusy = 0.9;

/** What may be fitted of these steps. */
export const fittable = (steps: readonly MeasuredStep[]): readonly MeasuredStep[] =>
  steps.filter(({ throughput, failed }) => throughput > 0 && failed <= mostFailed);

/** Throughput that is less than the highest by no more than this is nearly as much. */
const asMuch = 0.95;

/** Judges measured steps. `seed` is what the intervals' chance begins with. */
export function judgeScaling(steps: readonly MeasuredStep[], seed: number): Scaling {
  const points = [...fittable(steps)].sort((one, other) => one.users - other.users);
  const best = points.reduce<Point | null>((most, { users, throughput }) => {
    return most !== null && most.throughput >= throughput ? most : { users, throughput };
  }, null);
  const measured = {
    best,
    reached: points.find(({ throughput }) => throughput >= asMuch * (best?.throughput ?? 0)) ?? null,
  };
  const uslFit = fitUsl(points);
  const limitFit = fitHardLimit(points);
  if (best === null || uslFit === null) {
    const reasons = [`${points.length} steps could be measured: too few for any law`, ...generatorFaults(steps)];
    return { usl: null, hardLimit: null, law: null, knee: null, reasons, ...measured };
  }
  const steep = limitFit !== null && akaike(points, limitFit) + clearlyBetter < akaike(points, uslFit);
  const uslOthers = refits(points, uslFit, seed, fitUsl);
  const uslFound = describeUsl(points, uslFit, uslOthers);
  const limitOthers = limitFit === null ? [] : refits(points, limitFit, seed, fitHardLimit);
  const hardLimit = limitFit === null ? null : describeLimit(points, limitFit, limitOthers);
  const found =
    steep && hardLimit !== null ? limitKnee(points, limitFit, limitOthers) : uslKnee(points, uslFit, uslOthers, seed);
  const { quality } = steep && hardLimit !== null ? hardLimit : uslFound;
  const reasons = [
    ...quality.faults.map((fault) => `the fit is bad: ${fault}`),
    ...generatorFaults(steps),
    ...found.reasons,
    ...uncertainty(found.knee),
  ];
  return {
    usl: uslFound,
    hardLimit,
    law: steep ? 'hard-limit' : 'universal-scalability-law',
    knee: reasons.length === 0 ? found.knee : null,
    reasons,
    ...measured,
  };
}

/** The criterion of two laws must differ by so much before the one that is asked for second is taken. */
const clearlyBetter = 2;

function describeUsl(points: readonly Point[], fit: UslFit, others: readonly UslFit[]): UslFound {
  const users = uslPeak(fit);
  return {
    lambda: estimate(fit.lambda, others, ({ lambda }) => lambda),
    sigma: estimate(fit.sigma, others, ({ sigma }) => sigma),
    kappa: estimate(fit.kappa, others, ({ kappa }) => kappa),
    peak: Number.isFinite(users) ? { users, throughput: fit.at(users) } : null,
    quality: qualityOf(points, fit),
  };
}

function describeLimit(points: readonly Point[], fit: HardLimit, others: readonly HardLimit[]): HardLimitFound {
  return {
    lambda: estimate(fit.lambda, others, ({ lambda }) => lambda),
    ceiling: estimate(fit.ceiling, others, ({ ceiling }) => ceiling),
    quality: qualityOf(points, fit),
  };
}

/** The same law, fitted to measurements as they might have come out as well. */
const refits = <Fit extends FittedLaw>(
  points: readonly Point[],
  fit: Fit,
  seed: number,
  refit: (points: readonly Point[]) => Fit | null,
): readonly Fit[] => madeUpMeasurements(points, fit, seed).flatMap((made) => refit(made) ?? []);

const estimate = <Fit>(value: number, others: readonly Fit[], pick: (fit: Fit) => number): Estimate => ({
  value,
  ...intervalOf(others.map(pick)),
});

interface FoundKnee {
  readonly knee: Knee | null;
  readonly reasons: readonly string[];
}

/** Two steps beyond the corner must have shown that nothing more comes. */
const leastBeyond = 2;

function limitKnee(points: readonly Point[], fit: HardLimit, others: readonly HardLimit[]): FoundKnee {
  const corner = cornerOf(fit);
  const beyond = points.filter(({ users }) => users > corner).length;
  if (beyond < leastBeyond) return { knee: null, reasons: [lowerBound(points)] };
  const users = estimate(corner, others, cornerOf);
  return {
    knee: { kind: 'limit', users, throughput: estimate(fit.ceiling, others, ({ ceiling }) => ceiling) },
    reasons: [],
  };
}

/** So much of what the law says of any number of people must have been measured. */
const leastMeasured = 0.8;

function uslKnee(points: readonly Point[], fit: UslFit, others: readonly UslFit[], seed: number): FoundKnee {
  const peak = uslPeak(fit);
  const most = points.at(-1)?.users ?? 0;
  if (peak <= most) {
    const users = estimate(peak, others, uslPeak);
    return { knee: { kind: 'peak', users, throughput: estimate(fit.at(peak), others, highestOf) }, reasons: [] };
  }
  const level = fitWithoutKappa(points);
  const highest = Math.max(...points.map(({ throughput }) => throughput));
  if (level === null || level.sigma === 0 || highest < leastMeasured * asymptoteOf(level))
    return { knee: null, reasons: [lowerBound(points)] };
  return { knee: asymptoteKnee(level, refits(points, level, seed, fitWithoutKappa)), reasons: [] };
}

function asymptoteKnee(level: UslFit, refitted: readonly UslFit[]): Knee {
  const others = refitted.filter(({ sigma }) => sigma > 0);
  const users = estimate(ninetyPercent(level), others, ninetyPercent);
  return { kind: 'asymptote', users, throughput: estimate(asymptoteOf(level), others, asymptoteOf) };
}

/** Where there is no peak, what the law says of any number of people. */
const highestOf = (fit: UslFit): number => {
  const peak = uslPeak(fit);
  return Number.isFinite(peak) ? usl(fit)(peak) : asymptoteOf(fit);
};

const asymptoteOf = ({ lambda, sigma }: UslFit): number => lambda / sigma;

/** How many people get nine tenths of the asymptote: σN ÷ (1 − σ + σN) = 0.9. */
const ninetyPercent = ({ sigma }: UslFit): number => (9 * (1 - sigma)) / sigma;

function lowerBound(points: readonly Point[]): string {
  const last = points.at(-1);
  const users = last?.users ?? 0;
  return `throughput had not stopped growing at ${users} users: the knee lies beyond what was measured`;
}

/** A throughput that may be half as much again is no limit to set anything by. */
const widest = 1.5;

function uncertainty(knee: Knee | null): readonly string[] {
  if (knee === null) return [];
  const { low, high } = knee.throughput;
  return high <= low * widest
    ? []
    : [`the highest throughput lies between ${low.toFixed(0)} and ${high.toFixed(0)} a second: too wide`];
}

function generatorFaults(steps: readonly MeasuredStep[]): readonly string[] {
  const [first] = steps
    .filter(({ generatorBusy }) => generatorBusy > mostBusy)
    .sort((one, other) => one.users - other.users);
  return first === undefined
    ? []
    : [`the load generator had no time left at ${first.users} users: what stopped growing may be the generator`];
}

import { formatQuantity } from '../model/quantity.ts';
import { resamples } from './bootstrap.ts';
import type { FitQuality } from './fit-quality.ts';
import type { MeasuredStep } from './measured-step.ts';
import type { Comparison } from './outcome.ts';
import type { Estimate, HardLimitFound, Knee, Scaling, UslFound } from './scaling.ts';

/** The heading of the table of steps. */
export const stepHeading = row(['users', 'journeys/s', 'requests/s', 'mean', 'p95', 'failed']);

/** One step as a row of the table. */
export function stepRow({ users, throughput, requests, mean, p95, failed }: MeasuredStep): string {
  const time = (seconds: number | null): string => (seconds === null ? '–' : formatQuantity(seconds, 'seconds'));
  return row([
    ...[String(users), throughput.toFixed(1), requests.toFixed(1)],
    ...[time(mean), time(p95), formatQuantity(failed, 'ratio')],
  ]);
}

function row(cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(10)).join(' ');
}

/** What was found, one line each: the knee or why there is none, the paper, the laws with their quality. */
export function findingLines(scaling: Scaling, comparison: Comparison | null, seed: number): readonly string[] {
  const { knee, usl, hardLimit, law } = scaling;
  const laws = [
    ...(usl === null ? [] : [uslLine(usl)]),
    ...(hardLimit === null ? [] : [hardLimitLine(hardLimit)]),
    ...(law === null || knee === null ? [] : [`the ${lawNames[law]} says more with less, and is what is relied on`]),
  ];
  return [
    ...(knee === null ? noKneeLines(scaling) : [kneeLine(knee)]),
    ...measuredLines(scaling),
    ...(comparison === null ? [] : [paperLine(comparison)]),
    ...laws,
    ...(laws.length === 0
      ? []
      : [`in brackets: 95 % intervals, from ${resamples} bootstraps of the residuals with the seed ${seed}`]),
  ];
}

const lawNames = { 'universal-scalability-law': 'Universal Scalability Law', 'hard-limit': 'hard limit' } as const;

const meanings: Readonly<Record<Knee['kind'], string>> = {
  limit: 'beyond them throughput stays as it is, and everyone more only waits',
  peak: 'beyond them the law has it fall',
  asymptote: 'that many get nine tenths of it; throughput has no peak',
};

function kneeLine({ kind, users, throughput }: Knee): string {
  return `knee: ${ranged(throughput)} journeys/s at ${ranged(users)} users; ${meanings[kind]}`;
}

function noKneeLines({ reasons }: Scaling): readonly string[] {
  return ['no knee is claimed: what was measured is a lower bound', ...reasons.map((reason) => `  ${reason}`)];
}

function measuredLines({ best, reached }: Scaling): readonly string[] {
  if (best === null || reached === null) return ['measured: nothing'];
  const most = `measured: ${best.throughput.toFixed(1)} journeys/s at ${best.users} users, the most of all steps`;
  return [reached.users === best.users ? most : `${most}; ${reached.throughput.toFixed(1)} at ${reached.users}`];
}

function paperLine({ stage, throughput, found, agrees }: Comparison): string {
  const off = found - 1;
  const side = off < 0 ? 'less' : 'more';
  const text = `on paper: ${throughput.toFixed(1)} journeys/s, by the slots of the ${stage} stage; found ${(Math.abs(off) * 100).toFixed(1)} % ${side}`;
  return agrees ? text : `${text}: not what was set`;
}

function uslLine({ lambda, sigma, kappa, peak, quality }: UslFound): string {
  const top = peak === null ? 'no peak' : `peak ${peak.throughput.toFixed(1)} at ${peak.users.toFixed(1)} users`;
  return `Universal Scalability Law: λ ${ranged(lambda)}, σ ${ranged(sigma)}, κ ${ranged(kappa)}, ${top}; ${qualityText(quality)}`;
}

const hardLimitLine = ({ lambda, ceiling, quality }: HardLimitFound): string =>
  `hard limit min(λN, C): λ ${ranged(lambda)}, C ${ranged(ceiling)}; ${qualityText(quality)}`;

const qualityText = ({ rSquared, typicalMiss, chance }: FitQuality): string =>
  `R² ${rSquared.toFixed(4)}, misses ${(typicalMiss * 100).toFixed(1)} % on average, runs p ${chance.toFixed(2)}`;

const ranged = ({ value, low, high }: Estimate): string => `${short(value)} (${short(low)} to ${short(high)})`;

function short(value: number): string {
  if (!Number.isFinite(value)) return 'any number';
  return value === 0 ? '0' : String(Number(value.toPrecision(Math.abs(value) >= 100 ? 4 : 3)));
}

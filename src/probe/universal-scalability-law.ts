import { levenbergMarquardt } from 'ml-levenberg-marquardt';
import { Matrix, SVD } from 'ml-matrix';
import { misfit, scatterOf, type FittedLaw, type Point } from './law.ts';

/**
 * The Universal Scalability Law (Gunther): X(N) = λN ÷ (1 + σ(N−1) + κN(N−1)). λ is what one person alone gets done a second, σ the share of the
 * work for which all stand in one line, κ what it costs that everyone must agree with everyone.
 */
export interface UslParameters {
  readonly lambda: number;
  readonly sigma: number;
  readonly kappa: number;
}

export interface UslFit extends FittedLaw, UslParameters {}

export const usl =
  ({ lambda, sigma, kappa }: UslParameters): ((users: number) => number) =>
  (users) =>
    (lambda * users) / (1 + sigma * (users - 1) + kappa * users * (users - 1));

/** Where the law has its peak: N* = √((1−σ) ÷ κ), and at least one person. Without κ there is none: throughput grows towards λ ÷ σ for ever. */
export const uslPeak = ({ sigma, kappa }: UslParameters): number =>
  kappa === 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.sqrt(Math.max(0, 1 - sigma) / kappa));

/** Which of σ and κ are free; the others are zero. */
interface Face {
  readonly sigma: boolean;
  readonly kappa: boolean;
}

/**
 * No parameter may be negative. A bounded minimum lies in the inside or on one of the faces where parameters are zero; on each the law is fitted
 * without a bound in the way, and the best is taken.
 */
const withoutKappa: readonly Face[] = [
  { sigma: true, kappa: false },
  { sigma: false, kappa: false },
];
const everyFace: readonly Face[] = [{ sigma: true, kappa: true }, { sigma: false, kappa: true }, ...withoutKappa];

/** The method takes this many steps whatever it reaches; from the linearised form it is there after a handful. */
const iterations = 15;

/** The law that misses these points least, each weighed by its scatter; null with fewer than four, since three parameters fit any three. */
export const fitUsl = (points: readonly Point[]): UslFit | null => bestOf(points, everyFace);

/** The same law without κ, which is Amdahl's: throughput never falls. */
export const fitWithoutKappa = (points: readonly Point[]): UslFit | null => bestOf(points, withoutKappa);

function bestOf(points: readonly Point[], faces: readonly Face[]): UslFit | null {
  const measured = points.filter(({ throughput }) => throughput > 0);
  if (measured.length < 4) return null;
  const scale = Math.max(...measured.map(({ users, throughput }) => throughput / users));
  const scaled = measured.map(({ users, throughput }) => ({ users, throughput: throughput / scale }));
  const fits = faces.map((face) => fitOnFace(scaled, face));
  const best = fits.reduce((one, other) => (misfit(scaled, usl(other)) < misfit(scaled, usl(one)) ? other : one));
  const parameters = { ...best, lambda: best.lambda * scale };
  return { ...parameters, parameters: 3, at: usl(parameters) };
}

function fitOnFace(points: readonly Point[], face: Face): UslParameters {
  const start = linearised(points, face);
  const free = (values: readonly number[]): UslParameters => {
    const [lambda = 0, ...rest] = values;
    const sigma = face.sigma ? (rest[0] ?? 0) : 0;
    const kappa = face.kappa ? (rest[face.sigma ? 1 : 0] ?? 0) : 0;
    return { lambda, sigma, kappa };
  };
  const pick = <T>({ lambda, sigma, kappa }: { lambda: T; sigma: T; kappa: T }): T[] => [
    lambda,
    ...(face.sigma ? [sigma] : []),
    ...(face.kappa ? [kappa] : []),
  ];
  const { parameterValues } = levenbergMarquardt(
    { x: points.map(({ users }) => users), y: points.map(({ throughput }) => throughput) },
    (values) => usl(free(values)),
    {
      initialValues: pick({ ...start }),
      minValues: pick({ lambda: Number.EPSILON, sigma: 0, kappa: 0 }),
      maxValues: pick({ lambda: 1e6, sigma: 1, kappa: 1 }),
      weights: points.map(scatterOf),
      jacobianFunction: (values) => (users) => pick(slopes(free(values), users)),
      maxIterations: iterations,
      errorTolerance: 1e-18,
      damping: 1e-6,
    },
  );
  const found = free(parameterValues);
  return misfit(points, usl(found)) < misfit(points, usl(start)) ? found : start;
}

/** How the throughput changes with each parameter. */
function slopes(parameters: UslParameters, users: number): { lambda: number; sigma: number; kappa: number } {
  const throughput = usl(parameters)(users);
  const share = throughput / users;
  const slower = (-throughput * share) / parameters.lambda;
  return {
    lambda: throughput / parameters.lambda,
    sigma: slower * (users - 1),
    kappa: slower * users * (users - 1),
  };
}

/** N ÷ X = (1 + σ(N−1) + κN(N−1)) ÷ λ is linear in 1/λ, σ/λ and κ/λ: ordinary least squares finds where to begin. */
function linearised(points: readonly Point[], face: Face): UslParameters {
  const rows = points.map(({ users }) => [
    1,
    ...(face.sigma ? [users - 1] : []),
    ...(face.kappa ? [users * (users - 1)] : []),
  ]);
  // An error of X is one of N ÷ X times N ÷ X².
  const weigh = points.map((point) => point.throughput ** 2 / (point.users * scatterOf(point)));
  const a = new Matrix(rows.map((row, place) => row.map((cell) => cell * (weigh[place] ?? 0))));
  const b = new Matrix(points.map(({ users, throughput }, place) => [(users / throughput) * (weigh[place] ?? 0)]));
  const [inverse = 1, ...rest] = new SVD(a, { autoTranspose: true }).solve(b).to1DArray();
  const lambda = inverse > 0 ? 1 / inverse : Math.max(...points.map(({ users, throughput }) => throughput / users));
  const positive = (value: number | undefined): number => Math.min(1, Math.max(0, (value ?? 0) * lambda));
  return {
    lambda,
    sigma: face.sigma ? positive(rest[0]) : 0,
    kappa: face.kappa ? positive(rest[face.sigma ? 1 : 0]) : 0,
  };
}

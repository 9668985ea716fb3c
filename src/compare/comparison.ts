import type { Unit } from '../model/quantity.ts';
import { studentQuantile, type Interval } from '../probe/bootstrap.ts';
import { resamplingOf, scatterOfDifference, type Resampling } from './block-bootstrap.ts';
import { curveOf, pairedMeasures, valueOf, type Measured, type MeasureKind, type PairedMeasure } from './measure.ts';
import type { RunSeconds } from './run-seconds.ts';

/** How two runs are compared. */
export interface ComparisonRules {
  /** A difference that is no larger than this share is of no interest, however sure it is. */
  readonly tolerance: number;
  /** Nor is a difference of durations below this, in seconds, whatever its share. */
  readonly least: number;
  /** What the drawing begins with. */
  readonly seed: number;
}

/** With this confidence all intervals of a comparison hold at once. */
export const confidence = 0.95;

/**
 * - `regression`, `improvement`: sure, and large enough.
 * - `small`: sure, but within the tolerance.
 * - `unsure`: the interval holds zero.
 * - `not-judged`: too little was measured to tell.
 */
export type MeasureVerdict = 'regression' | 'improvement' | 'small' | 'unsure' | 'not-judged';

/** A measure of two runs beside each other. */
export interface MeasureComparison extends Pick<PairedMeasure, 'id' | 'kind' | 'name' | 'unit'> {
  /** On which side it is worse. */
  readonly worse: 'above' | 'below';
  readonly a: number | null;
  readonly b: number | null;
  /** b − a, in the measure's unit. */
  readonly difference: number | null;
  /** The difference as a share of a; null where a is zero. */
  readonly relative: number | null;
  /** Between these the difference lies; null where it cannot be told. */
  readonly interval: Interval | null;
  /** The same as shares of a. */
  readonly relativeInterval: Interval | null;
  readonly verdict: MeasureVerdict;
  /** Why it is not judged; null when it is. */
  readonly why: string | null;
  readonly curves: { readonly a: Curve; readonly b: Curve };
}

/** What each second came to; null where nothing was measured. */
export type Curve = readonly (number | null)[];

/** What two runs differ in. */
export interface Comparison {
  /** The seconds of each that were compared, and how many stay together in a block. */
  readonly seconds: number;
  readonly block: number;
  readonly confidence: number;
  readonly tolerance: number;
  readonly least: number;
  /** For so many measures the intervals are corrected. */
  readonly judged: number;
  readonly measures: readonly MeasureComparison[];
}

/** Blocks are few in a shorter time, and say little of how far they scatter. */
export const fewestSeconds = 6;

/** Means of fewer, and 95th percentiles of fewer than five times as many, are chance. */
const fewestObservations = 20;

/** What else may differ without anybody feeling it, in points of a whole. */
const leastPoints: Readonly<Record<Exclude<MeasureKind, DurationKind>, number>> = {
  'requests-failed': 0.005,
  'journeys-failed': 0.005,
  arrivals: 0.01,
  saturation: 0.02,
};

type DurationKind = 'request-mean' | 'request-p95' | 'delivery-p95';

function leastOf(kind: MeasureKind, { least }: ComparisonRules): number {
  switch (kind) {
    case 'request-mean':
    case 'request-p95':
    case 'delivery-p95':
      return least;
    default:
      return leastPoints[kind];
  }
}

/** A measure with how far its difference scatters; it is judged where that could be told. */
interface Weighed {
  readonly paired: PairedMeasure;
  readonly scatter: number | null;
  readonly why: string | null;
}

/**
 * Compares the same seconds of two runs, a before b. A difference is sure when its interval does not hold zero. The intervals are those of Student's distribution around what
 * was measured, with the scatter of a block bootstrap, and each so wide that all together hold with the confidence (Bonferroni).
 */
export function compareSeconds(a: RunSeconds, b: RunSeconds, rules: ComparisonRules): Comparison {
  const resampling = resamplingOf(a.seconds, rules.seed);
  const weighed = pairedMeasures(a, b).map((paired) => weigh(paired, resampling));
  // What stands still in both runs cannot raise a false alarm.
  const judged = weighed.filter(({ scatter }) => scatter !== null && scatter > 0).length;
  const share = 1 - (1 - confidence) / 2 / Math.max(1, judged);
  const widening = studentQuantile(share, resampling.seconds / resampling.block - 1);
  return {
    ...{
      seconds: a.seconds,
      block: resampling.block,
      confidence,
      tolerance: rules.tolerance,
      least: rules.least,
      judged,
    },
    measures: weighed.map((one) => compareOne(one, widening, rules)),
  };
}

/** Whether anything got worse. */
export const hasRegression = ({ measures }: Comparison): boolean =>
  measures.some(({ verdict }) => verdict === 'regression');

function weigh(paired: PairedMeasure, resampling: Resampling): Weighed {
  const { a, b } = paired;
  const why = tooLittle(paired, resampling.seconds);
  if (a === null || b === null || why !== null) return { paired, scatter: null, why };
  const scatter = scatterOfDifference(a, b, resampling, scaleOf(paired.unit).apart);
  return { paired, scatter, why: scatter === null ? 'most of its seconds measured nothing' : null };
}

function tooLittle({ kind, a, b }: PairedMeasure, seconds: number): string | null {
  if (a === null || b === null) return `only measured in ${a === null ? 'b' : 'a'}`;
  if (seconds < fewestSeconds) return `the runs have ${seconds} s in common, of ${fewestSeconds} s at least`;
  const fewest = kind.endsWith('-p95') ? 5 * fewestObservations : fewestObservations;
  const fewer = Math.min(a.observations, b.observations);
  // Frames are as many as the seconds allow.
  return kind !== 'saturation' && fewer < fewest ? `${Math.round(fewer)} measured, of ${fewest} at least` : null;
}

/** How two values of a unit lie apart, and what comes so far from one. */
interface Scale {
  readonly apart: (a: number, b: number) => number;
  readonly from: (a: number, apart: number) => number;
}

/** Durations are multiples of each other: a slow service is slow by a factor, and a factor scatters alike on both sides. Shares may be zero, and are subtracted. */
const scaleOf = (unit: Unit): Scale =>
  unit === 'seconds'
    ? { apart: (a, b) => Math.log(b / a), from: (a, apart) => a * Math.exp(apart) }
    : { apart: (a, b) => b - a, from: (a, apart) => a + apart };

function compareOne(weighed: Weighed, widening: number, rules: ComparisonRules): MeasureComparison {
  const { id, kind, name, unit, a, b } = weighed.paired;
  const common = {
    ...{ id, kind, name, unit, worse: kind === 'arrivals' ? ('below' as const) : ('above' as const) },
    ...{ a: valueOrNone(a), b: valueOrNone(b), curves: { a: curveOrNone(a), b: curveOrNone(b) } },
  } as const;
  if (common.a === null || common.b === null) {
    return { ...common, ...untold, difference: null, relative: null, why: weighed.why ?? 'nothing was measured' };
  }
  const values = { a: common.a, b: common.b };
  const difference = values.b - values.a;
  const relative = values.a === 0 ? null : difference / values.a;
  const interval = weighed.scatter === null ? null : intervalOf(values, unit, widening * weighed.scatter);
  if (interval === null) {
    return { ...common, ...untold, difference, relative, why: weighed.why ?? 'one of them took no time' };
  }
  const relativeInterval = values.a === 0 ? null : { low: interval.low / values.a, high: interval.high / values.a };
  const verdict = verdictOf({ ...common, ...values, interval }, rules);
  return { ...common, ...{ difference, relative, interval, relativeInterval, verdict, why: null } };
}

const untold = { interval: null, relativeInterval: null, verdict: 'not-judged' } as const;

/** Null of durations of which one is zero: no factor leads from it to the other. */
function intervalOf({ a, b }: { readonly a: number; readonly b: number }, unit: Unit, reach: number): Interval | null {
  const { apart, from } = scaleOf(unit);
  const middle = apart(a, b);
  if (!Number.isFinite(middle)) return null;
  return { low: from(a, middle - reach) - a, high: from(a, middle + reach) - a };
}

const valueOrNone = (measured: Measured | null): number | null => (measured === null ? null : valueOf(measured));

const curveOrNone = (measured: Measured | null): Curve => (measured === null ? [] : curveOf(measured));

interface Judged extends Pick<MeasureComparison, 'kind' | 'worse'> {
  readonly a: number;
  readonly b: number;
  readonly interval: Interval;
}

function verdictOf({ a, b, interval, kind, worse }: Judged, rules: ComparisonRules): MeasureVerdict {
  if (interval.low <= 0 && interval.high >= 0) return 'unsure';
  // As a factor, so that it is the same whichever run comes first.
  const factor = Math.max(a, b) / Math.min(a, b);
  if (factor <= 1 + rules.tolerance || Math.abs(b - a) < leastOf(kind, rules)) return 'small';
  return b > a === (worse === 'above') ? 'regression' : 'improvement';
}

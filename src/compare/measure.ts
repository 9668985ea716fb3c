import { coarsen, merge, quantile } from '../collect/exponential-buckets.ts';
import type { Unit } from '../model/quantity.ts';
import type { ExponentialBuckets } from '../model/sample.ts';
import type { PartOfWhole, RunSeconds } from './run-seconds.ts';

/** What is measured of a run. */
export const measureKinds = [
  'request-mean',
  'request-p95',
  'delivery-p95',
  'requests-failed',
  'journeys-failed',
  'arrivals',
  'saturation',
] as const;
export type MeasureKind = (typeof measureKinds)[number];

/** A run's measure: of each second what adds up over seconds, and what the sums of any seconds come to. */
export interface Measured {
  readonly seconds: number;
  /** How many sums there are; `values` holds so many for each second, one second after the other. */
  readonly columns: number;
  readonly values: Float64Array;
  /** Null of seconds in which nothing was measured. */
  readonly statistic: (sums: Float64Array) => number | null;
  /** How much was measured in all: requests, messages, journeys. */
  readonly observations: number;
}

/** A measure as it was found in both runs; null where a run has none of it. */
export interface PairedMeasure {
  /** Its kind, and the name of the request, message or signal after a colon. */
  readonly id: string;
  readonly kind: MeasureKind;
  readonly name: string | null;
  readonly unit: Unit;
  readonly a: Measured | null;
  readonly b: Measured | null;
}

/** Every measure that either run has, in a fixed order. Saturation that stayed at nothing in both is left out. */
export function pairedMeasures(a: RunSeconds, b: RunSeconds): readonly PairedMeasure[] {
  const named = (
    kind: MeasureKind,
    unit: Unit,
    of: (run: RunSeconds) => ReadonlyMap<string, Measured>,
  ): readonly PairedMeasure[] => {
    const [ofA, ofB] = [of(a), of(b)];
    return [...new Set([...ofA.keys(), ...ofB.keys()])]
      .sort()
      .map((name) => ({ id: `${kind}:${name}`, kind, name, unit, a: ofA.get(name) ?? null, b: ofB.get(name) ?? null }));
  };
  const single = (kind: MeasureKind, of: (run: RunSeconds) => readonly PartOfWhole[] | null): PairedMeasure => {
    const [ofA, ofB] = [of(a), of(b)].map((parts) => (parts === null ? null : share(parts)));
    return { id: kind, kind, name: null, unit: 'ratio', a: ofA ?? null, b: ofB ?? null };
  };
  return [
    ...named('request-mean', 'seconds', ({ requests }) => mapped(requests, meanDuration)),
    ...named('request-p95', 'seconds', ({ requests }) => mapped(requests, p95)),
    ...named('delivery-p95', 'seconds', ({ deliveries }) => mapped(deliveries, p95)),
    single('requests-failed', ({ failedRequests }) => failedRequests),
    single('journeys-failed', ({ failedJourneys }) => failedJourneys),
    single('arrivals', ({ arrivals }) => arrivals),
    ...named('saturation', 'ratio', ({ saturation }) => mapped(saturation, share)),
  ]
    .filter((measure) => measure.a !== null || measure.b !== null)
    .filter((measure) => measure.kind !== 'saturation' || isAbove(measure.a) || isAbove(measure.b));
}

function mapped<From>(all: ReadonlyMap<string, From>, to: (one: From) => Measured): ReadonlyMap<string, Measured> {
  return new Map([...all].map(([name, one]) => [name, to(one)]));
}

const isAbove = (measured: Measured | null): boolean => measured !== null && (valueOf(measured) ?? 0) > 0;

/** What a measure comes to over all its seconds. */
export const valueOf = (measured: Measured): number | null => measured.statistic(sumOf(measured, 0, measured.seconds));

/** What each second alone comes to. */
export const curveOf = (measured: Measured): readonly (number | null)[] =>
  Array.from({ length: measured.seconds }, (_, second) => measured.statistic(sumOf(measured, second, second + 1)));

function sumOf({ columns, values }: Measured, from: number, to: number): Float64Array {
  const sums = new Float64Array(columns);
  for (let second = from; second < to; second += 1) {
    for (let column = 0; column < columns; column += 1) {
      sums[column] = (sums[column] ?? 0) + (values[second * columns + column] ?? 0);
    }
  }
  return sums;
}

/** Of sums of a part and its whole. */
const quotient = (sums: Float64Array): number | null => {
  const [part = 0, whole = 0] = sums;
  return whole > 0 ? part / whole : null;
};

const share = (parts: readonly PartOfWhole[]): Measured => ({
  seconds: parts.length,
  columns: 2,
  values: Float64Array.from(parts.flatMap(({ part, whole }) => [part, whole])),
  statistic: quotient,
  observations: parts.reduce((sum, { whole }) => sum + whole, 0),
});

const meanDuration = (seconds: readonly ExponentialBuckets[]): Measured =>
  share(seconds.map(({ sum, count }) => ({ part: sum, whole: count })));

/** The distribution of all seconds has the sum of their buckets: that no percentile is averaged. */
function p95(seconds: readonly ExponentialBuckets[]): Measured {
  const all = merge(seconds);
  const { schema, indexes } = all;
  const placeOf = new Map(indexes.map((index, place) => [index, place]));
  const columns = indexes.length + 1;
  const values = new Float64Array(seconds.length * columns);
  seconds.forEach((second, nth) => {
    const own = coarsen(second, schema);
    values[nth * columns] = own.zeroCount;
    own.indexes.forEach((index, at) => {
      const place = placeOf.get(index);
      if (place !== undefined) values[nth * columns + place + 1] = own.counts[at] ?? 0;
    });
  });
  const counts = new Array<number>(indexes.length).fill(0);
  const statistic = (sums: Float64Array): number | null => {
    let count = sums[0] ?? 0;
    for (let place = 0; place < counts.length; place += 1) {
      const held = sums[place + 1] ?? 0;
      counts[place] = held;
      count += held;
    }
    return quantile({ ...all, zeroCount: sums[0] ?? 0, counts, count }, 0.95);
  };
  return { seconds: seconds.length, columns, values, statistic, observations: all.count };
}

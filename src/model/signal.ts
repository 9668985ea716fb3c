import { z } from 'zod';
import type { SignalId } from './id.ts';
import { durationSchema, units, type Unit } from './quantity.ts';
import type { Millis } from './time.ts';

const labels = z.record(z.string(), z.string()).default({});
/** Engines tell twice a second: of a shorter window nothing would be known most of the time. */
const over = durationSchema.refine((window) => window >= 1000, 'expected a window of at least 1s');
const unit = z.enum(units);
const seriesName = z.string().min(1);

/** How a target's signal is measured from its series, over a sliding window, joined over instances. */
export const signalMeasureSchema = z.union([
  z.strictObject({
    of: seriesName,
    where: labels,
    stat: z.enum(['p50', 'p90', 'p95', 'p99', 'mean', 'max']),
    over,
    unit,
  }),
  z.strictObject({
    ratio: z.tuple([seriesName, seriesName]),
    where: labels,
    over,
    unit: z.literal('ratio').default('ratio'),
  }),
  z.strictObject({ used: seriesName, limit: seriesName, where: labels, unit: z.literal('ratio').default('ratio') }),
  z.strictObject({ rate: seriesName, where: labels, over, unit: z.literal('per-second').default('per-second') }),
  z.strictObject({ last: seriesName, where: labels, unit }),
  z.strictObject({ max: seriesName, where: labels, over, unit }),
]);
export type SignalMeasure = z.output<typeof signalMeasureSchema>;

/** YAML: how a target's signal is measured: from its series, or by a query to its Prometheus server that comes to one value. */
export const writtenMeasureSchema = z.union([
  ...signalMeasureSchema.options,
  z.strictObject({ promql: z.string().regex(/\S/, 'expected a query in PromQL'), unit }),
]);
export type WrittenMeasure = z.output<typeof writtenMeasureSchema>;

/** The series that a signal is measured from. */
export function seriesOf(how: SignalMeasure): readonly string[] {
  if ('of' in how) return [how.of];
  if ('ratio' in how) return how.ratio;
  if ('used' in how) return [how.used, how.limit];
  if ('rate' in how) return [how.rate];
  return 'last' in how ? [how.last] : [how.max];
}

const promqlPrefix = 'promql.';

/** The series that holds what a signal's query came to. */
export const promqlSeries = (id: SignalId): string => `${promqlPrefix}${id}`;

/** Whether a series holds what a query came to, and is none that the target tells by this name. */
export const isPromqlSeries = (series: string): boolean => series.startsWith(promqlPrefix);

/** A signal's measure as it is read from samples: what a query came to is a gauge as it stands now. */
export const measureOf = (id: SignalId, written: WrittenMeasure): SignalMeasure =>
  'promql' in written ? { last: promqlSeries(id), where: {}, unit: written.unit } : written;

/** A named quantity of a target, with how it is measured there. */
export interface SignalDefinition {
  readonly id: SignalId;
  readonly unit: Unit;
  readonly measure: SignalMeasure;
}

/** One reading of a signal; `null` when nothing was measured, which is never the same as zero. */
export interface Signal {
  readonly id: SignalId;
  readonly unit: Unit;
  readonly at: Millis;
  readonly value: number | null;
}

/** What one whole second's own samples say of a signal: the onset of a breach is found with it. */
export interface SignalSecond {
  readonly id: SignalId;
  readonly start: Millis;
  readonly value: number;
}

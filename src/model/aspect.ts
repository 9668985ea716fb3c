import { z } from 'zod';
import type { SignalId } from './id.ts';
import { durationSchema } from './quantity.ts';
import type { DurationMs } from './time.ts';

/** How sure a forecast can be asked to be. */
export const confidences = ['80%', '90%', '95%', '99%'] as const;
export type Confidence = (typeof confidences)[number];

/**
 * What of a signal a threshold's levels are compared with.
 * - `value`: as it is measured.
 * - `forecast`: where its trend over the last `from` leads `ahead` of now. It fires only when the trend does so with this confidence.
 * - `change`: how many times what it read in the first `warmUp` of the run.
 * - `burn-rate`: how many times faster than its objective allows the budget of bad events is used up, over two windows: the lower of the two counts. The signal is
 *   a ratio of bad events to all of them.
 */
export type Aspect =
  | { readonly kind: 'value' }
  | {
      readonly kind: 'forecast';
      readonly ahead: DurationMs;
      readonly from: DurationMs;
      readonly confidence: Confidence;
    }
  | { readonly kind: 'change'; readonly warmUp: DurationMs }
  | { readonly kind: 'burn-rate'; readonly objective: number; readonly windows: readonly [DurationMs, DurationMs] };

const objectivePattern = /^(\d{1,2}(?:\.\d+)?)%$/;
const objectiveExpected = 'expected a percentage below 100% such as 99.9%';

const forecastSchema = z
  .strictObject({
    ahead: durationSchema.describe('how far ahead to look'),
    from: durationSchema.describe('the last so much of the signal makes the trend'),
    confidence: z.enum(confidences).default('95%').describe('how sure it has to be before it fires'),
  })
  .refine(({ from }) => from >= 10_000, { message: 'a trend takes at least 10s', path: ['from'] })
  .refine(({ from }) => from <= 3_600_000, { message: 'a trend is made of at most 1h', path: ['from'] })
  .describe('the levels are compared with where the trend leads');

const changeSchema = z
  .strictObject({ 'warm-up': durationSchema.describe('the first so much of the run is what it is compared with') })
  .describe('the levels are how many times the warm-up’s reading, as a percentage');

const burnRateSchema = z
  .strictObject({
    objective: z
      .string(objectiveExpected)
      .regex(objectivePattern, objectiveExpected)
      .transform((text) => Number(text.slice(0, -1)) / 100)
      .refine((share) => share < 1, objectiveExpected)
      .describe('the share of events that are to be good'),
    over: z
      .tuple([durationSchema, durationSchema])
      .refine(([long, short]) => long > short && short > 0, 'expected the longer window first, then the shorter')
      .describe(
        'a long window, and a short one that ends the alarm early; divided by how much a drill compresses time',
      ),
  })
  .describe('the levels are how many times faster than allowed the budget of bad events is used up');

/** YAML: at most one of these stands in a threshold; without one its levels are compared with the signal as it is. */
export const aspectKeys = {
  forecast: forecastSchema.optional(),
  change: changeSchema.optional(),
  'burn-rate': burnRateSchema.optional(),
};

type Written = { readonly [Key in keyof typeof aspectKeys]?: z.output<(typeof aspectKeys)[Key]> };

/** The aspect that is written in a threshold; null when there is more than one. */
export function aspectOf({ forecast, change, 'burn-rate': burnRate }: Written): Aspect | null {
  const aspects: readonly Aspect[] = [
    ...(forecast === undefined ? [] : [{ kind: 'forecast' as const, ...forecast }]),
    ...(change === undefined ? [] : [{ kind: 'change' as const, warmUp: change['warm-up'] }]),
    ...(burnRate === undefined
      ? []
      : [{ kind: 'burn-rate' as const, objective: burnRate.objective, windows: burnRate.over }]),
  ];
  return aspects.length > 1 ? null : (aspects[0] ?? { kind: 'value' });
}

/** The signal as it is measured over another window than its own. */
export const overWindow = (signal: SignalId, window: DurationMs): SignalId => `${signal}[${String(window / 1000)}s]`;

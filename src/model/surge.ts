import { z } from 'zod';
import { durationSchema, quantitySchema } from './quantity.ts';

/** Thirty times faster than life: `keep: people` lets everyone come (the rate is 30 times life's), `keep: rate` lets 1/30 come. */
export const compressionSchema = z.strictObject({
  time: z.number().min(1).max(10_000),
  keep: z.enum(['people', 'rate']),
});

/** So many people arrive around a time of day, normally distributed. */
export const headcountSchema = z.strictObject({
  people: z.int().min(1).max(10_000_000),
  around: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as "09:00"'),
  spread: durationSchema
    .refine((spread) => spread > 0, 'expected a spread of more than no time')
    .describe('standard deviation of the arrivals'),
  compress: compressionSchema.optional(),
});

const stageRate = quantitySchema.refine(
  (rate) => rate.unit === 'per-second',
  'expected a rate of arrivals such as 20/s',
);

/** The arrival rate moves in a straight line to `to` over `over`; it starts from `from`, or from nothing. */
export const stagesSchema = z.strictObject({
  from: stageRate.optional(),
  stages: z
    .array(z.strictObject({ to: stageRate, over: durationSchema }))
    .min(1)
    .max(1000),
});

/** YAML: how arrivals change over time. */
export const surgeSchema = z.union([headcountSchema, stagesSchema]);
export type SurgeShape = z.output<typeof surgeSchema>;
export type Headcount = z.output<typeof headcountSchema>;
export type Stages = z.output<typeof stagesSchema>;

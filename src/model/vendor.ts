import { z } from 'zod';
import { daySchema } from './day.ts';
import { idSchema } from './id.ts';
import { localNameSchema } from './local-text.ts';
import { durationSchema, shareSchema } from './quantity.ts';

/** How well something stands: as it should, to be watched, not as it should. */
export const bands = ['green', 'amber', 'red'] as const;
export type Band = (typeof bands)[number];

/** What every indicator has; a heavier one counts for more in the vendor's score. */
const indicatorKeys = {
  id: idSchema,
  weight: z.number().positive('expected a weight above 0').max(1000).default(1),
};

/** YAML: a key control standard: whether a control that was agreed is in place. */
const controlSchema = z.strictObject({
  ...indicatorKeys,
  kind: z.literal('kcs'),
  met: z.boolean().describe('whether the control is in place'),
});

/** YAML: a key control self-assessment: what the control's owner says of it. */
const selfAssessmentSchema = z.strictObject({
  ...indicatorKeys,
  kind: z.literal('kcsa'),
  score: z.number().min(0).max(100).describe('what its owner gives it, 0 to 100'),
  on: daySchema.describe('the day it was given'),
});

const levelSchema = z.strictObject({ above: z.number().optional(), below: z.number().optional() });

/** YAML: a key risk indicator: a number that was measured, and its bands: green within one level, amber within the next, red from there. */
const riskSchema = z
  .strictObject({
    ...indicatorKeys,
    kind: z.literal('kri'),
    value: z.number().describe('what was measured'),
    green: levelSchema.describe('below a level where higher is worse, above one where lower is worse'),
    amber: levelSchema.describe('the level from which it is red'),
  })
  .transform(({ green, amber, ...written }, context) => {
    const fault = levelsFault(green, amber);
    if (fault !== null) {
      context.addIssue({ code: 'custom', message: fault, path: ['amber'] });
      return z.NEVER;
    }
    const worse: 'higher' | 'lower' = green.below === undefined ? 'lower' : 'higher';
    return { ...written, worse, green: green.below ?? green.above ?? 0, amber: amber.below ?? amber.above ?? 0 };
  });

type Level = z.output<typeof levelSchema>;

function levelsFault(green: Level, amber: Level): string | null {
  if ([green, amber].some(({ above, below }) => (above === undefined) === (below === undefined))) {
    return 'expected either "above" or "below" in green and in amber, and one only';
  }
  if (green.below !== undefined && amber.below !== undefined) {
    return green.below < amber.below ? null : 'higher is worse here: expected a level for amber above that for green';
  }
  if (green.above !== undefined && amber.above !== undefined) {
    return green.above > amber.above ? null : 'lower is worse here: expected a level for amber below that for green';
  }
  return 'expected both levels "above", or both "below"';
}

const indicatorSchema = z.union([controlSchema, selfAssessmentSchema, riskSchema]);
export type Indicator = z.output<typeof indicatorSchema>;

const contact = z.string().min(1).max(200);

const slaSchema = z.strictObject({
  respond: durationSchema.optional().describe('how soon it answers, from when it was told'),
  recover: durationSchema.optional().describe('how soon its service is well again'),
  availability: shareSchema.optional(),
});

const contractSchema = z.strictObject({
  review: daySchema.describe('the day on which it is next reviewed'),
  ends: daySchema.optional().describe('the day it ends; left out where it runs on until notice is given'),
  notice: durationSchema.describe('how long before its end notice must be given: 90d'),
});

/** YAML: somebody from whom a part of the platform is bought. */
const vendorSchema = z.strictObject({
  id: idSchema.refine((id) => id !== 'operator' && id !== 'provider', 'this word means the operator or the provider'),
  name: localNameSchema(40),
  modules: z.array(idSchema).default([]).describe('the parts of the platform that it runs or delivers to'),
  contacts: z
    .strictObject({
      duty: contact.describe('who answers at any hour'),
      escalation: contact.describe('who is turned to when that does not help'),
    })
    .describe('numbers and addresses, as they are dialled and written to'),
  sla: slaSchema.default({}).describe('what its contract promises'),
  contract: contractSchema,
  indicators: z
    .array(indicatorSchema)
    .default([])
    .superRefine((indicators, context) => {
      for (const place of repeatedIds(indicators)) {
        context.addIssue({ code: 'custom', message: 'another indicator before has this id too', path: [place, 'id'] });
      }
    }),
});
export type Vendor = z.output<typeof vendorSchema>;

/** The places of things whose id one before has too. */
const repeatedIds = (things: readonly { readonly id: string }[]): readonly number[] =>
  things.flatMap(({ id }, place) => (things.findIndex((one) => one.id === id) === place ? [] : [place]));

const defaultBands = { green: 80, amber: 60 };

/** YAML: the register of vendors, and from which score on one is green or amber. */
export const vendorKeys = {
  vendors: z
    .array(vendorSchema)
    .default([])
    .superRefine((vendors, context) => {
      for (const place of repeatedIds(vendors)) {
        context.addIssue({ code: 'custom', message: 'another vendor before has this id too', path: [place, 'id'] });
      }
    })
    .describe('from whom parts of the platform are bought, what they promised and how they do'),
  'vendor-bands': z
    .strictObject({
      green: z.number().min(0).max(100).default(defaultBands.green),
      amber: z.number().min(0).max(100).default(defaultBands.amber),
    })
    .refine(({ green, amber }) => amber <= green, 'green begins at a higher score than amber')
    .prefault({})
    .describe('from which score a vendor is green, and from which amber; below that it is red'),
};
export type VendorRegister = z.output<z.ZodObject<typeof vendorKeys>>;

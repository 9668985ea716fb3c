import { z } from 'zod';
import { idSchema } from './id.ts';
import { localTextSchema } from './local-text.ts';
import { durationSchema } from './quantity.ts';
import { jurisdictions, operatorKinds } from './responsibility.ts';

/** The reports that an incident may call for, in the order in which they are written. */
export const reportNames = ['first-report', 'supplement', 'final-report'] as const;
export type ReportName = (typeof reportNames)[number];

const limit = z
  .union([
    durationSchema,
    z.strictObject({ promise: z.enum(['respond', 'recover']) }),
    z.strictObject(
      Object.fromEntries(operatorKinds.map((kind) => [kind, durationSchema])) as Record<
        (typeof operatorKinds)[number],
        typeof durationSchema
      >,
    ),
  ])
  .describe('a length of time, what the settings promise, or one for each kind of operator');

/** YAML: who must be told, or what must be done, by when. */
const clockSchema = z.strictObject({
  id: idSchema,
  to: localTextSchema.describe('whom it is owed to'),
  from: z
    .enum(['onset', 'opened', 'resolved'])
    .default('onset')
    .describe('from when it counts: the start of the trouble, its notice, or its end'),
  within: limit,
});
export type ObligationClock = z.output<typeof clockSchema>;

/** YAML: `obligations/<id>.yaml`: a duty that an incident may bring, by law or by contract, with its source as it was read. */
export const obligationSchema = z.strictObject({
  version: z.literal(1),
  id: idSchema,
  title: localTextSchema,
  jurisdictions: z
    .array(z.enum(jurisdictions))
    .min(1)
    .optional()
    .describe('whose operators it binds; everybody when left out'),
  owes: localTextSchema.describe('what is owed, in a sentence or two'),
  ask: localTextSchema.optional().describe('what a person must decide before it is known whether it is owed'),
  source: z.strictObject({
    name: localTextSchema,
    version: localTextSchema.describe('the text in which it was read: which article, in force since when'),
    read: z.iso.date('expected a day such as 2026-11-24').describe('the day it was read'),
  }),
  clocks: z.array(clockSchema).default([]),
  keep: z
    .strictObject({ months: z.int().min(1).max(600) })
    .optional()
    .describe('for how many calendar months records of the incident must be kept'),
  reports: z.boolean().default(false).describe('whether a first report, supplements and a final one are written'),
});
export type Obligation = z.output<typeof obligationSchema>;

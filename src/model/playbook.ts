import { z } from 'zod';
import { idSchema } from './id.ts';
import { localTextSchema } from './locale.ts';
import { audiences } from './notice.ts';
import { durationSchema, parseDuration } from './quantity.ts';
import { severities, thresholdSchema, type Threshold } from './threshold.ts';
import { duration } from './time.ts';

const thresholdIds = z.array(idSchema).min(1);

/** Thresholds that must be breached: every one of `all`, at least one of `any`, none of `none`. */
export const conditionSchema = z
  .strictObject({ all: thresholdIds.optional(), any: thresholdIds.optional(), none: thresholdIds.optional() })
  .refine(({ all, any }) => all !== undefined || any !== undefined, 'expected "all" or "any"');
export type Condition = z.output<typeof conditionSchema>;

/** A cause the playbook can recognise, and how it is said to people. */
export const causeSchema = z.strictObject({ when: conditionSchema, say: localTextSchema });

/** One step, a person's: who does what, and in what time from the incident's opening. */
export const playbookStepSchema = z.strictObject({
  id: idSchema,
  person: idSchema.describe('the role whose step it is'),
  within: durationSchema.optional(),
  when: z.strictObject({ cause: idSchema }).optional().describe('only once this cause is identified'),
  do: localTextSchema,
});
export type PlaybookStep = z.output<typeof playbookStepSchema>;

/** YAML: a playbook: when it applies, causes it can recognise, who does what, and what is said to whom. */
export const playbookSchema = z.strictObject({
  version: z.literal(1),
  id: idSchema,
  title: localTextSchema,
  severity: z.enum(severities),
  triggers: z.record(idSchema, thresholdSchema),
  when: conditionSchema,
  causes: z.record(idSchema, causeSchema).default({}),
  owners: z
    .strictObject({ command: idSchema, words: idSchema })
    .describe('who leads the response, and who speaks for it'),
  steps: z.array(playbookStepSchema).min(1),
  notices: z.strictObject({
    audiences: z.array(z.enum(audiences)).min(1),
    'next-update': durationSchema
      .refine((time) => time >= 1000, 'expected at least a second')
      .default(parseDuration('15m') ?? duration(0)),
  }),
});
export type Playbook = z.output<typeof playbookSchema>;

/** The thresholds a playbook brings, under their ids. */
export const thresholdsOf = (playbook: Playbook): readonly Threshold[] =>
  Object.entries(playbook.triggers).map(([id, threshold]) => ({ id, ...threshold }));

import { z } from 'zod';
import { idSchema } from './id.ts';
import { durationSchema, shareSchema } from './quantity.ts';
import { scoreTargetsSchema } from './score-target.ts';
import { simulatedPeopleSchema } from './simulated-people.ts';
import { stepSchema } from './step.ts';
import { surgeSchema } from './surge.ts';
import { variablesSchema } from './variable.ts';

/** What one person does, and which share of the arrivals does it. */
export const journeySchema = z.strictObject({
  id: idSchema,
  share: shareSchema.default(1),
  steps: z.array(stepSchema).min(1),
});
export type Journey = z.output<typeof journeySchema>;

/** What should happen: a playbook opens, by what is measured within a time of the onset, and is resolved; or nothing opens at all. */
export const expectationSchema = z.union([
  z.strictObject({
    playbook: idSchema,
    within: durationSchema
      .optional()
      .describe("counted from the onset to what is measured; without it a person's word is enough"),
    cause: idSchema.optional(),
    resolved: z.boolean().default(false),
    stop: z.boolean().default(false).describe('stop the load once the playbook has opened'),
  }),
  z.strictObject({
    'no-incident': z.literal(true),
    stop: z.boolean().default(false).describe('stop the load as soon as an incident opens'),
  }),
]);
export type Expectation = z.output<typeof expectationSchema>;

/** YAML: a scenario: journeys (or a native k6 script), a surge shape, a target, and what is expected. */
export const scenarioSchema = z
  .strictObject({
    version: z.literal(1),
    id: idSchema,
    title: z.string().min(1),
    target: idSchema,
    surge: surgeSchema,
    variables: variablesSchema.default({}),
    journeys: z.array(journeySchema).min(1).optional(),
    script: z.string().endsWith('.ts').optional().describe('a native k6 script beside this file, instead of journeys'),
    settle: durationSchema
      .optional()
      .describe('how long the run may wait for incidents to resolve after the load has ended'),
    'dropped-limit': shareSchema
      .default(0.01)
      .describe('the share of arrivals that may be dropped before the run is inconclusive'),
    expect: z.array(expectationSchema).min(1),
    score: scoreTargetsSchema,
    'simulate-people': simulatedPeopleSchema.describe('what people do, and when, in a run with --simulate-people'),
  })
  .refine(
    ({ journeys, script }) => (journeys === undefined) !== (script === undefined),
    'expected either "journeys" or "script"',
  )
  .refine(
    ({ journeys }) =>
      journeys === undefined || Math.abs(journeys.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-6,
    { message: 'the shares of the journeys must add up to 100%', path: ['journeys'] },
  );
export type Scenario = z.output<typeof scenarioSchema>;

import { z } from 'zod';
import { idSchema } from './id.ts';
import { durationSchema } from './quantity.ts';
import { severities } from './threshold.ts';

const stepTimesSchema = z
  .strictObject({
    acknowledged: durationSchema.optional(),
    done: durationSchema.optional(),
    skipped: durationSchema.optional(),
  })
  .refine(({ done, skipped }) => done === undefined || skipped === undefined, 'a step is done or skipped, not both')
  .refine(
    (times) => Object.values(times).some((time) => time !== undefined),
    'expected one of "acknowledged", "done" and "skipped"',
  )
  .describe('in what time after the step is shown');

const when = {
  at: durationSchema.optional().describe('counted from the start of the load'),
  'after-onset': durationSchema.optional().describe('counted from the onset of the incident'),
};

interface When {
  readonly at?: unknown;
  readonly 'after-onset'?: unknown;
}

const oneTime = [
  (times: When): boolean => (times.at === undefined) !== (times['after-onset'] === undefined),
  'expected either "at" or "after-onset"',
] as const;

const saysSchema = z.union([
  z.strictObject({
    incident: idSchema.describe('the playbook of what is declared'),
    severity: z.enum(severities).optional(),
    cause: idSchema.optional(),
    at: durationSchema.describe('counted from the start of the load'),
  }),
  z
    .strictObject({ cause: idSchema, of: idSchema.describe('the playbook of the incident'), ...when })
    .refine(...oneTime),
  z
    .strictObject({ severity: z.enum(severities), of: idSchema.describe('the playbook of the incident'), ...when })
    .refine(...oneTime),
  z.strictObject({ end: idSchema.describe('the playbook of the incident'), ...when }).refine(...oneTime),
]);
export type SimulatedSaying = z.output<typeof saysSchema>;

/** YAML: what people do in a run with `--simulate-people`, and when. */
export const simulatedPeopleSchema = z
  .strictObject({
    steps: z
      .record(idSchema, z.record(idSchema, stepTimesSchema))
      .default({})
      .describe('by playbook and step: when it is acknowledged, and done or skipped'),
    says: z.array(saysSchema).default([]).describe('what is declared of incidents'),
  })
  .prefault({});
export type SimulatedPeople = z.output<typeof simulatedPeopleSchema>;

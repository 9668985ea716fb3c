import { z } from 'zod';
import { targetActionSchema } from './action.ts';
import { headersSchema } from './header.ts';
import { idSchema } from './id.ts';
import { durationSchema } from './quantity.ts';
import { writtenMeasureSchema } from './signal.ts';
import { stepSchema } from './step.ts';
import { parseDuration } from './quantity.ts';
import { duration } from './time.ts';
import { variablesSchema } from './variable.ts';

/** Test accounts: rows of a CSV file beside the profile, or so many made by a pattern with `{{n}}`, which counts from 1. */
export const peopleSchema = z.union([
  z.strictObject({ file: z.string().min(1) }),
  z.strictObject({ count: z.int().min(1).max(10_000_000), fields: z.record(z.string(), z.string()) }),
]);

const beat = durationSchema
  .refine((every) => every >= 100 && every <= 4000, 'expected from 100ms to 4s')
  .default(duration(1000));

/** Where the target shows its own metrics: a page in Prometheus' text format. */
export const metricSourceSchema = z.strictObject({ scrape: z.string().min(1), every: beat });
export type MetricSource = z.output<typeof metricSourceSchema>;

/** The Prometheus server that is asked for signals. To ask is no load: it may be on any host. */
export const prometheusSchema = z.strictObject({
  url: z.string().min(1).describe('the server that signals measured by promql are asked of; it may be on another host'),
  every: beat,
  headers: headersSchema
    .default({})
    .describe('sent with every query, such as Bearer {{secret.key}}; only secrets have a value here'),
});

const environmentName = z.string().regex(/^[A-Z][A-Z0-9_]*$/);

/** YAML: a target profile: where the service is and when it is ready, how one logs in, and how each signal is measured there. */
export const targetProfileSchema = z.strictObject({
  version: z.literal(1),
  id: idSchema,
  title: z.string().min(1).optional(),
  prepare: z
    .string()
    .min(1)
    .optional()
    .describe('a command, run to its end before each start: what has to be there first, such as an installation'),
  start: z
    .string()
    .min(1)
    .optional()
    .describe(
      'a command, started and stopped with the run; {{port}} is a free port, {{metrics-port}} another. Leave out for a service that is already there',
    ),
  url: z.string().min(1).describe('where it is; {{port}} is the port that start was given'),
  ready: z.string().startsWith('/').default('/'),
  'ready-within': durationSchema.default(parseDuration('30s') ?? duration(0)),
  tls: z
    .strictObject({ ca: z.string().min(1).describe('a private certificate authority, PEM, beside the profile') })
    .optional(),
  secrets: z
    .record(
      z.string(),
      z.union([
        z.strictObject({ env: environmentName }),
        z.strictObject({
          made: environmentName.describe('made anew for each run, and handed to start under this name'),
        }),
      ]),
    )
    .default({}),
  people: peopleSchema.optional(),
  variables: variablesSchema.default({}),
  headers: headersSchema
    .default({})
    .describe('sent with every request and WebSocket from the moment every variable in the value is known'),
  fragments: z.record(idSchema, z.array(stepSchema).min(1)).default({}),
  metrics: z.array(metricSourceSchema).default([]),
  prometheus: prometheusSchema.optional(),
  signals: z.record(idSchema, writtenMeasureSchema),
  actions: z
    .record(idSchema, targetActionSchema)
    .default({})
    .describe('what playbooks may do to the target, each with how it is taken back'),
});
export type TargetProfile = z.output<typeof targetProfileSchema>;

import { z } from 'zod';
import { idSchema } from './id.ts';
import { phases } from './incident.ts';
import { locales } from './locale.ts';
import { audiences, channelNames } from './notice.ts';
import { durationSchema, formatDuration, parseDuration } from './quantity.ts';
import { severities } from './threshold.ts';
import { duration } from './time.ts';

/** What an incident must be like at a moment; what is left out may be anything. */
const expectedIncidentSchema = z.strictObject({
  playbook: idSchema,
  phase: z.enum(phases).optional(),
  cause: idSchema.optional(),
  severity: z.enum(severities).optional(),
});

/** What the newest notice of that incident must say. */
const expectedNoticeSchema = z.strictObject({
  audience: z.enum(audiences),
  locale: z.enum(locales),
  channel: z.enum(channelNames),
  contains: z.string().min(1).optional(),
  'contains-not': z.string().min(1).optional(),
});

/** What must be true at one moment, counted from the first value. */
export const momentSchema = z
  .strictObject({
    at: durationSchema,
    breached: z.array(idSchema).optional().describe('exactly these thresholds are breached; [] for none'),
    incident: expectedIncidentSchema.optional(),
    notice: expectedNoticeSchema.optional(),
    'no-incident': z.literal(true).optional().describe('no incident is open'),
  })
  .refine(({ notice, incident }) => notice === undefined || incident !== undefined, {
    message: 'a notice belongs to an incident: say which',
    path: ['notice'],
  })
  .refine(
    (moment) => Object.keys(moment).length > 1,
    'expected at least one of "breached", "incident", "notice" and "no-incident"',
  );
export type ExpectedMoment = z.output<typeof momentSchema>;

/** A test goes on for as many values as a day has seconds at the most; a longer one was a slip of the hand. */
export const mostValues = 86_400;

/** Series of signals, and what they must lead to. */
export const unitTestSchema = z
  .strictObject({
    name: z.string().min(1),
    every: durationSchema
      .refine((time) => time >= 10, 'expected at least 10ms from one value to the next')
      .default(parseDuration('1s') ?? duration(0))
      .describe('the time between two values'),
    signals: z
      .record(idSchema, z.string())
      .describe("a series for each signal, in its own unit (seconds, a ratio of 1) and in promtool's notation"),
    expect: z.array(momentSchema).min(1),
  })
  .superRefine(({ every, expect }, context) => {
    for (const [place, { at }] of expect.entries()) {
      if (at <= every * mostValues) continue;
      const message = `a test goes on for at most ${mostValues} values, which is ${formatDuration(duration(every * mostValues))} here`;
      context.addIssue({ code: 'custom', message, path: ['expect', place, 'at'] });
    }
  });
export type UnitTest = z.output<typeof unitTestSchema>;

/** YAML: `scenarios/<name>.test.yaml`: unit tests of thresholds, playbooks and notices, which need no load. */
export const unitTestsSchema = z.strictObject({ version: z.literal(1), tests: z.array(unitTestSchema).min(1) });

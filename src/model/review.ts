import { z } from 'zod';
import { daySchema } from './day.ts';
import { idSchema } from './id.ts';
import { severities } from './threshold.ts';

const momentExpected = 'expected a moment such as 2026-11-24T09:00:00.000Z';
const moment = z.iso.datetime(momentExpected);

/** A role or a name: somebody who will be asked. */
const owner = z
  .string('expected who sees to it: a role or a name')
  .regex(/\S/, 'expected who sees to it: a role or a name');

/** YAML: something that is done so that it does not happen again, or goes better then. */
const actionSchema = z.strictObject({
  id: idSchema,
  what: z.string().regex(/\S/, 'expected what is to be done'),
  owner,
  due: daySchema,
  done: daySchema.optional().describe('the day it was done; left out while it is open'),
});
export type ActionItem = z.output<typeof actionSchema>;

/** YAML: `reviews/<name>.yaml`: what is learnt from one incident, and who does what about it by when. */
export const reviewSchema = z.strictObject({
  version: z.literal(1),
  incident: z.string().min(1),
  run: z.string().min(1).describe('the run, or whatever else the incident was a part of'),
  playbook: idSchema,
  severity: z.enum(severities),
  cause: z.string().nullable().describe('what brought it about; null while that is not known'),
  onset: moment.describe('when the trouble began'),
  opened: moment.describe('when it was detected'),
  resolved: moment.nullable().describe('when it was over; null while it is not'),
  timeline: z.array(z.strictObject({ at: moment, what: z.string().min(1) })),
  impact: z.string().describe('who could not do what, how many, for how long'),
  'went-well': z.array(z.string().min(1)),
  'went-badly': z.array(z.string().min(1)),
  actions: z.array(actionSchema).superRefine((actions, context) => {
    for (const [place, { id }] of actions.entries()) {
      if (actions.findIndex((one) => one.id === id) === place) continue;
      context.addIssue({ code: 'custom', message: 'another action item before has this id too', path: [place, 'id'] });
    }
  }),
});
export type Review = z.output<typeof reviewSchema>;

/** What of a review is still to be done. */
export const openActions = ({ actions }: Pick<Review, 'actions'>): readonly ActionItem[] =>
  actions.filter(({ done }) => done === undefined);

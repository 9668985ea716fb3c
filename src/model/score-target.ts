import { z } from 'zod';
import { durationOf, durationSchema, shareSchema } from './quantity.ts';
import type { DurationMs } from './time.ts';

/** What a rehearsal is scored by, in the order in which it happens. */
export const scoreItemIds = [
  'detect',
  'notify',
  'first-action',
  'mitigate',
  'recover',
  'affected',
  'notices',
  'steps',
  'people-steps',
] as const;
export type ScoreItemId = (typeof scoreItemIds)[number];

/** What is asked of one item. The level is in milliseconds for a time, from 0 to 1 for a share. */
export interface ScoreTarget {
  readonly level: number;
  readonly weight: number;
  /** Whether the whole fails with it. */
  readonly key: boolean;
}

/** Notices must be there so soon after what called for them. */
export interface NoticesTarget extends ScoreTarget {
  readonly within: DurationMs;
}

const ordinary = { weight: 1, key: false };
const weighed = {
  weight: z.number().min(0.1).max(100).default(1).describe('how much it counts beside the others'),
  key: z.boolean().default(false).describe('whether the whole fails with it, whatever the total'),
};

const withinSchema = z.union([
  durationSchema.transform((level): ScoreTarget => ({ level, ...ordinary })),
  z
    .strictObject({ within: durationSchema, ...weighed })
    .transform(({ within, ...rest }): ScoreTarget => ({ level: within, ...rest })),
]);

const atMostSchema = z.union([
  shareSchema.transform((level): ScoreTarget => ({ level, ...ordinary })),
  z
    .strictObject({ 'at-most': shareSchema, ...weighed })
    .transform(({ 'at-most': level, ...rest }): ScoreTarget => ({ level, ...rest })),
]);

const atLeastSchema = z.union([
  shareSchema.transform((level): ScoreTarget => ({ level, ...ordinary })),
  z
    .strictObject({ 'at-least': shareSchema, ...weighed })
    .transform(({ 'at-least': level, ...rest }): ScoreTarget => ({ level, ...rest })),
]);

const readyWithin = durationOf('5s');

const noticesSchema = z.union([
  shareSchema.transform((level): NoticesTarget => ({ level, within: readyWithin, ...ordinary })),
  z
    .strictObject({
      'at-least': shareSchema.default(1),
      within: durationSchema.default(readyWithin).describe('so soon after what called for them'),
      ...weighed,
    })
    .transform(({ 'at-least': level, ...rest }): NoticesTarget => ({ level, ...rest })),
]);

/** YAML: the targets that a rehearsal is scored against. What is left out is shown and does not count. */
export const scoreTargetsSchema = z
  .strictObject({
    detect: withinSchema.optional().describe('from the onset to the opening of the incident'),
    notify: withinSchema.optional().describe('from the onset to the first notices on disk'),
    'first-action': withinSchema.optional().describe('from the opening to the first action that was begun'),
    mitigate: withinSchema.optional().describe('from the onset to the end of what users feel'),
    recover: withinSchema.optional().describe('from the onset until the incident is resolved'),
    affected: atMostSchema.optional().describe('the share of all arrivals that came while users felt it'),
    notices: noticesSchema.optional().describe('the share of updates whose notices were all there in time'),
    steps: atLeastSchema.optional().describe('the share of steps begun that were done and had their effect'),
    'people-steps': atLeastSchema.optional().describe("the share of people's steps that were done in their time"),
  })
  .prefault({})
  .describe('targets that the run is scored against');
export type ScoreTargets = z.output<typeof scoreTargetsSchema>;

/** What is shown beside an item that the scenario sets no target for: what many teams would aim at in a drill. It is not judged. */
export const usualTargets: Readonly<Record<ScoreItemId, ScoreTarget>> & { readonly notices: NoticesTarget } = {
  detect: { level: durationOf('10s'), ...ordinary },
  notify: { level: durationOf('15s'), ...ordinary },
  'first-action': { level: durationOf('15s'), ...ordinary },
  mitigate: { level: durationOf('60s'), ...ordinary },
  recover: { level: durationOf('2m'), ...ordinary },
  affected: { level: 0.2, ...ordinary },
  notices: { level: 1, within: readyWithin, ...ordinary },
  steps: { level: 1, ...ordinary },
  'people-steps': { level: 1, ...ordinary },
};

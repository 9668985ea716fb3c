import { z } from 'zod';
import { actKeys, actOf, verificationOf, type Act, type Rollback, type Verification } from './action.ts';
import { idSchema } from './id.ts';
import { localTextSchema } from './local-text.ts';
import type { LocalText } from './locale.ts';
import { phases, type PhaseName } from './incident.ts';
import { audiences, type Audience } from './notice.ts';
import { durationSchema, parseDuration } from './quantity.ts';
import { severities, thresholdSchema, type Threshold } from './threshold.ts';
import { duration, type DurationMs } from './time.ts';

const thresholdIds = z.array(idSchema).min(1);

/** Thresholds that must be breached: every one of `all`, at least one of `any`, none of `none`. */
export const conditionSchema = z
  .strictObject({ all: thresholdIds.optional(), any: thresholdIds.optional(), none: thresholdIds.optional() })
  .refine(({ all, any }) => all !== undefined || any !== undefined, 'expected "all" or "any"');
export type Condition = z.output<typeof conditionSchema>;

/** A cause the playbook can recognise, and how it is said to people. */
export const causeSchema = z.strictObject({ when: conditionSchema, say: localTextSchema });

const stepKeys = {
  id: idSchema,
  when: z.strictObject({ cause: idSchema }).optional().describe('only once this cause is identified'),
  do: localTextSchema,
};

/** A step: a person's, by a role and in what time from the incident's opening; or one that acts by itself. */
export type PlaybookStep = {
  readonly id: string;
  readonly when?: { readonly cause: string } | undefined;
  readonly do: LocalText;
} & (
  | { readonly kind: 'person'; readonly person: string; readonly within: DurationMs | null }
  | {
      readonly kind: 'act';
      readonly act: Act;
      readonly timeOut: DurationMs;
      readonly retries: number;
      readonly verify: Verification | null;
      readonly rollback: Rollback;
    }
);

/** YAML: a step of a playbook. */
export const playbookStepSchema = z
  .strictObject({
    ...stepKeys,
    person: idSchema.optional().describe('the role whose step it is'),
    within: durationSchema.optional().describe('in what time from the opening of the incident'),
    ...actKeys,
  })
  .transform((written, context): PlaybookStep => {
    const { id, when, do: what, person, within } = written;
    const common = { id, do: what, ...(when === undefined ? {} : { when }) };
    const act = actOf(written);
    if (person !== undefined && typeof act === 'string')
      return { ...common, kind: 'person', person, within: within ?? null };
    const verify = verificationOf(written);
    if (person !== undefined || typeof act === 'string' || typeof verify === 'string') {
      const message =
        [act, verify].find((said) => typeof said === 'string') ?? "a step is a person's, or acts by itself";
      context.addIssue({ code: 'custom', message, path: message === verify ? ['verify'] : [] });
      return z.NEVER;
    }
    const { retries, rollback } = written;
    return { ...common, kind: 'act', act, timeOut: written['time-out'], retries, verify, rollback };
  });

/** YAML: who a playbook speaks to: in every phase, or in these. */
const spokenToSchema = z.partialRecord(
  z.enum(audiences),
  z.union([z.literal('always'), z.array(z.enum(phases)).min(1)]),
);

/** YAML: who is told what, and why somebody is not. */
const noticesSchema = z.strictObject({
  audiences: z
    .union([z.array(z.enum(audiences)).min(1), spokenToSchema])
    .describe('who is spoken to: a list, or for each whether always or in which phases'),
  'leaves-out': z
    .partialRecord(z.enum([...audiences, 'others']), z.string().min(1))
    .default({})
    .describe('why an audience is not spoken to, or not in every phase; "others" for all that are not named'),
  'next-update': durationSchema
    .refine((time) => time >= 1000, 'expected at least a second')
    .default(parseDuration('15m') ?? duration(0)),
});

/** YAML: a playbook: when it applies, causes it can recognise, who does what, and what is said to whom. */
export const playbookSchema = z.strictObject({
  version: z.literal(1),
  id: idSchema,
  title: localTextSchema,
  severity: z.enum(severities),
  triggers: z.record(idSchema, thresholdSchema),
  when: conditionSchema,
  causes: z.record(idSchema, causeSchema).default({}),
  module: idSchema
    .default('platform')
    .describe('the part of the platform that is in trouble; the settings name who answers for it'),
  obligations: z.array(idSchema).default([]).describe('the duties that such an incident brings, by id'),
  owners: z
    .strictObject({ command: idSchema, words: idSchema })
    .describe('who leads the response, and who speaks for it'),
  steps: z.array(playbookStepSchema).min(1),
  notices: noticesSchema,
});
export type Playbook = z.output<typeof playbookSchema>;

/** The thresholds a playbook brings, under their ids. */
export const thresholdsOf = (playbook: Playbook): readonly Threshold[] =>
  Object.entries(playbook.triggers).map(([id, threshold]) => ({ id, ...threshold }));

/** The phases in which a playbook speaks to an audience; none for one it does not speak to. */
export function phasesFor({ notices }: Pick<Playbook, 'notices'>, audience: Audience): readonly PhaseName[] {
  const { audiences: spokenTo } = notices;
  if (isList(spokenTo)) return spokenTo.includes(audience) ? phases : [];
  const told = spokenTo[audience] ?? [];
  return told === 'always' ? phases : told;
}

const isList = (value: Playbook['notices']['audiences']): value is Extract<typeof value, readonly unknown[]> =>
  Array.isArray(value);

/** The audiences a playbook speaks to in a phase. */
export const audiencesIn = (playbook: Pick<Playbook, 'notices'>, phase: PhaseName): readonly Audience[] =>
  audiences.filter((audience) => phasesFor(playbook, audience).includes(phase));

/** The audiences that a playbook is silent to in some phase without giving a reason. */
export const unexplained = (playbook: Pick<Playbook, 'notices'>): readonly Audience[] =>
  audiences.filter((audience) => {
    const reasons = playbook.notices['leaves-out'];
    const spokenIn = phasesFor(playbook, audience).length;
    // Of an audience that is told something and not all, only its own reason speaks.
    const explained = reasons[audience] ?? (spokenIn === 0 ? reasons.others : undefined);
    return spokenIn < phases.length && explained === undefined;
  });

import { z } from 'zod';
import { idSchema, type SignalId } from './id.ts';
import type { Json } from './json.ts';
import { durationOf, durationSchema, quantitySchema, type Unit } from './quantity.ts';
import { requestStepSchema, type RequestStep } from './step.ts';
import type { Bound } from './threshold.ts';
import type { DurationMs } from './time.ts';

/** YAML: one of a target's actions: a request that changes it, and the one that takes that back. What is captured of its answer the second may say. */
export const targetActionSchema = z.strictObject({ do: requestStepSchema, undo: requestStepSchema.optional() });
export type TargetAction = z.output<typeof targetActionSchema>;

/** What must hold after an action, within a time: else it had no effect. */
export interface Verification {
  readonly signal: SignalId;
  readonly bound: Bound;
  readonly unit: Unit;
  readonly within: DurationMs;
}

/** What a step does by itself. */
export type Act =
  /** One of the target profile's named actions. */
  | { readonly kind: 'target'; readonly action: string; readonly with: Readonly<Record<string, Json>> }
  /** A program with its arguments, each as it stands: no shell reads them. */
  | { readonly kind: 'command'; readonly run: readonly string[]; readonly undo: readonly string[] | null }
  /** A request to somebody else. */
  | { readonly kind: 'call'; readonly call: RequestStep; readonly undo: RequestStep | null };

/** When what was done is taken back: at the end of the run, at once if it had no effect, or by hand alone. */
export const rollbacks = ['at-end', 'without-effect', 'never'] as const;
export type Rollback = (typeof rollbacks)[number];

const argument = z.array(z.string()).min(1);

/** The keys of a step that acts. */
export const actKeys = {
  action: idSchema.optional().describe("one of the target profile's actions"),
  with: z.record(z.string(), z.json()).default({}).describe('what the action is given'),
  run: argument.optional().describe('a program and its arguments, each as it stands; it needs its own allowance'),
  'undo-run': argument.optional(),
  call: requestStepSchema.optional().describe('a request to an address; its host needs its own allowance'),
  'undo-call': requestStepSchema.optional(),
  'time-out': durationSchema.default(durationOf('10s')),
  retries: z.int().min(0).max(10).default(0),
  verify: z
    .strictObject({
      signal: idSchema,
      above: quantitySchema.optional(),
      below: quantitySchema.optional(),
      within: durationSchema,
    })
    .optional()
    .describe('what must hold within a time: else the action had no effect, and the next one is tried'),
  rollback: z.enum(rollbacks).default('at-end'),
};

type Written = z.output<z.ZodObject<typeof actKeys>>;

/** What a step is written to do; a text that says what is wrong where it is not exactly one thing. */
export function actOf(step: Written): Act | string {
  const { action, run, call } = step;
  const acts: readonly Act[] = [
    ...(action === undefined
      ? []
      : [{ kind: 'target', action, with: step.with as Readonly<Record<string, Json>> } as const]),
    ...(run === undefined ? [] : [{ kind: 'command', run, undo: step['undo-run'] ?? null } as const]),
    ...(call === undefined ? [] : [{ kind: 'call', call, undo: step['undo-call'] ?? null } as const]),
  ];
  const [act, ...more] = acts;
  if (act === undefined || more.length > 0) return 'expected "person", or one of "action", "run" and "call"';
  return act;
}

/** What must hold after a step; null when nothing is asked, a text that says what is wrong where a level is missing. */
export function verificationOf({ verify }: Written): Verification | string | null {
  if (verify === undefined) return null;
  const { signal, above, below, within } = verify;
  if (above !== undefined && below === undefined) {
    return { signal, within, unit: above.unit, bound: { side: 'above', level: above.value } };
  }
  if (below !== undefined && above === undefined) {
    return { signal, within, unit: below.unit, bound: { side: 'below', level: below.value } };
  }
  return 'expected either "above" or "below"';
}

/** How an action is named to people: `standby`, `run restart.sh`, `POST https://…`. */
export function actText(act: Act): string {
  switch (act.kind) {
    case 'target':
      return act.action;
    case 'command':
      return `run ${act.run[0] ?? ''}`;
    case 'call':
      return `${act.call.method.toUpperCase()} ${act.call.path}`;
  }
}

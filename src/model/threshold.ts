import { z } from 'zod';
import { aspectKeys, aspectOf, type Aspect } from './aspect.ts';
import { idSchema, type SignalId, type ThresholdId } from './id.ts';
import { durationSchema, quantitySchema, type Quantity, type Unit } from './quantity.ts';
import { duration, type DurationMs } from './time.ts';

/** How bad an incident is, from a nuisance to an emergency. */
export const severities = ['minor', 'major', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** The worse of two. */
export const worse = (one: Severity, other: Severity): Severity =>
  severities.indexOf(one) < severities.indexOf(other) ? other : one;

/** A level and the side of it that counts; the level itself is on neither side. */
export interface Bound {
  readonly side: 'above' | 'below';
  readonly level: number;
}

/**
 * When a signal, or an aspect of it, is too high or too low. It fires when that has been beyond `fire` for all of `hold`, and clears when it has been
 * measured within `clear` for all of `clearHold`. `absence` tells what nothing measured means once the signal has been seen:
 * `breach` as if beyond the fire level, `keep` stays as it is, `ignore` ends a pending hold. Absence never clears.
 */
export interface Threshold {
  readonly id: ThresholdId;
  readonly signal: SignalId;
  readonly aspect: Aspect;
  /** What the levels are in: of a change a ratio, of a burn rate a count. */
  readonly unit: Unit;
  readonly fire: Bound;
  readonly clear: Bound;
  readonly hold: DurationMs;
  readonly clearHold: DurationMs;
  readonly absence: 'breach' | 'keep' | 'ignore';
  /** An incident that this threshold speaks for is at least so bad; null leaves that to its playbook. */
  readonly severity: Severity | null;
  /** Whether its breach stops the load of a rehearsal. */
  readonly stop: boolean;
  /** Where people read what to do about it: an address, or a file's path in the workspace. */
  readonly runbook: string | null;
}

const noTime = duration(0);
const bound = { above: quantitySchema.optional(), below: quantitySchema.optional() };

/** YAML: a threshold, in the `triggers` of a playbook. */
export const thresholdSchema = z
  .strictObject({
    signal: idSchema,
    ...aspectKeys,
    ...bound,
    hold: durationSchema.default(noTime),
    clear: z.strictObject({ ...bound, hold: durationSchema.default(noTime) }),
    absence: z.enum(['breach', 'keep', 'ignore']).default('keep'),
    severity: z
      .enum(severities)
      .optional()
      .describe('an incident that this threshold speaks for is at least so bad, whatever its playbook says'),
    runbook: z
      .string()
      .min(1)
      .optional()
      .describe('where people read what to do about it: an address, or a path from the root of the workspace'),
    stop: z.boolean().default(false).describe('whether a breach of it stops the load of a rehearsal'),
  })
  .transform((written, context): Omit<Threshold, 'id'> => {
    const fire = oneBound(written);
    const clear = oneBound(written.clear);
    const aspect = aspectOf(written);
    const fault = boundsFault(fire, clear) ?? aspectFault(aspect, fire);
    if (fire === null || clear === null || aspect === null || fault !== null) {
      context.addIssue({ code: 'custom', message: fault ?? '', path: clear === null ? ['clear'] : [] });
      return z.NEVER;
    }
    return {
      signal: written.signal,
      aspect,
      unit: fire.unit,
      fire: { side: fire.side, level: fire.value },
      clear: { side: clear.side, level: clear.value },
      hold: written.hold,
      clearHold: written.clear.hold,
      absence: written.absence,
      severity: written.severity ?? null,
      stop: written.stop,
      runbook: written.runbook ?? null,
    };
  });

type WrittenBound = Quantity & { readonly side: Bound['side'] };

function oneBound(written: { above?: Quantity | undefined; below?: Quantity | undefined }): WrittenBound | null {
  if (written.above !== undefined && written.below === undefined) return { ...written.above, side: 'above' };
  if (written.below !== undefined && written.above === undefined) return { ...written.below, side: 'below' };
  return null;
}

function boundsFault(fire: WrittenBound | null, clear: WrittenBound | null): string | null {
  if (fire === null || clear === null) return 'expected either "above" or "below", and one only';
  if (fire.side === clear.side) return `a threshold that fires ${fire.side} a level clears on the other side`;
  if (fire.unit !== clear.unit) return `the fire level is in ${fire.unit}, the clear level in ${clear.unit}`;
  const gap = fire.side === 'above' ? fire.value - clear.value : clear.value - fire.value;
  return gap < 0 ? 'the clear level lies beyond the fire level: the threshold would fire and clear at once' : null;
}

/** A fault of a threshold's aspect, or of levels that are not in its unit. */
function aspectFault(aspect: Aspect | null, fire: WrittenBound | null): string | null {
  switch (aspect?.kind) {
    case undefined:
      return 'expected at most one of "forecast", "change" and "burn-rate"';
    case 'change':
      return fire?.unit === 'ratio' ? null : 'the levels of a change are percentages of the warm-up, such as 300%';
    case 'burn-rate':
      return fire?.unit === 'count' ? null : 'the levels of a burn rate are numbers, such as 14.4';
    case 'value':
    case 'forecast':
      return null;
  }
}

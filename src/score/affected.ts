import type { Fact } from '../model/fact.ts';
import type { Millis } from '../model/time.ts';

/** While users felt something; to the end of the run where `to` is null. */
export interface FeltSpan {
  readonly from: Millis;
  readonly to: Millis | null;
}

/**
 * The share of users affected: of all who had arrived by the last frame, those who arrived while users felt something. How many had arrived at a moment is
 * what the last frame before it says; spans that overlap count once. Everybody who came in that time counts, whatever they came to do; who was
 * inside before does not. Null when nobody arrived.
 */
export function affectedShare(facts: readonly Fact[], spans: readonly FeltSpan[]): number | null {
  const frames = facts.filter((fact) => fact.fact === 'frame');
  const all = frames.at(-1)?.arrivals.started ?? 0;
  if (all === 0) return null;
  const arrivedBy = (at: Millis): number => frames.findLast((frame) => frame.at <= at)?.arrivals.started ?? 0;
  let counted = 0;
  let affected = 0;
  for (const { from, to } of spans.toSorted((one, other) => one.from - other.from)) {
    const before = Math.max(counted, arrivedBy(from));
    const after = Math.max(before, to === null ? all : arrivedBy(to));
    affected += after - before;
    counted = after;
  }
  return affected / all;
}

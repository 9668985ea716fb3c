import type { SignalId } from '../../model/id.ts';
import type { Check, ThresholdCase } from './threshold-cases.ts';
import { ticksIn, type Stretch } from './tick-series.ts';

/** One case of several thresholds at once, each of another signal: none of them sees what another's does. */
export interface SharedCase<Owner> {
  readonly name: string;
  readonly arriving: boolean;
  /** How many evaluations the longest of them takes. */
  readonly ticks: number;
  readonly signals: ReadonlySet<SignalId>;
  readonly subjects: ReadonlyMap<string, readonly Stretch[]>;
  readonly checks: readonly (Check & { readonly owner: Owner })[];
}

/** A threshold's case, the signal that the threshold is of, and the metric that it reads: the signal's own, or what is computed from it. */
export interface OwnedCase<Owner> extends ThresholdCase {
  readonly owner: Owner;
  readonly of: SignalId;
  readonly subject: string;
}

/** Cases of one name together, as many as have signals of their own: every test evaluates every rule, whomever it is for. */
export function sideBySide<Owner>(cases: readonly OwnedCase<Owner>[]): readonly SharedCase<Owner>[] {
  const shared: SharedCase<Owner>[] = [];
  for (const { name, arriving, signal, of, subject, checks, owner } of cases) {
    const at = shared.findIndex((one) => one.name === name && one.arriving === arriving && !one.signals.has(of));
    const before = shared[at];
    shared.splice(before === undefined ? shared.length : at, 1, {
      ...{ name, arriving },
      ticks: Math.max(before?.ticks ?? 0, ticksIn(signal)),
      signals: new Set([...(before?.signals ?? []), of]),
      subjects: new Map([...(before?.subjects ?? []), [subject, signal]]),
      checks: [...(before?.checks ?? []), ...checks.map((check) => ({ ...check, owner }))],
    });
  }
  return shared;
}

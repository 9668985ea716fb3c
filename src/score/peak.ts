import type { Fact } from '../model/fact.ts';
import type { SignalId } from '../model/id.ts';
import type { Unit } from '../model/quantity.ts';
import type { Bound } from '../model/threshold.ts';
import type { SignalDefinition } from '../model/signal.ts';
import type { ScoredIncident } from './scored-incident.ts';

/** The worst that the signal read which opened the first incident. */
export interface Peak {
  readonly signal: SignalId;
  readonly unit: Unit;
  /** On which side worse lies. */
  readonly side: Bound['side'];
  readonly value: number;
}

/** The peak of a run from the first onset on; null when no incident opened, or its signal was never measured. */
export function peakOf(
  facts: readonly Fact[],
  incidents: readonly ScoredIncident[],
  definitions: readonly SignalDefinition[],
): Peak | null {
  const [first] = incidents;
  const threshold = first?.opening ?? null;
  if (first === undefined || threshold === null) return null;
  const { signal, fire } = threshold;
  const unit = definitions.find(({ id }) => id === signal)?.unit;
  const worse = (one: number, other: number): number =>
    fire.side === 'above' ? Math.max(one, other) : Math.min(one, other);
  let value: number | null = null;
  for (const fact of facts) {
    const read = fact.fact === 'frame' && fact.at >= first.incident.onsetAt ? (fact.signals[signal] ?? null) : null;
    if (read !== null) value = value === null ? read : worse(value, read);
  }
  return value === null || unit === undefined ? null : { signal, unit, side: fire.side, value };
}

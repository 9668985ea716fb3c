import type { CauseId, IncidentId, PlaybookId, SignalId, ThresholdId } from './id.ts';
import type { Severity } from './threshold.ts';
import type { Millis } from './time.ts';

/** The life of an incident, in order. */
export const phases = ['investigating', 'identified', 'monitoring', 'resolved'] as const;
export type PhaseName = (typeof phases)[number];

/** A threshold crossed, from when to when. */
export interface Breach {
  readonly threshold: ThresholdId;
  readonly signal: SignalId;
  /** When the hold was satisfied. */
  readonly openedAt: Millis;
  /** The start of the first second whose own samples exceed the fire level. */
  readonly onsetAt: Millis;
  /** The worst value so far; `null` while nothing was measured. */
  readonly peak: number | null;
  readonly clearedAt: Millis | null;
}

/** When each phase was entered; a phase that was passed over is left out. */
export type Phase =
  | { readonly phase: 'investigating' }
  | { readonly phase: 'identified'; readonly identifiedAt: Millis; readonly cause: CauseId }
  | { readonly phase: 'monitoring'; readonly monitoringAt: Millis }
  | { readonly phase: 'resolved'; readonly resolvedAt: Millis };

/** One user-visible trouble, with one playbook. */
export type Incident = {
  readonly id: IncidentId;
  readonly playbook: PlaybookId;
  readonly severity: Severity;
  readonly onsetAt: Millis;
  readonly openedAt: Millis;
  readonly breaches: readonly Breach[];
  /** The cause, once identified; it stays known in the phases after. */
  readonly cause: CauseId | null;
  /** How many times its readers have been told something. */
  readonly update: number;
  readonly nextUpdateAt: Millis;
} & Phase;

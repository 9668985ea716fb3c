import type { RunTold } from './comparable.ts';
import type { Comparison } from './comparison.ts';
import type { IncidentPair } from './incident-times.ts';

/** Two runs beside each other. */
export interface ComparedRuns {
  readonly a: RunTold;
  readonly b: RunTold;
  readonly comparison: Comparison;
  readonly incidents: readonly IncidentPair[];
  /** What else differs, and what is doubtful about them. */
  readonly remarks: readonly string[];
}

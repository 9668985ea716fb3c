import { timeToDetect, type DeclaredIncidents } from '../judge/declared-incidents.ts';
import type { EngineIdentity, Outcome } from '../model/fact.ts';
import type { CauseId, IncidentId, PlaybookId, ScenarioId } from '../model/id.ts';
import type { Incident, PhaseName } from '../model/incident.ts';
import type { Machine } from '../model/machine.ts';
import { between, type Millis } from '../model/time.ts';
import type { Scorecard } from '../score/scorecard.ts';
import type { Worth } from '../score/worth.ts';
import type { Arrivals } from './watch.ts';

/** An incident as a run's result tells it. Instants are ISO 8601, times milliseconds. */
export interface IncidentResult {
  readonly id: IncidentId;
  readonly playbook: PlaybookId;
  readonly phase: PhaseName;
  readonly cause: CauseId | null;
  readonly onsetAt: string;
  readonly openedAt: string;
  readonly resolvedAt: string | null;
  /** From the onset to the opening; of one that a person declared to what was measured, and null where nothing was. */
  readonly timeToDetectMs: number | null;
  /** From the onset to the first notices on disk; null when none were written. */
  readonly timeToNotifyMs: number | null;
}

/** What `rehearse --json` prints and `run.json` holds. */
export interface RunResult {
  /** The version of this format. */
  readonly v: 1;
  /** The run's name in `run.json`, so that a folder can be copied; its folder where it is printed. */
  readonly run: string;
  readonly scenario: ScenarioId;
  readonly engine: EngineIdentity;
  /** Runs of earlier versions do not tell. */
  readonly machine?: Machine;
  readonly outcome: Outcome;
  readonly reasons: readonly string[];
  /** What people should see and by which the outcome is not decided: signals that were not measured, one sentence each. */
  readonly warnings: readonly string[];
  readonly arrivals: Arrivals;
  /** Whether the playbooks' own actions were taken. */
  readonly actions: boolean;
  /** Null for a run that was not judged to its end. */
  readonly score: Scorecard | null;
  /** The same surge without the playbooks' own actions: the name of its run, and what the actions were worth. */
  readonly control?: { readonly run: string; readonly worth: readonly Worth[] };
  readonly incidents: readonly IncidentResult[];
  /** Paths relative to the run's folder. */
  readonly notices: readonly string[];
  readonly error?: string;
}

export function incidentResult(
  incident: Incident,
  notifiedAt: Millis | null,
  declared: DeclaredIncidents,
): IncidentResult {
  return {
    id: incident.id,
    playbook: incident.playbook,
    phase: incident.phase,
    cause: incident.cause,
    onsetAt: iso(incident.onsetAt),
    openedAt: iso(incident.openedAt),
    resolvedAt: incident.phase === 'resolved' ? iso(incident.resolvedAt) : null,
    timeToDetectMs: timeToDetect(incident, declared),
    timeToNotifyMs: notifiedAt === null ? null : between(incident.onsetAt, notifiedAt),
  };
}

const iso = (at: Millis): string => new Date(at).toISOString();

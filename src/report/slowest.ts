import { between, duration, type DurationMs } from '../model/time.ts';
import type { IncidentStory } from './report.ts';

/** The slowest detection and recovery of all incidents, from their onset; null where none got there. What only a person saw was not detected. */
export function slowestOf(incidents: readonly IncidentStory[]): {
  readonly detect: DurationMs | null;
  readonly recover: DurationMs | null;
} {
  const slowest = (took: (incident: IncidentStory) => DurationMs | null): DurationMs | null => {
    const times = incidents.flatMap((incident) => took(incident) ?? []);
    return times.length === 0 ? null : duration(Math.max(...times));
  };
  return {
    detect: slowest(({ toDetect }) => toDetect),
    recover: slowest(({ onsetAt, resolvedAt }) => (resolvedAt === null ? null : between(onsetAt, resolvedAt))),
  };
}

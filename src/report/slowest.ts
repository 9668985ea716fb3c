import { between, duration, type DurationMs, type Millis } from '../model/time.ts';
import type { IncidentStory } from './report.ts';

/** The slowest detection and recovery of all incidents, from their onset; null where none got there. */
export function slowestOf(incidents: readonly IncidentStory[]): {
  readonly detect: DurationMs | null;
  readonly recover: DurationMs | null;
} {
  const slowest = (to: (incident: IncidentStory) => Millis | null): DurationMs | null =>
    incidents.reduce<DurationMs | null>((most, incident) => {
      const reached = to(incident);
      return reached === null ? most : duration(Math.max(most ?? 0, between(incident.onsetAt, reached)));
    }, null);
  return { detect: slowest(({ openedAt }) => openedAt), recover: slowest(({ resolvedAt }) => resolvedAt) };
}

import { overWindow } from '../model/aspect.ts';
import type { Compression } from '../model/plan.ts';
import { thresholdsOf, type Playbook } from '../model/playbook.ts';
import type { SignalDefinition } from '../model/signal.ts';
import type { Threshold } from '../model/threshold.ts';
import { duration, type DurationMs } from '../model/time.ts';
import { canHold } from '../playbook/match.ts';

/** What a run is judged by: how its target measures, and the playbooks there are. */
export interface JudgedBy {
  readonly definitions: readonly SignalDefinition[];
  readonly playbooks: readonly Playbook[];
}

/**
 * The same for a drill that makes time pass so much faster: the windows of burn rates are as much shorter, and every signal is measured over those windows
 * too.
 */
export function forDrill({ definitions, playbooks }: JudgedBy, compression: Compression | null): JudgedBy {
  const faster = compression?.time ?? 1;
  const scaled = playbooks.map((playbook) => ({
    ...playbook,
    triggers: Object.fromEntries(
      Object.entries(playbook.triggers).map(([id, threshold]) => [id, scaleWindows(threshold, faster)]),
    ),
  }));
  return { definitions: [...definitions, ...windowed(definitions, scaled.flatMap(thresholdsOf))], playbooks: scaled };
}

/** A metrics page is mostly read once a second: a window must hold some samples. */
const leastWindow = duration(2000);

function scaleWindows<Scaled extends Omit<Threshold, 'id'>>(threshold: Scaled, faster: number): Scaled {
  const { aspect } = threshold;
  if (aspect.kind !== 'burn-rate') return threshold;
  const shorter = (window: DurationMs): DurationMs => duration(Math.max(leastWindow, Math.round(window / faster)));
  const [long, short] = aspect.windows;
  return { ...threshold, aspect: { ...aspect, windows: [shorter(long), shorter(short)] } };
}

/** The signals of burn rates, each over each of its windows. */
function windowed(
  definitions: readonly SignalDefinition[],
  thresholds: readonly Threshold[],
): readonly SignalDefinition[] {
  const all = thresholds.flatMap(({ signal, aspect }) =>
    aspect.kind !== 'burn-rate'
      ? []
      : definitions
          .filter(({ id }) => id === signal)
          .flatMap(({ unit, measure }) =>
            aspect.windows.map((over) => ({ id: overWindow(signal, over), unit, measure: { ...measure, over } })),
          ),
  );
  return [...new Map(all.map((definition) => [definition.id, definition])).values()];
}

/** The thresholds whose signals the target measures. */
export function measurable({ playbooks, definitions }: JudgedBy): readonly Threshold[] {
  const measured = new Set(definitions.map(({ id }) => id));
  return playbooks.flatMap(thresholdsOf).filter(({ signal }) => measured.has(signal));
}

/** The playbooks that can apply by what the target measures. */
export function applicable(by: JudgedBy): readonly Playbook[] {
  const thresholds = new Set(measurable(by).map(({ id }) => id));
  return by.playbooks.filter(({ when }) => canHold(when, thresholds));
}

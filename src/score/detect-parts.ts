import { isLoadSeries, tellsEvery } from '../model/load-series.ts';
import { seriesOf, type SignalDefinition } from '../model/signal.ts';
import type { Threshold } from '../model/threshold.ts';
import { duration, type DurationMs } from '../model/time.ts';

/** What the time to detect is made of, in milliseconds. */
export interface DetectParts {
  /** How often what the signal is measured from is told: by the engine, or by a page of metrics. */
  readonly push: DurationMs;
  /** The signal is measured over so much; of it so many readings must be bad that the measure moves. None for a reading as it stands. */
  readonly window: DurationMs;
  readonly hold: DurationMs;
  /** Push and hold: what even the most abrupt trouble takes. The window adds between nothing and all of itself. */
  readonly floor: DurationMs;
}

/** As often as a page of metrics is read where its target says nothing else. */
const pageEvery = duration(1000);

/** The parts of the time to detect by a threshold; null where the target does not measure its signal. A burn rate waits for its longer window. */
export function detectParts(threshold: Threshold, definitions: readonly SignalDefinition[]): DetectParts | null {
  const measure = definitions.find(({ id }) => id === threshold.signal)?.measure;
  if (measure === undefined) return null;
  const { aspect, hold } = threshold;
  const over = 'over' in measure ? measure.over : duration(0);
  const window = aspect.kind === 'burn-rate' ? aspect.windows[0] : over;
  const push = seriesOf(measure).every(isLoadSeries) ? tellsEvery : pageEvery;
  return { push, window, hold, floor: duration(push + hold) };
}

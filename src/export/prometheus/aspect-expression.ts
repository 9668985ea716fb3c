import { overWindow, type Aspect } from '../../model/aspect.ts';
import type { SignalId } from '../../model/id.ts';
import { formatDuration } from '../../model/quantity.ts';
import type { SignalDefinition } from '../../model/signal.ts';
import type { Threshold } from '../../model/threshold.ts';
import type { DurationMs } from '../../model/time.ts';
import { selector, underscored } from './promql.ts';
import { recordOf, recorded, type OwnedThreshold } from './threshold-alert.ts';

/** The metric that a signal is recorded as over another window than its own. */
export const windowRecordOf = (signal: SignalId, window: DurationMs): string =>
  `${recordOf(signal)}:over_${underscored(formatDuration(window))}`;

/** The signals of burn rates over their windows, as they are to be recorded beside the signals themselves. */
export function windowDefinitions(
  thresholds: readonly OwnedThreshold[],
  definitions: readonly SignalDefinition[],
): ReadonlyMap<string, SignalDefinition> {
  const windows = thresholds.flatMap(({ threshold: { signal, aspect } }) =>
    aspect.kind === 'burn-rate' ? aspect.windows.map((over) => ({ signal, over })) : [],
  );
  return new Map(
    windows.flatMap(({ signal, over }) =>
      definitions
        .filter(({ id }) => id === signal)
        .map(({ unit, measure }): [string, SignalDefinition] => [
          windowRecordOf(signal, over),
          { id: overWindow(signal, over), unit, measure: { ...measure, over } },
        ]),
    ),
  );
}

/** Whether Prometheus can tell this aspect: it knows no run, and so no warm-up. */
export const isExpressed = ({ kind }: Aspect): boolean => kind !== 'change';

/** What of a signal a threshold speaks of, from the recorded signals; null for the signal itself, which is recorded already. */
export function aspectExpression({ signal, aspect }: Threshold, target: string): string | null {
  switch (aspect.kind) {
    case 'value':
    case 'change':
      return null;
    case 'forecast':
      return `predict_linear(${recorded(signal, target)}[${formatDuration(aspect.from)}], ${aspect.ahead / 1000})`;
    case 'burn-rate': {
      const [long, short] = aspect.windows.map((window) => selector(windowRecordOf(signal, window), { target }));
      return `(${long ?? ''} <= ${short ?? ''} or (${short ?? ''} and ${long ?? ''})) / ${budgetOf(aspect.objective)}`;
    }
  }
}

/** The share of events that may be bad, without the digits that a difference of binary fractions leaves behind. */
const budgetOf = (objective: number): number => Number((1 - objective).toPrecision(12));

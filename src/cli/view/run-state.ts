import type { Fact, FrameTaken, RunStarted } from '../../model/fact.ts';
import type { IncidentId, ThresholdId } from '../../model/id.ts';
import type { Threshold } from '../../model/threshold.ts';
import { between, type DurationMs, type Millis } from '../../model/time.ts';
import { followSteps, type PersonStep } from '../../playbook/person-steps.ts';

/** What a view shows of a run, derived from its facts alone: the live view, a replay and a page can all be made from it. */
export interface RunState {
  readonly started: (RunStarted & { readonly at: Millis }) | null;
  readonly loadAt: Millis | null;
  readonly loadOver: boolean;
  readonly frame: (FrameTaken & { readonly at: Millis }) | null;
  readonly previous: (FrameTaken & { readonly at: Millis }) | null;
  /** How close each threshold has come to its fire level at the most; from 1 on it was beyond it. */
  readonly closeness: ReadonlyMap<ThresholdId, number>;
  readonly breachedAt: ReadonlyMap<ThresholdId, Millis>;
  readonly onsets: ReadonlyMap<IncidentId, Millis>;
  readonly openedAt: ReadonlyMap<IncidentId, Millis>;
  /** The steps of people that were shown. */
  readonly steps: readonly PersonStep[];
}

export const nothingYet: RunState = {
  started: null,
  loadAt: null,
  loadOver: false,
  frame: null,
  previous: null,
  closeness: new Map(),
  breachedAt: new Map(),
  onsets: new Map(),
  openedAt: new Map(),
  steps: [],
};

export function follow(state: RunState, fact: Fact): RunState {
  switch (fact.fact) {
    case 'run-started':
      return { ...state, started: fact };
    case 'load-started':
      return { ...state, loadAt: fact.at };
    case 'load-ended':
      return { ...state, loadOver: true };
    case 'frame':
      // The rate needs two frames that are not close together: arrivals are reported twice a second.
      return {
        ...state,
        frame: fact,
        closeness: followCloseness(state, fact),
        ...(isSecondAfter(state.previous, fact.at) ? { previous: state.frame ?? fact } : {}),
      };
    case 'breach-opened':
      return { ...state, breachedAt: new Map(state.breachedAt).set(fact.threshold, fact.at) };
    case 'breach-cleared': {
      const breachedAt = new Map(state.breachedAt);
      breachedAt.delete(fact.threshold);
      return { ...state, breachedAt };
    }
    case 'incident-opened':
      return {
        ...state,
        onsets: new Map(state.onsets).set(fact.incident, fact.onsetAt),
        openedAt: new Map(state.openedAt).set(fact.incident, fact.at),
      };
    default: {
      const steps = followSteps(state.steps, fact);
      return steps === state.steps ? state : { ...state, steps };
    }
  }
}

const isSecondAfter = (frame: { readonly at: Millis } | null, at: Millis): boolean =>
  frame === null || between(frame.at, at) >= 2000;

function followCloseness({ closeness, started }: RunState, { signals }: FrameTaken): RunState['closeness'] {
  const closer = (started?.thresholds ?? []).flatMap((threshold): [ThresholdId, number][] => {
    const close = closenessOf(threshold, signals[threshold.signal] ?? null);
    return close > (closeness.get(threshold.id) ?? 0) ? [[threshold.id, close]] : [];
  });
  return closer.length === 0 ? closeness : new Map([...closeness, ...closer]);
}

/** What is judged of a trend or a change cannot be told from a reading; it is shown once it breaches. */
function closenessOf({ aspect, fire }: Threshold, value: number | null): number {
  if (value === null || aspect.kind !== 'value') return 0;
  const [near, far] = fire.side === 'above' ? [value, fire.level] : [fire.level, value];
  return far === 0 ? (near > 0 ? 1 : 0) : near / far;
}

/** So many thresholds can be read at a glance, and one that never came so close to its level need not be. */
const [mostShown, closeEnough] = [6, 0.3];

/** The thresholds that are worth looking at in this run: those that came closest to their fire level, in the order in which they are judged. */
export function worthShowing({ started, closeness, breachedAt }: RunState): readonly Threshold[] {
  const close = (id: ThresholdId): number => (breachedAt.has(id) ? Infinity : (closeness.get(id) ?? 0));
  const thresholds = started?.thresholds ?? [];
  const closest = thresholds
    .filter(({ id }) => close(id) >= closeEnough)
    .toSorted((one, other) => close(other.id) - close(one.id));
  const shown = new Set(closest.slice(0, mostShown).map(({ id }) => id));
  return thresholds.filter(({ id }) => shown.has(id));
}

/** The time of a run at an instant: counted from the start of the load, before it from the start of the run. */
export function runTime(state: RunState, at: Millis): DurationMs {
  return between(state.loadAt ?? state.started?.at ?? at, at);
}

/** `00:34`, or `1:02:03`. */
export function clockText(time: DurationMs): string {
  const seconds = Math.max(0, Math.floor(time / 1000));
  const two = (part: number): string => String(part).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}

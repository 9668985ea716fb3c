import type { Fact, FrameTaken, RunStarted } from '../../model/fact.ts';
import type { IncidentId, ThresholdId } from '../../model/id.ts';
import { between, type DurationMs, type Millis } from '../../model/time.ts';

/** What a view shows of a run, derived from its facts alone: the live view, a replay and a page can all be made from it. */
export interface RunState {
  readonly started: (RunStarted & { readonly at: Millis }) | null;
  readonly loadAt: Millis | null;
  readonly loadOver: boolean;
  readonly frame: (FrameTaken & { readonly at: Millis }) | null;
  readonly previous: (FrameTaken & { readonly at: Millis }) | null;
  readonly breachedAt: ReadonlyMap<ThresholdId, Millis>;
  readonly onsets: ReadonlyMap<IncidentId, Millis>;
  readonly openedAt: ReadonlyMap<IncidentId, Millis>;
}

export const nothingYet: RunState = {
  started: null,
  loadAt: null,
  loadOver: false,
  frame: null,
  previous: null,
  breachedAt: new Map(),
  onsets: new Map(),
  openedAt: new Map(),
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
      // The rate needs two frames a second or more apart: arrivals are reported once a second.
      return isSecondAfter(state.previous, fact.at)
        ? { ...state, previous: state.frame ?? fact, frame: fact }
        : { ...state, frame: fact };
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
    default:
      return state;
  }
}

const isSecondAfter = (frame: { readonly at: Millis } | null, at: Millis): boolean =>
  frame === null || between(frame.at, at) >= 2000;

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

export const secondsText = (time: DurationMs): string => `${(time / 1000).toFixed(1)} s`;

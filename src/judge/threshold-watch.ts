import type { Breach } from '../model/incident.ts';
import type { BreachCleared, BreachOpened } from '../model/fact.ts';
import type { Frame } from '../model/frame.ts';
import type { Bound, Threshold } from '../model/threshold.ts';
import { secondsText } from '../model/quantity.ts';
import { between, duration, plus, secondOf, type DurationMs, type Millis } from '../model/time.ts';
import { nothingKnown, secondShown, seeAspect, type AspectMemory, type Shown } from './aspect.ts';
import { levelText, readingText } from './reading-text.ts';

/** Exceeding seconds further apart than this belong to different troubles: the earlier one is not the onset of the later. */
const onsetGap = duration(5000);

/** The first and the last exceeding second of the trouble that may be beginning. */
interface Onset {
  readonly first: Millis;
  readonly last: Millis;
}

/** Where a threshold stands. `pending` is beyond the fire level with its hold running; `clearingSince` is when a clear hold began to run. */
type Standing =
  | { readonly standing: 'quiet' }
  | { readonly standing: 'pending'; readonly since: Millis }
  | { readonly standing: 'breached'; readonly breach: Breach; readonly clearingSince: Millis | null };

/** What is remembered of a threshold from frame to frame. */
export type ThresholdState = Standing & {
  readonly seen: boolean;
  /** Nothing is measured now: whatever hold is running waits. */
  readonly waiting: boolean;
  readonly onset: Onset | null;
  readonly lastAt: Millis | null;
  readonly memory: AspectMemory;
};

export const unseen: ThresholdState = {
  ...{ standing: 'quiet', seen: false, waiting: false, onset: null, lastAt: null },
  memory: nothingKnown,
};

/** What a frame shows of a threshold; time that was not watched, or not measured, counts towards no hold. */
interface Look {
  readonly threshold: Threshold;
  readonly at: Millis;
  /** What is compared with the fire level; null while nothing is measured, or it says nothing yet. */
  readonly value: number | null;
  /** `absent`: nothing was measured, and the threshold does not take that for a breach. */
  readonly says: 'beyond' | 'between' | 'clear' | 'absent';
  readonly unwatched: DurationMs;
}

export interface Watched {
  readonly state: ThresholdState;
  readonly told: BreachOpened | BreachCleared | null;
}

const beyond = (bound: Bound, value: number): boolean =>
  bound.side === 'above' ? value > bound.level : value < bound.level;

/**
 * Takes one threshold through one frame. It opens when what it speaks of has been beyond the fire level for all of the hold, and clears when it has
 * been measured within the clear level for all of the clear hold. A pause between frames longer than `blindAfter` advances neither, nor does a clock that is set
 * back.
 */
export function watchThreshold(
  threshold: Threshold,
  before: ThresholdState,
  frame: Frame,
  blindAfter: DurationMs,
): Watched {
  const sinceLast = before.lastAt === null ? duration(0) : between(before.lastAt, frame.at);
  const { shown, memory } = seeAspect(threshold, remembered(before.memory, sinceLast), frame);
  const seen = before.seen || shown.shows !== 'absent';
  const look: Look = {
    threshold,
    at: frame.at,
    value: shown.shows === 'measured' ? shown.value : null,
    says: says(threshold, shown, seen && frame.loadOn),
    // A clock that was set back takes whatever runs with it.
    unwatched: sinceLast > blindAfter || sinceLast < 0 ? sinceLast : duration(0),
  };
  const state: ThresholdState = {
    ...before,
    seen,
    memory,
    waiting: look.says === 'absent',
    onset: followOnset(threshold, before, frame),
    lastAt: frame.at,
  };
  return state.standing === 'breached'
    ? stepBreached(look, state, state.breach, state.clearingSince, sinceLast)
    : stepUnbreached(look, state, sinceLast);
}

/** Readings later than now are of a clock that has been set back since: they lead nowhere. */
const remembered = (memory: AspectMemory, sinceLast: DurationMs): AspectMemory =>
  sinceLast < 0 && memory.knows === 'readings' ? nothingKnown : memory;

function says(threshold: Threshold, shown: Shown, absenceCounts: boolean): Look['says'] {
  switch (shown.shows) {
    case 'absent':
      return threshold.absence === 'breach' && absenceCounts ? 'beyond' : 'absent';
    case 'unsure':
      return 'between';
    case 'measured':
      if (beyond(threshold.fire, shown.value)) return 'beyond';
      return beyond(threshold.clear, shown.middle) ? 'clear' : 'between';
  }
}

function followOnset(threshold: Threshold, before: ThresholdState, frame: Frame): Onset | null {
  let onset = before.onset;
  for (const { id, start, value } of frame.seconds) {
    if (id !== threshold.signal) continue;
    if (before.standing === 'quiet') onset = recent(onset, start);
    const shown = secondShown(threshold.aspect, before.memory, value);
    if (shown !== null && beyond(threshold.fire, shown)) onset = { first: onset?.first ?? start, last: start };
  }
  return onset;
}

function stepUnbreached(look: Look, state: ThresholdState, sinceLast: DurationMs): Watched {
  if (look.says === 'absent' && look.threshold.absence === 'keep' && state.standing === 'pending') {
    return { state: { ...state, since: plus(state.since, sinceLast) }, told: null };
  }
  if (look.says !== 'beyond') return { state: quiet(state, state.onset), told: null };
  const pending =
    state.standing === 'pending'
      ? { ...state, since: plus(state.since, look.unwatched) }
      : { ...quiet(state, recent(state.onset, look.at)), standing: 'pending' as const, since: look.at };
  if (between(pending.since, look.at) < look.threshold.hold) return { state: pending, told: null };
  return openBreach(look, pending, pending.since);
}

/** What exceeded long before the signal went beyond its level was another trouble. */
const recent = (onset: Onset | null, at: Millis): Onset | null => {
  const ago = onset === null ? 0 : between(onset.last, at);
  return ago > onsetGap || ago < 0 ? null : onset;
};

function openBreach(look: Look, state: ThresholdState, since: Millis): Watched {
  const { threshold } = look;
  const latest = secondOf(since);
  const onsetAt = state.onset !== null && state.onset.first < latest ? state.onset.first : latest;
  const breach: Breach = {
    threshold: threshold.id,
    signal: threshold.signal,
    openedAt: look.at,
    onsetAt,
    peak: look.value,
    clearedAt: null,
  };
  return {
    state: { ...quiet(state, state.onset), standing: 'breached', breach, clearingSince: null },
    told: {
      fact: 'breach-opened',
      threshold: threshold.id,
      signal: threshold.signal,
      value: look.value,
      onsetAt,
      reason: openedBecause(look, since),
    },
  };
}

function stepBreached(
  look: Look,
  state: ThresholdState,
  before: Breach,
  clearingBefore: Millis | null,
  sinceLast: DurationMs,
): Watched {
  const breach = { ...before, peak: worse(look.threshold, before.peak, look.value) };
  const keep = (clearingSince: Millis | null): Watched => ({
    state: { ...quiet(state, state.onset), standing: 'breached', breach, clearingSince },
    told: null,
  });
  if (look.says === 'absent') return keep(clearingBefore === null ? null : plus(clearingBefore, sinceLast));
  if (look.says !== 'clear') return keep(null);
  const clearingSince = clearingBefore === null ? look.at : plus(clearingBefore, look.unwatched);
  if (between(clearingSince, look.at) < look.threshold.clearHold) return keep(clearingSince);
  return {
    state: quiet(state, null),
    told: {
      fact: 'breach-cleared',
      threshold: breach.threshold,
      signal: breach.signal,
      value: look.value,
      peak: breach.peak,
      reason: clearedBecause(look, clearingSince),
    },
  };
}

const quiet = ({ seen, waiting, lastAt, memory }: ThresholdState, onset: Onset | null): ThresholdState => ({
  ...{ standing: 'quiet', seen, waiting, onset, lastAt, memory },
});

export function worse(threshold: Pick<Threshold, 'fire'>, peak: number | null, value: number | null): number | null {
  if (peak === null || value === null) return peak ?? value;
  return threshold.fire.side === 'above' ? Math.max(peak, value) : Math.min(peak, value);
}

/** When this threshold's standing changes if its signal stays as it is: the end of its hold or clear hold; null when none is running, or it waits. */
export function dueAt(threshold: Threshold, state: ThresholdState): Millis | null {
  if (state.waiting) return null;
  if (state.standing === 'pending') return plus(state.since, threshold.hold);
  if (state.standing === 'breached' && state.clearingSince !== null) {
    return plus(state.clearingSince, threshold.clearHold);
  }
  return null;
}

function openedBecause({ threshold, at, value }: Look, since: Millis): string {
  const held = secondsText(between(since, at));
  if (value === null) return `${threshold.signal}: nothing measured for ${held}`;
  return `${readingText(threshold, value)}, ${levelText(threshold, threshold.fire)} for ${held}`;
}

function clearedBecause({ threshold, at, value }: Look, since: Millis): string {
  const held = secondsText(between(since, at));
  return `${readingText(threshold, value ?? Number.NaN)}, ${levelText(threshold, threshold.clear)} for ${held}`;
}

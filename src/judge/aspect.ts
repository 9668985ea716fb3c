import { overWindow, type Aspect } from '../model/aspect.ts';
import type { Frame } from '../model/frame.ts';
import type { SignalId } from '../model/id.ts';
import type { Threshold } from '../model/threshold.ts';
import { between, duration, minus, plus, type DurationMs, type Millis } from '../model/time.ts';
import { forecast, type Reading } from './trend.ts';

/** What is remembered of a threshold's signal, so that its aspect can be seen. */
export type AspectMemory =
  | { readonly knows: 'nothing' }
  /** Readings in rising time, so far apart that there are not too many. */
  | { readonly knows: 'readings'; readonly readings: readonly Reading[] }
  | { readonly knows: 'warm-up'; readonly level: number };

export const nothingKnown: AspectMemory = { knows: 'nothing' };

/**
 * What a frame shows of an aspect. `measured`: `value` is what must be beyond the fire level to fire, `middle` what must be within the clear level to clear;
 * they differ only where something is not certain. `unsure`: the signal was measured, but that says nothing yet. `absent`: nothing was measured.
 */
export type Shown =
  | { readonly shows: 'measured'; readonly value: number; readonly middle: number }
  | { readonly shows: 'unsure' }
  | { readonly shows: 'absent' };

export interface Seen {
  readonly shown: Shown;
  readonly memory: AspectMemory;
}

/** Looks at the aspect of a signal that a threshold speaks of, in one frame. */
export function seeAspect({ signal, aspect, fire }: Threshold, before: AspectMemory, frame: Frame): Seen {
  const reading = readingOf(signal, frame);
  if (aspect.kind === 'burn-rate') return { shown: burnRate(signal, aspect, frame), memory: before };
  if (reading === null) return { shown: { shows: 'absent' }, memory: before };
  switch (aspect.kind) {
    case 'value':
      return { shown: measured(reading.value), memory: before };
    case 'change':
      return seeChange(aspect.warmUp, before, reading, frame.loadOn);
    case 'forecast': {
      const memory = remember(before, reading, aspect.from);
      return { shown: heading(memory.readings, aspect, fire.side === 'above' ? -1 : 1, frame.at), memory };
    }
  }
}

/** What one second's own value comes to in a threshold's terms; null where a second by itself says nothing. */
export function secondShown(aspect: Aspect, memory: AspectMemory, value: number): number | null {
  switch (aspect.kind) {
    case 'value':
      return value;
    case 'forecast':
      return null;
    case 'change':
      return memory.knows === 'warm-up' ? value / memory.level : null;
    case 'burn-rate':
      return value / (1 - aspect.objective);
  }
}

const measured = (value: number): Shown => ({ shows: 'measured', value, middle: value });

function readingOf(signal: SignalId, { signals, at }: Frame): Reading | null {
  const value = signals.find(({ id }) => id === signal)?.value ?? null;
  return value === null ? null : { at, value };
}

type BurnRate = Extract<Aspect, { readonly kind: 'burn-rate' }>;

/** Both windows must burn: the long one so that a short burst wakes nobody up, the short one so that what is over is over. */
function burnRate(signal: SignalId, { objective, windows }: BurnRate, frame: Frame): Shown {
  const ratios = windows.map((window) => readingOf(overWindow(signal, window), frame));
  const [long, short] = ratios;
  if (long === null || short === null || long === undefined || short === undefined) return { shows: 'absent' };
  return measured(Math.min(long.value, short.value) / (1 - objective));
}

/** The median of the first readings while people arrive is what all later ones are compared with; nothing can be compared with zero. */
function seeChange(warmUp: DurationMs, before: AspectMemory, reading: Reading, loadOn: boolean): Seen {
  const unsure = { shows: 'unsure' } as const;
  if (before.knows === 'warm-up') {
    return { shown: before.level === 0 ? unsure : measured(reading.value / before.level), memory: before };
  }
  if (!loadOn && before.knows === 'nothing') return { shown: unsure, memory: before };
  const readings = [...(before.knows === 'readings' ? before.readings : []), reading];
  const began = readings[0]?.at ?? reading.at;
  if (between(began, reading.at) < warmUp) return { shown: unsure, memory: { knows: 'readings', readings } };
  return { shown: unsure, memory: { knows: 'warm-up', level: median(readings.map(({ value }) => value)) } };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle - 1)] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/** A trend is made of at most about so many readings, and they are at least a second apart. */
const mostReadings = 120;
const leastApart = duration(1000);

interface Readings {
  readonly knows: 'readings';
  readonly readings: readonly Reading[];
}

function remember(before: AspectMemory, reading: Reading, from: DurationMs): Readings {
  const kept = before.knows === 'readings' ? before.readings : [];
  const last = kept.at(-1);
  const apart = Math.max(leastApart, from / mostReadings);
  const due = last === undefined || between(last.at, reading.at) >= apart;
  const readings = (due ? [...kept, reading] : kept).filter(({ at }) => at >= minus(reading.at, from));
  return { knows: 'readings', readings };
}

type ForecastAspect = Extract<Aspect, { readonly kind: 'forecast' }>;

/** A trend speaks once it has been seen for most of its time; what is not certain is taken in favour of the service. */
function heading(
  readings: readonly Reading[],
  { ahead, from, confidence }: ForecastAspect,
  doubt: 1 | -1,
  now: Millis,
): Shown {
  const [first] = readings;
  const enough = first !== undefined && between(first.at, now) >= from * trendShare;
  const led = enough ? forecast(readings, plus(now, ahead), confidence) : null;
  if (led === null) return { shows: 'unsure' };
  return { shows: 'measured', value: led.middle + doubt * led.margin, middle: led.middle };
}

/** Of the time a trend is made of, so much must have been seen. */
const trendShare = 0.9;

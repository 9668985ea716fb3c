import { formatQuantity, secondsText, type Unit } from '../model/quantity.ts';
import { between, duration, type DurationMs, type Millis } from '../model/time.ts';

/** A time as charts and tables show it: minutes and seconds, `1:05`, with hours from one on; earlier than the start with a minus. */
export function clockText(time: DurationMs): string {
  const seconds = Math.abs(Math.round(time / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (part: number): string => String(part).padStart(2, '0');
  const text = hours === 0 ? `${minutes}:${two(rest)}` : `${hours}:${two(minutes)}:${two(rest)}`;
  return `${time < 0 && seconds > 0 ? '−' : ''}${text}`;
}

/** An instant as it is seen from the start of the load. */
export const sinceText = (zero: Millis, at: Millis): string => clockText(between(zero, at));

/** A length of time to a tenth of a second: `3.2 s`, and from a minute on `1:05`. */
export const lengthText = (time: DurationMs): string => (time < 60_000 ? secondsText(time) : clockText(time));

/** A reading in its unit; without one a plain number. A dash where nothing was measured. */
export function readingText(value: number | null, unit: Unit | null): string {
  if (value === null) return '–';
  return unit === null ? String(Number(value.toPrecision(3))) : formatQuantity(value, unit);
}

/** A second of an axis. */
export const axisSecond = (second: number): string => clockText(duration(second * 1000));

const clocks = new Map<string, Intl.DateTimeFormat>();

/** The time of day in a zone, to the second. */
export function wallTime(at: Millis, timeZone: string): string {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known.format(at);
  const made = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  });
  clocks.set(timeZone, made);
  return made.format(at);
}

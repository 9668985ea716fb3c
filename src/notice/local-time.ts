import type { Locale } from '../model/locale.ts';
import { duration, plus, type DurationMs, type Millis } from '../model/time.ts';

/** The parts of an instant as a clock on the wall of a zone shows them. */
interface WallClock {
  readonly month: number;
  readonly day: number;
  readonly time: string;
  /** `UTC`, `UTC+8`, `UTC-3:30`. */
  readonly zone: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats are made once for each zone: making one costs more than using it a hundred times. */
function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'shortOffset',
  });
  formats.set(zone, made);
  return made;
}

function wallClock(at: Millis, zone: string): WallClock {
  const parts = new Map(
    formatFor(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
  return {
    month: Number(part('month')),
    day: Number(part('day')),
    time: `${part('hour')}:${part('minute')}`,
    zone: part('timeZoneName').replace('GMT', 'UTC').replace(/\+0$/, ''),
  };
}

const englishMonths = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November'],
  'December',
];

/** An instant to the minute in the readers' zone, the zone named: `11月24日 09:05（UTC+8）`, `24 November, 09:05 (UTC)`. */
export function localTime(at: Millis, locale: Locale, zone: string): string {
  const clock = wallClock(at, zone);
  return `${dayOf(clock, locale)}${clock.time}${zoneOf(clock, locale)}`;
}

/** Two instants that are said in one sentence, one after the other: the zone, and where both are on one day the day, are said once. */
export function localRange(
  range: { readonly from: Millis; readonly to: Millis },
  locale: Locale,
  zone: string,
): { readonly from: string; readonly to: string } {
  const [from, to] = [wallClock(range.from, zone), wallClock(range.to, zone)];
  // Clocks that go forward or back in between would make it a riddle.
  if (from.zone !== to.zone)
    return { from: localTime(range.from, locale, zone), to: localTime(range.to, locale, zone) };
  const day = dayOf(to, locale);
  const began = dayOf(from, locale);
  return { from: `${began}${from.time}`, to: `${began === day ? '' : day}${to.time}${zoneOf(to, locale)}` };
}

/** Five minutes before the end of the day that it is in a zone. */
export function lateEvening(at: Millis, zone: string): Millis {
  const [hours = 0, minutes = 0] = wallClock(at, zone).time.split(':').map(Number);
  return plus(at, duration((23 * 60 + 55 - (hours * 60 + minutes)) * 60_000));
}

function dayOf({ month, day }: WallClock, locale: Locale): string {
  switch (locale) {
    case 'zh-CN':
    case 'zh-TW':
      return `${month}月${day}日 `;
    case 'en':
      return `${day} ${englishMonths[month - 1] ?? ''}, `;
  }
}

const zoneOf = ({ zone }: WallClock, locale: Locale): string => (locale === 'en' ? ` (${zone})` : `（${zone}）`);

/** A length of time in words, to the minute from one minute on: `12 分钟`, `2 小時 5 分鐘`, `45 seconds`. */
export function lengthOfTime(time: DurationMs, locale: Locale): string {
  const seconds = Math.max(0, Math.round(time / 1000));
  if (seconds < 60) return count(seconds, 'second', locale);
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return count(minutes, 'minute', locale);
  const whole = count(Math.floor(minutes / 60), 'hour', locale);
  return minutes % 60 === 0 ? whole : `${whole} ${count(minutes % 60, 'minute', locale)}`;
}

const unitWords = {
  'zh-CN': { second: '秒', minute: '分钟', hour: '小时' },
  'zh-TW': { second: '秒', minute: '分鐘', hour: '小時' },
} as const;

function count(value: number, unit: 'second' | 'minute' | 'hour', locale: Locale): string {
  if (locale === 'en') return `${value} ${unit}${value === 1 ? '' : 's'}`;
  return `${value} ${unitWords[locale][unit]}`;
}

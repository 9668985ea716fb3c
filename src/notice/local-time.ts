import type { Locale } from '../model/locale.ts';
import type { DurationMs, Millis } from '../model/time.ts';

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
  const { month, day, time, zone: offset } = wallClock(at, zone);
  switch (locale) {
    case 'zh-CN':
    case 'zh-TW':
      return `${month}月${day}日 ${time}（${offset}）`;
    case 'en':
      return `${day} ${englishMonths[month - 1] ?? ''}, ${time} (${offset})`;
  }
}

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

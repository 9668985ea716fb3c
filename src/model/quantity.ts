import { z } from 'zod';
import { duration, millisecondsOfDay, type DurationMs } from './time.ts';

/** What a signal is measured in. A ratio is between 0 and 1 and is written as a percentage. */
export const units = ['seconds', 'ratio', 'per-second', 'count'] as const;
export type Unit = (typeof units)[number];

/** A level with the unit it was written in: `1s`, `90%`, `30/s`, `12`. */
export interface Quantity {
  readonly value: number;
  readonly unit: Unit;
}

const millisecondsIn: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: millisecondsOfDay,
};
const durationPattern = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

/** Reads `500ms`, `2s`, `6m`, `1h`, `1.5s`; null for anything else. */
export function parseDuration(text: string): DurationMs | null {
  const match = durationPattern.exec(text);
  if (match === null) return null;
  return duration(Number(match[1]) * (millisecondsIn[match[2] ?? ''] ?? Number.NaN));
}

/** A length of time that is written in the code as it is in YAML: `10s`. */
export const durationOf = (text: string): DurationMs => parseDuration(text) ?? duration(0);

/** A length of time as it is written in YAML, and in PromQL, in the largest unit that leaves a whole number: `90s`, `10m`, `1h`. */
export function formatDuration(time: DurationMs): string {
  const [unit, size] = Object.entries(millisecondsIn).findLast(([, each]) => time > 0 && time % each === 0) ?? [
    'ms',
    1,
  ];
  return `${time / size}${unit}`;
}

/** A length of time, in milliseconds, as it is shown to people, to a tenth of a second: `3.2 s`; a dash where there is none. */
export const secondsText = (ms: number | null): string => (ms === null ? '–' : `${(ms / 1000).toFixed(1)} s`);

/** Reads a level (`1s`, `90%`, `30/s`, `12`); null for anything else. Times become seconds, percentages ratios. */
export function parseQuantity(text: string): Quantity | null {
  const time = parseDuration(text);
  if (time !== null) return { value: time / 1000, unit: 'seconds' };
  const match = /^(\d+(?:\.\d+)?) ?(%|\/s|\/m)?$/.exec(text);
  if (match === null) return null;
  const value = Number(match[1]);
  switch (match[2]) {
    case '%':
      return { value: value / 100, unit: 'ratio' };
    case '/s':
      return { value, unit: 'per-second' };
    case '/m':
      return { value: value / 60, unit: 'per-second' };
    default:
      return { value, unit: 'count' };
  }
}

/** How a reading is shown to people: `1.42 s`, `380 ms`, `98 %`, `262/s`, `17`. */
export function formatQuantity(value: number, unit: Unit): string {
  switch (unit) {
    case 'seconds':
      return value < 1 ? `${(value * 1000).toFixed(0)} ms` : `${value.toFixed(2)} s`;
    case 'ratio':
      return `${(value * 100).toFixed(value < 0.1 ? 1 : 0)} %`;
    case 'per-second':
      return `${value.toFixed(value !== 0 && value < 0.1 ? 2 : value < 10 ? 1 : 0)}/s`;
    case 'count':
      return value.toFixed(Number.isInteger(value) ? 0 : 2);
  }
}

const durationExpected = 'expected a length of time such as 500ms, 2s, 6m or 1h';

/** Longer than anything is rehearsed or promised: an instant so far off could not even be written as a date. */
const longest = duration(3660 * millisecondsOfDay);

/** YAML: a length of time. */
export const durationSchema = z
  .string(durationExpected)
  .regex(durationPattern, durationExpected)
  .transform(durationOf)
  .refine((time) => time <= longest, `a length of time is at most ${formatDuration(longest)}`);

/** YAML: a level with its unit. A bare number is a count. */
export const quantitySchema = z.union([z.number(), z.string()]).transform((written, context): Quantity => {
  const quantity = parseQuantity(String(written));
  if (quantity !== null) return quantity;
  context.addIssue({ code: 'custom', message: 'expected a level such as 1s, 500ms, 90%, 30/s or 12' });
  return z.NEVER;
});

/** YAML: a share of a whole, `70%`; at most 100 %. */
export const shareSchema = z
  .string('expected a percentage such as 70%')
  .regex(/^\d+(\.\d+)?%$/, 'expected a percentage such as 70%')
  .transform((text) => Number(text.slice(0, -1)) / 100)
  .refine((share) => share <= 1, 'a share is at most 100%');

import { z } from 'zod';
import { instant, millisecondsOfDay, type Millis } from './time.ts';

/** A day of the calendar, `2026-11-24`. Days compare as their texts do. Which day an instant is in is told by UTC. */
export type Day = string & { readonly __brand: 'day' };

const dayExpected = 'expected a day such as 2026-11-24';

/** YAML: a day that the calendar has. */
export const daySchema = z.iso.date(dayExpected).transform((text) => text as Day);

/** Reads `2026-11-24`; null for anything else, also for a day that the calendar does not have. */
export const parseDay = (text: string): Day | null => daySchema.safeParse(text).data ?? null;

export const dayOf = (at: Millis): Day => new Date(at).toISOString().slice(0, 10) as Day;

const startOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`);

/** So many days later; earlier for fewer than none. */
export const daysAfter = (day: Day, days: number): Day => dayOf(instant(startOf(day) + days * millisecondsOfDay));

/** How many days lie from one to the other; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => (startOf(to) - startOf(from)) / millisecondsOfDay;

/** So many working days later: Monday to Friday. Public holidays differ from place to place, and are not known. */
export function workingDaysAfter(day: Day, days: number): Day {
  let reached = day;
  for (let left = days; left > 0; left -= isWorkingDay(reached) ? 1 : 0) reached = daysAfter(reached, 1);
  return reached;
}

const isWorkingDay = (day: Day): boolean => ![0, 6].includes(new Date(startOf(day)).getUTCDay());

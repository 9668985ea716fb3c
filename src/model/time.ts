/** An instant: milliseconds since the Unix epoch. The core never reads a clock; it is handed instants. */
export type Millis = number & { readonly __brand: 'instant' };

/** A length of time in milliseconds. */
export type DurationMs = number & { readonly __brand: 'duration' };

export const instant = (epochMs: number): Millis => epochMs as Millis;

export const duration = (ms: number): DurationMs => ms as DurationMs;

/** A day of the clock, of 24 hours. */
export const millisecondsOfDay = 86_400_000;

export const plus = (at: Millis, by: DurationMs): Millis => (at + by) as Millis;

export const minus = (at: Millis, by: DurationMs): Millis => (at - by) as Millis;

/** The time from `from` to `to`; negative when `to` is earlier. */
export const between = (from: Millis, to: Millis): DurationMs => (to - from) as DurationMs;

/** The start of the whole second that holds `at`. */
export const secondOf = (at: Millis): Millis => (Math.floor(at / 1000) * 1000) as Millis;

/** Marks that turn the direction of writing: what stands after one is read in another order than it is written. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text in one line and without control characters: a name from outside must not begin a line of its own, least of all a header of a mail, nor turn the
 * writing around it.
 */
export const oneLine = (text: string): string =>
  text
    .replace(turning, '')
    // Each run of blanks is read once: a pattern that begins with them would begin anew at each.
    .replace(/[\s\p{Cc}]+/gu, (run) => (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(run) ? ' ' : run))
    .trim();

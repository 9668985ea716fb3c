/** A text in one line and without control characters: a name from outside must not begin a line of its own, least of all a header of a mail. */
export const oneLine = (text: string): string => text.replace(/\s*[\p{Cc}\p{Zl}\p{Zp}]+\s*/gu, ' ').trim();

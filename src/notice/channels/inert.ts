import { oneLine } from '../one-line.ts';

/** Something other than what surely needs no care: printable characters, none of which turns the writing, and no half of a surrogate pair. */
const unruly =
  /[^\n -~\u00a0-\u061b\u061d-\u200d\u2010-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd]|[^\S\n]\n|\n\s|^\s|\s$/;

/** Marks that turn the direction of writing, and one that is not seen at all. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** What a spreadsheet into which a notice is pasted, or a receiver writes it, would compute. An item of a list begins with a dash and a space. */
const formula = /^(?:[=+@]|-(?! ))/;

const twins: Readonly<Record<string, string>> = { '=': '＝', '+': '＋', '@': '＠', '-': '－' };

/**
 * A part as any channel may have it: lines without space around them, no control characters, nothing that turns the writing, no broken character, and no
 * beginning that a spreadsheet computes.
 */
export function inert(text: string): string {
  const tidy = unruly.test(text) ? tidied(text) : text;
  return formula.test(tidy) ? `${twins[tidy.charAt(0)] ?? ''}${tidy.slice(1)}` : tidy;
}

/** The same in one line. */
export function inertLine(text: string): string {
  return inert(oneLine(text));
}

function tidied(text: string): string {
  return (
    text
      .replace(/\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g, '\n')
      .replace(turning, '')
      // Control characters read as oneLine reads them: a run of blanks that holds any is one space.
      .replace(/(?:[^\S\n]|[^\P{Cc}\n])+/gu, (run) => (/\p{Cc}/u.test(run) ? ' ' : run))
      .replace(/\p{Cs}/gu, '\ufffd')
      .split('\n')
      .map((line) => line.trim())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  );
}

import { twinOf } from './twins.ts';

/** Whatever is markup wherever it stands. */
const inside = /[*_~`[\]<>|\\]|&(?=#?\w{1,31};)/g;

/** What is markup at the beginning of a line, or of an item of a list: a heading, a rule, a list of another kind. The dash of an item itself stays. */
const leading = /^(?:(- )(?=[-+=#\d])|(?!- ))([-+=#]|\d{1,9}[.)](?=\s|$))/gm;

/** Where one of these is, there may be something to do. */
const suspicious = /[*_~`[\]<>|\\&]|^(?:- )?[-+=#\d]/m;

/**
 * Text as a client of Markdown shows it unchanged, items of lists as such. Which of the clients honour a backslash nobody says, and each knows another
 * part of Markdown: so what may be markup is written with its full-width twin.
 */
export function inMarkdown(text: string): string {
  if (!suspicious.test(text)) return text;
  return text
    .replace(inside, twinOf)
    .replace(leading, (_all, item: string | undefined, mark: string) => `${item ?? ''}${twinned(mark)}`);
}

/** Of a number and its point the point alone is markup. */
const twinned = (mark: string): string => mark.slice(0, -1) + twinOf(mark.slice(-1));

/** Text in lines, for clients that join the lines of a paragraph: two spaces end a line, a blank one stands around a list. */
export function withLineEnds(text: string): string {
  if (!text.includes('\n')) return text;
  let written = '';
  let last: string | null = null;
  for (const line of text.split('\n')) {
    written += last === null ? line : `${endBetween(last, line)}${line}`;
    last = line;
  }
  return written;
}

const isItem = (line: string): boolean => line.startsWith('- ');

function endBetween(last: string, next: string): string {
  if (last === '' || next === '' || (isItem(last) && isItem(next))) return '\n';
  return isItem(last) || isItem(next) ? '\n\n' : '  \n';
}

/** A link that shows where it leads. */
export const linkInMarkdown = (address: string): string => `[${inMarkdown(address)}](${target(address)})`;

/** An address without the characters that would end it. */
const target = (address: string): string =>
  address.replace(/[\s()<>[\]\\`*|"]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`);

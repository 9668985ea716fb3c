import stringWidth from 'string-width';
import type { Problem } from '../model/problem.ts';

/** A problem for people: `file:line:column  message`, and below it the line with what is wrong underlined. */
export function formatProblem({ message, place, excerpt }: Problem): string {
  if (place === null) return printable(message);
  const head = `${place.file}:${place.line}:${place.column}  ${printable(message)}`;
  if (excerpt === null || excerpt.trim() === '') return head;
  const gutter = `${String(place.line).padStart(4)} | `;
  const shown = printable(excerpt);
  const before = stringWidth(shown.slice(0, place.column - 1));
  const under = stringWidth(shown.slice(place.column - 1, place.column - 1 + place.width));
  return [head, gutter + shown, `${' '.repeat(gutter.length + before)}${'^'.repeat(Math.max(1, under))}`].join('\n');
}

/** A file's own text must not drive the terminal it is shown on. */
const printable = (text: string): string => text.replace(/\t/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '\u{fffd}');

import stringWidth from 'string-width';
import type { Problem } from '../model/problem.ts';

/** A problem for people: `file:line:column  message`, and below it the line with what is wrong underlined. */
export function formatProblem({ message, place, excerpt }: Problem): string {
  if (place === null) return printable(message);
  const head = `${printable(place.file)}:${place.line}:${place.column}  ${printable(message)}`;
  if (excerpt === null || excerpt.trim() === '') return head;
  const gutter = `${String(place.line).padStart(4)} | `;
  const shown = Array.from(printable(excerpt));
  const from = place.column - 1;
  const before = stringWidth(shown.slice(0, from).join(''));
  const under = stringWidth(shown.slice(from, from + place.width).join(''));
  return [head, gutter + shown.join(''), `${' '.repeat(gutter.length + before)}${'^'.repeat(Math.max(1, under))}`].join(
    '\n',
  );
}

/** A file's own text must not drive the terminal it is shown on, nor break its line. One character stays one. */
const printable = (text: string): string =>
  text.replace(/\t/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '\u{fffd}');

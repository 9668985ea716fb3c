import { oneLine } from './one-line.ts';

/** A text in Markdown that means no more than it says: text from outside must not become markup, nor break its row. */
export const escape = (text: string): string => oneLine(text).replace(/[\\`*_~{}[\]<>|#&]/g, '\\$&');

/** A table; the first row is its head. */
export function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.map(escape).join(' | ')} |`;
  return [row(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(row)].join('\n');
}

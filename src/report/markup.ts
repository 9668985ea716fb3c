import { inert, inertLine } from '../notice/channels/inert.ts';
import { escapeMarkup } from '../notice/escape-markup.ts';

/** A text from outside in one line: no markup, no control characters, nothing that turns the writing, and no beginning that a spreadsheet computes. */
export const line = (text: string): string => escapeMarkup(inertLine(text));

/** The same, with its lines. */
export const lines = (text: string): string => escapeMarkup(inert(text));

/** What is told as it was written, in English, in a page of any language. */
export const inEnglish = (text: string): string => (text === '' ? '' : `<bdi lang="en">${line(text)}</bdi>`);

/** A table that is reached by keyboard where it is wider than the page. The first row is its head; cells are markup. */
export function tableMarkup(caption: string, [head = [], ...rows]: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]): string =>
    row.map((cell, place) => (place === 0 ? `<th scope="row">${cell}</th>` : `<td>${cell}</td>`)).join('');
  return `<div class="scroll" tabindex="0" role="region" aria-label="${line(caption)}"><table>
<thead><tr>${head.map((cell) => `<th scope="col">${line(cell)}</th>`).join('')}</tr></thead>
<tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join('\n')}</tbody>
</table></div>`;
}

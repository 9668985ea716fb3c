import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The checkout. */
export const root = join(import.meta.dirname, '..', '..');

/** One Markdown page. `file` is its path below the checkout. */
export interface Page {
  readonly file: string;
  readonly text: string;
}

/** A fenced block: what stands behind the fence, and what is in it. Lines count from 1. */
export interface Block {
  readonly page: string;
  readonly line: number;
  readonly info: string;
  readonly text: string;
}

export const readPage = (file: string): Page => ({ file, text: readFileSync(join(root, file), 'utf8') });

/** The pages right in one folder, in the order of their names. */
export function pagesIn(folder: string): readonly Page[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => readPage(relative(root, join(root, folder, name))));
}

/** Every page: those beside package.json, and all below docs. */
export function allPages(): readonly Page[] {
  const folders = readdirSync(join(root, 'docs'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return ['.', 'docs', ...folders.map(({ name }) => join('docs', name))].flatMap(pagesIn);
}

export const guides = (): readonly Page[] => pagesIn('docs/guides');

/** The fenced blocks of a page. */
export function blocksOf({ file, text }: Page): readonly Block[] {
  const blocks: Block[] = [];
  let open: { readonly fence: string; readonly info: string; readonly line: number; readonly lines: string[] } | null =
    null;
  for (const [place, line] of text.split('\n').entries()) {
    const [, fence, info = ''] = /^\s*(`{3,})(.*)$/.exec(line) ?? [];
    if (open === null) {
      if (fence !== undefined) open = { fence, info: info.trim(), line: place + 1, lines: [] };
    } else if (fence === open.fence && info === '') {
      blocks.push({ page: file, line: open.line, info: open.info, text: `${open.lines.join('\n')}\n` });
      open = null;
    } else {
      open.lines.push(line);
    }
  }
  if (open !== null) throw new Error(`${file}:${open.line}: a block that is not closed`);
  return blocks;
}

/** A page's text without its fenced blocks. */
export const proseOf = ({ text }: Page): string => text.replace(/^\s*(`{3,})[^\n]*\n[\s\S]*?^\s*\1\s*$/gm, '');

/** What stands between backquotes in a page's text. */
export const codeSpansOf = (page: Page): readonly string[] =>
  [...proseOf(page).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);

/** The rows of every table whose first column is headed by one of these words; a row is the texts of its cells. */
export function tableRows({ text }: Page, headings: readonly string[]): readonly (readonly string[])[] {
  const cells = (line: string): readonly string[] =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim());
  const rows: (readonly string[])[] = [];
  let inside = false;
  for (const line of text.split('\n')) {
    const row = line.startsWith('|') ? cells(line) : [];
    const [first = ''] = row;
    if (row.length === 0) inside = false;
    else if (headings.includes(first)) inside = true;
    else if (inside && !/^[-:]+$/.test(first)) rows.push(row);
  }
  return rows;
}

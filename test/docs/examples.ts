import { blocksOf, type Block, type Page } from './pages.ts';

/** A block that is a whole file of the reader's workspace. */
export interface Example {
  readonly block: Block;
  readonly file: string;
}

/** How files of different kinds begin with their name. CSV has no comments: its name stands behind the fence. */
const firstLines: readonly RegExp[] = [
  /^# ([\w./-]+\.yaml)$/,
  /^\/\/ ([\w./-]+\.(?:ts|mjs))$/,
  /^\{\{!-- ([\w./-]+\.hbs) --\}\}$/,
];

/** The file that a block is; null for one that is none. */
function fileNameOf({ text, info }: Block): string | null {
  const [first = ''] = text.split('\n');
  const named = firstLines.map((pattern) => pattern.exec(first)?.[1]).find((name) => name !== undefined);
  return named ?? /^csv ([\w./-]+\.csv)$/.exec(info)?.[1] ?? null;
}

/** The files that a page's blocks are, but for fragments. */
export const examplesOf = (page: Page): readonly Example[] =>
  blocksOf(page).flatMap((block) => {
    const file = block.info.endsWith('fragment') ? null : fileNameOf(block);
    return file === null ? [] : [{ block, file }];
  });

/** Examples as the files of a workspace. */
export const filesOf = (examples: readonly Example[]): Readonly<Record<string, string>> =>
  Object.fromEntries(examples.map(({ file, block }) => [file, block.text]));

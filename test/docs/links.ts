import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { proseOf, readPage, root, type Page } from './pages.ts';

/** The targets of a page's links that lead to files of the checkout, or to headings of its own. */
export const linksOf = (page: Page): readonly string[] =>
  [
    ...proseOf(page)
      .replace(/`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

/** The anchors of a page: its headings as GitHub turns them into ids. */
export function anchorsOf(page: Page): readonly string[] {
  const seen = new Map<string, number>();
  return [...proseOf(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const id = heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(id) ?? 0;
    seen.set(id, times + 1);
    return times === 0 ? id : `${id}-${times}`;
  });
}

/** Why a link of a page leads nowhere; null when it leads somewhere. */
export function linkFault(page: Page, target: string): string | null {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page.file : relative(root, join(root, dirname(page.file), path));
  if (file.startsWith('..')) return 'leads out of the checkout';
  if (!existsSync(join(root, file))) return `there is no ${file}`;
  if (anchor === undefined) return null;
  if (statSync(join(root, file)).isDirectory()) return 'a folder has no headings';
  return anchorsOf(readPage(file)).includes(anchor) ? null : `${file} has no heading #${anchor}`;
}

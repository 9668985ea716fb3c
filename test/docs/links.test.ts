import { describe, expect, it } from 'vitest';
import { anchorsOf, linkFault, linksOf } from './links.ts';
import { allPages, guides, readPage } from './pages.ts';

const links = allPages().flatMap((page) => linksOf(page).map((target) => [page.file, target, page] as const));

describe('a link', () => {
  it.each(links)('%s: %s leads somewhere', (_file, target, page) => {
    expect(linkFault(page, target)).toBeNull();
  });

  it.each([
    ['no-such-page.md', 'there is no no-such-page.md'],
    ['docs/guides/engines.md#no-such-heading', 'docs/guides/engines.md has no heading #no-such-heading'],
    ['#no-such-heading', 'README.md has no heading #no-such-heading'],
    ['../elsewhere.md', 'leads out of the checkout'],
    ['docs/guides#engines', 'a folder has no headings'],
  ])('to %s is seen', (target, fault) => {
    expect(linkFault(readPage('README.md'), target)).toBe(fault);
  });

  it('to a heading is written as GitHub makes it', () => {
    const text = '# What `check` says, and why\n\n## Steps\n\n```sh\n# no heading\n```\n\n## Steps\n';
    expect(anchorsOf({ file: 'page.md', text })).toEqual(['what-check-says-and-why', 'steps', 'steps-1']);
  });
});

it.each(guides().map(({ file }) => file))('README leads to %s', (file) => {
  expect(linksOf(readPage('README.md')).map((target) => target.split('#')[0])).toContain(file);
});

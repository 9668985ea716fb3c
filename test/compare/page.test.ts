import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { compareRuns, readRules } from '../../src/cli/compare-runs.ts';
import { comparisonPage } from '../../src/compare/page.ts';
import { usual } from '../../src/compare/usual.ts';
import { locales, type Locale } from '../../src/model/locale.ts';
import { foundByAxe, pagesInBrowser, type OpenedPage } from '../browser/pages.ts';
import { workspace } from '../cli/surgebook.ts';
import { writeRun } from './run-folder.ts';

const open = pagesInBrowser();

/** The page of two runs. */
async function opened(locale: Locale, options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const runs = workspace();
  await writeRun(runs, { run: 'before' });
  await writeRun(runs, { run: 'after', duration: 0.13, seed: 2 });
  const [before, after] = [join(runs, 'before'), join(runs, 'after')];
  const compared = await compareRuns(before, after, { ...readRules(usual), force: false });
  // The policy of the page lets nothing in; what tests look with comes in by the developer tools.
  return open(comparisonPage(compared, locale), { bypassCSP: true, ...options });
}

const phone = { viewport: { width: 390, height: 800 } };

describe('the page of a comparison', () => {
  it('draws both curves of every measure, and asks for nothing', async () => {
    const { page, told } = await opened('en', { bypassCSP: false });
    const rows = await page.locator('#measures + .scrolled tbody tr').count();
    expect(rows).toBeGreaterThan(3);
    expect(await page.locator('figure').count()).toBe(rows);
    expect(await page.locator('path.a[d^=M]').count()).toBe(rows);
    expect(await page.locator('path.b[d^=M]').count()).toBe(rows);
    expect(told).toEqual([]);
  });

  it.each(
    locales.flatMap((locale) => (['light', 'dark'] as const).map((colorScheme) => [locale, colorScheme] as const)),
  )('has nothing that axe finds wrong, in %s and %s, on a phone', async (locale, colorScheme) => {
    const { page } = await opened(locale, { ...phone, colorScheme });
    expect(await foundByAxe(page)).toEqual([]);
  });

  it('is no wider than a phone', async () => {
    const { page } = await opened('zh-CN', phone);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phone.viewport.width);
  });

  it('is read with the keyboard: first the way past its head, then the table, which scrolls', async () => {
    const { page } = await opened('en', phone);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.getAttribute("href")')).toBe('#measures');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('scrolled');
  });
});

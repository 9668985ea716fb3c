import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { bookFiles } from '../../src/export/notice-book/files.ts';
import type { BookInput } from '../../src/export/notice-book/occasions.ts';
import { instant } from '../../src/model/time.ts';
import { library, thresholds } from '../notice/library.ts';
import { hostileTexts } from '../notice/channels/compositions.ts';
import { plainSettings, settingsOf } from '../notice/shipped.ts';
import { pagesInBrowser, readableByEverybody, type OpenedPage } from './pages.ts';

const usual: BookInput = {
  ...{ playbooks: library.playbooks.slice(0, 4), thresholds, templates: library.notices, settings: plainSettings },
  ...{ channels: ['text', 'sms'], drill: true, wanted: () => true, now: instant(Date.parse('2026-11-24T01:00:00Z')) },
};

/** The same of one playbook alone. */
const small: BookInput = { ...usual, playbooks: usual.playbooks.slice(0, 1) };

const open = pagesInBrowser();

/** The pages that tests open: that of a book is written once, whoever opens it. */
const written = new Map<BookInput, string>();

function pageOf(book: BookInput): string {
  const page = written.get(book) ?? bookFiles(book).at(-1)!.content;
  written.set(book, page);
  return page;
}

/** The policy of the page lets nothing in; what tests look with comes in by the developer tools. */
const opened = (book: BookInput = usual, options: BrowserContextOptions = {}): Promise<OpenedPage> =>
  open(pageOf(book), { bypassCSP: true, ...options });

const shownCount = (page: Page): Promise<number> => page.locator('article:visible').count();
const saidCount = async (page: Page): Promise<number> => Number(await page.locator('#count').innerText());

describe('the page of the book of notices', () => {
  it('shows every notice, says nothing on the console and asks for nothing', async () => {
    const { page, told } = await opened(usual, { bypassCSP: false });
    const articles = await page.locator('article').count();
    expect(articles).toBeGreaterThan(100);
    expect([await shownCount(page), await saidCount(page)]).toEqual([articles, articles]);
    expect(told).toEqual([]);
  });

  it.each([
    ['a playbook', 'playbook', usual.playbooks[1]!.id],
    ['a phase', 'phase', 'resolved'],
    ['an audience', 'audience', 'management'],
    ['a language', 'locale', 'zh-TW'],
    ['a channel', 'channel', 'sms'],
    ['an occasion', 'telling', 'withdrawal'],
  ])('is narrowed by %s', async (_title, name, value) => {
    const { page } = await opened();
    const all = await shownCount(page);
    await page.locator(`select[name=${name}]`).selectOption(value);
    const kept = await page.locator('article:visible').evaluateAll((shown, attribute) => {
      const held = shown as unknown as readonly {
        closest(selector: string): { getAttribute(name: string): string | null } | null;
      }[];
      return held.map((one) => one.closest(`[${attribute}]`)?.getAttribute(attribute));
    }, `data-${name}`);
    expect(new Set(kept)).toEqual(new Set([value]));
    // A heading with nothing below it is not shown.
    const headings = await page.locator('section:visible').count();
    expect(
      await page
        .locator('section:visible')
        .filter({ has: page.locator('article:visible') })
        .count(),
    ).toBe(headings);
    expect(kept.length).toBeLessThan(all);
    expect(await saidCount(page)).toBe(kept.length);
    await page.locator(`select[name=${name}]`).selectOption('');
    expect(await shownCount(page)).toBe(all);
  });

  it('is searched for every word, whatever its letters’ case, and together with filters', async () => {
    const { page } = await opened();
    await page.locator('input[type=search]').fill('PASSWORD  web');
    const found = page.locator('article:visible');
    const texts = await found.allInnerTexts();
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) expect(text.toLowerCase()).toMatch(/(?=[^]*password)(?=[^]*web)/);
    await page.locator('select[name=channel]').selectOption('sms');
    expect(await shownCount(page)).toBeLessThan(texts.length);
    await page.locator('input[type=search]').fill('nobody ever wrote this');
    expect([await shownCount(page), await saidCount(page)]).toEqual([0, 0]);
    await page.keyboard.press('Enter');
    expect(page.url()).toMatch(/index\.html$/);
  });

  it('is narrowed, searched and cleared by the keyboard alone', async () => {
    const { page } = await opened();
    const all = await shownCount(page);
    await page.keyboard.press('Tab');
    await page.keyboard.type('password');
    const found = await shownCount(page);
    expect(found).toBeLessThan(all);
    const focused = (): Promise<string> => page.evaluate('document.activeElement.name ?? document.activeElement.type');
    for (let presses = 0; presses < 10 && (await focused()) !== 'channel'; presses += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.type('SMS');
    const narrowed = await shownCount(page);
    expect(narrowed).toBeGreaterThan(0);
    expect(narrowed).toBeLessThan(found);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForFunction(`document.querySelectorAll('article:not([hidden])').length === ${all}`);
    expect(await saidCount(page)).toBe(all);
  });

  it('leads to each playbook', async () => {
    const { page } = await opened();
    const links = page.locator('nav a');
    expect(await links.allInnerTexts()).toEqual(usual.playbooks.map(({ title }) => title.en));
    await links.last().focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction("document.querySelector(':target h2').getBoundingClientRect().top < innerHeight");
    await page.locator('select[name=playbook]').selectOption(usual.playbooks[0]!.id);
    expect(await links.filter({ visible: true }).count()).toBe(1);
  });

  it('copies a notice as it stands', async () => {
    const { page, told } = await opened(usual, { permissions: ['clipboard-read', 'clipboard-write'] });
    const article = page.locator('article').first();
    await article.locator('button').click();
    await article.locator('button', { hasText: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(await article.locator('pre').textContent());
    expect(told).toEqual([]);
  });

  it('runs and fetches nothing that stands in a name', async () => {
    const hostile = hostileTexts.join(' ');
    const script = `"><script>console.log('ran')</script><img src="http://192.0.2.1/x" onerror="alert(1)">${hostile}`;
    const named = { 'zh-CN': script, 'zh-TW': script, en: script };
    const settings = { ...settingsOf(), service: named, signature: named };
    const playbooks = usual.playbooks.map((playbook) => ({ ...playbook, title: named }));
    const { page, told } = await opened({ ...usual, settings, playbooks });
    expect(told).toEqual([]);
    expect(await page.locator('article img, article script, article a, head img').count()).toBe(0);
    expect(await shownCount(page)).toBe(await page.locator('article').count());
  });

  readableByEverybody((options) => opened(small, options));

  it('on paper shows the notices and no controls', async () => {
    const { page } = await opened(small);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('form, button').filter({ visible: true }).count()).toBe(0);
    expect(await page.locator('nav').filter({ visible: true }).count()).toBe(0);
    expect(await shownCount(page)).toBe(await page.locator('article').count());
  });
});

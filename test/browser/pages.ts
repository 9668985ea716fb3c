import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { launchChromium } from './chromium.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A page in a browser. */
export interface OpenedPage {
  readonly page: Page;
  /** What it said, and what it asked for beside itself. */
  readonly told: readonly string[];
}

/** Opens a page, a file on disk, until the test is over. */
export type OpenPage = (html: string, options?: BrowserContextOptions) => Promise<OpenedPage>;

/** A browser for the tests of a file. */
export function pagesInBrowser(): OpenPage {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'surgebook-page-'));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  return async (html, options = {}) => {
    const file = join(folder, 'index.html');
    writeFileSync(file, html);
    const context = await browser.newContext(options);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const address = pathToFileURL(file).href;
    const told = tellings(page, address);
    await page.goto(address);
    return { page, told };
  };
}

function tellings(page: Page, address: string): readonly string[] {
  const told: string[] = [];
  page.on('console', (message) => told.push(message.text()));
  page.on('pageerror', (error) => told.push(error.message));
  page.on('dialog', (dialog) => {
    told.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(address)) told.push(`request: ${request.url()}`);
  });
  return told;
}

/** What axe finds wrong with a page: which rule, and where first. The page's policy must let it in, or be bypassed. */
export async function foundByAxe(page: Page): Promise<unknown> {
  await page.evaluate(axe);
  return page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html.slice(0, 200)]))',
  );
}

/** That everybody can read a page: whoever likes it light or dark, with a phone, and on paper; by what axe finds, and without scrolling sideways. */
export function readableByEverybody(opened: (options: BrowserContextOptions) => Promise<OpenedPage>): void {
  const phone = { viewport: { width: 360, height: 740 } };
  it.each([
    ['light', { colorScheme: 'light' }, 'screen'],
    ['dark', { colorScheme: 'dark' }, 'screen'],
    ['on a phone', phone, 'screen'],
    ['on a phone in the dark', { ...phone, colorScheme: 'dark' }, 'screen'],
    ['on paper', {}, 'print'],
  ] as const)('can be read by everybody: %s', async (_title, options, media) => {
    const { page } = await opened({ ...options, bypassCSP: true });
    await page.emulateMedia({ media, ...('colorScheme' in options ? { colorScheme: options.colorScheme } : {}) });
    expect(await foundByAxe(page)).toEqual([]);
    const tooWide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
    expect(tooWide).toBe(false);
  });
}

import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { profile, scenario, writeRun } from '../../bench/replay/made-up-hour.ts';
import { readRehearsal, writeWorkspace } from '../../bench/workspace.ts';
import { readReport } from '../../src/cli/make-report.ts';
import { Slowness } from '../../src/cli/slowness.ts';
import { reportPage } from '../../src/report/html.ts';
import { launchChromium } from '../browser/chromium.ts';
import { hostileTexts } from '../notice/channels/compositions.ts';
import { plainSettings } from '../notice/shipped.ts';
import { madeUpReport } from './made-up-run.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const readers = { locale: 'en', timeZone: 'UTC' } as const;

let browser: Browser;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'surgebook-report-'));
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

/** A page in a browser, and what it said and asked for beside itself. */
async function opened(
  html: string,
  options: BrowserContextOptions = {},
): Promise<{ readonly page: Page; readonly told: readonly string[] }> {
  const file = join(folder, 'report.html');
  writeFileSync(file, html);
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const told: string[] = [];
  page.on('console', (message) => told.push(message.text()));
  page.on('pageerror', (error) => told.push(error.message));
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => told.push('dialog')));
  const address = pathToFileURL(file).href;
  page.on('request', (request) => {
    if (!request.url().startsWith(address)) told.push(`request: ${request.url()}`);
  });
  await page.goto(address);
  return { page, told };
}

describe('the page of a run', () => {
  it.each(['en', 'zh-CN', 'zh-TW'] as const)('says nothing on the console and asks for nothing: %s', async (locale) => {
    const { page, told } = await opened(reportPage(madeUpReport(), { locale, timeZone: 'UTC' }));
    expect(told).toEqual([]);
    expect(await page.locator('html').getAttribute('lang')).toBe(locale);
    expect(await page.locator('figure svg.wide path').count()).toBeGreaterThan(20);
  });

  it('runs and fetches nothing that others say, and shows it as it stands', async () => {
    const script = `</title></svg><script>console.log('ran')</script><img src="http://192.0.2.1/x" onerror="alert(1)">`;
    const { page, told } = await opened(reportPage(madeUpReport(`${script} ${hostileTexts.join(' ')}`), readers));
    expect(told).toEqual([]);
    expect(await page.locator('script, img, iframe, main a:not([href^="#"])').count()).toBe(0);
    expect(await page.locator('h1').innerText()).toContain("<script>console.log('ran')</script>");
  });

  it.each([
    ['light', { colorScheme: 'light' }, 'screen'],
    ['dark', { colorScheme: 'dark' }, 'screen'],
    ['on a phone', { viewport: { width: 360, height: 740 } }, 'screen'],
    ['on a phone in the dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }, 'screen'],
    ['on paper', {}, 'print'],
  ] as const)('can be read by everybody: %s', async (_title, options, media) => {
    const { page } = await opened(reportPage(madeUpReport(), readers), { ...options, bypassCSP: true });
    await page.emulateMedia({ media, ...('colorScheme' in options ? { colorScheme: options.colorScheme } : {}) });
    // What is folded away is looked at too.
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.evaluate(axe);
    const violations: unknown = await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))',
    );
    expect(violations).toEqual([]);
    const widths: unknown = await page.evaluate('[document.documentElement.scrollWidth, window.innerWidth]');
    const [content, shown] = widths as [number, number];
    expect(content).toBeLessThanOrEqual(shown);
  });

  it('is walked through by keyboard: past what leads to its parts, and into what is folded', async () => {
    const { page } = await opened(reportPage(madeUpReport(), readers));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(page.url()).toMatch(/#story$/);
    await page.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('figure table').first().waitFor({ state: 'visible' });
  });

  it('shows on paper what is folded on a screen', async () => {
    const { page } = await opened(reportPage(madeUpReport(), readers));
    expect(await page.locator('.notice pre').first().isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect((await page.locator('.notice pre').first().boundingBox())?.height).toBeGreaterThan(0);
    expect(await page.locator('nav').isVisible()).toBe(false);
  });
});

it('an hour of run takes less than a megabyte', async () => {
  const files = { 'scenarios/targets/made-up.yaml': profile, 'scenarios/hour.yaml': scenario(3600) };
  const root = writeWorkspace(join(folder, 'hour'), files);
  const run = await writeRun(await readRehearsal(root, 'hour'), join(root, 'runs'), 3600);
  const report = await readReport(run, plainSettings, 'en', new Slowness(() => undefined));
  expect(report.latency.length).toBe(2);
  const html = reportPage(report, readers);
  expect(Buffer.byteLength(html)).toBeLessThan(1_000_000);
  const { told } = await opened(html);
  expect(told).toEqual([]);
});

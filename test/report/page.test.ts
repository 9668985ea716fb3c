import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { profile, scenario, writeRun } from '../../bench/replay/made-up-hour.ts';
import { readRehearsal, writeWorkspace } from '../../bench/workspace.ts';
import { readReport } from '../../src/cli/make-report.ts';
import { Slowness } from '../../src/cli/slowness.ts';
import { reportPage } from '../../src/report/html.ts';
import { pagesInBrowser, readableByEverybody } from '../browser/pages.ts';
import { hostileTexts } from '../notice/channels/compositions.ts';
import { plainSettings } from '../notice/shipped.ts';
import { temporaryFolder } from '../setup/temporary-folder.ts';
import { madeUpReport } from './made-up-run.ts';

const readers = { locale: 'en', timeZone: 'UTC' } as const;
const opened = pagesInBrowser();

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

  readableByEverybody(async (options) => {
    const shown = await opened(reportPage(madeUpReport(), readers), options);
    // What is folded away is looked at too.
    for (const summary of await shown.page.locator('summary').all()) await summary.click();
    return shown;
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
  const root = writeWorkspace(join(temporaryFolder(), 'hour'), files);
  const run = await writeRun(await readRehearsal(root, 'hour'), join(root, 'runs'), 3600);
  const report = await readReport(run, plainSettings, 'en', new Slowness(() => undefined));
  expect(report.latency.length).toBe(2);
  const html = reportPage(report, readers);
  expect(Buffer.byteLength(html)).toBeLessThan(1_000_000);
  const { told } = await opened(html);
  expect(told).toEqual([]);
});

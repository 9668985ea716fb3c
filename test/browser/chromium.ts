import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** Where a Chromium is on this machine's PATH; null where there is none. */
export function chromiumPath(): string | null {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const paths = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return paths.find(mayRun) ?? null;
}

function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A real browser, without a window.
 * @throws Error where this machine has none.
 */
export function launchChromium(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === null) throw new Error('there is no Chromium on the PATH; on Debian: apt-get install chromium');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

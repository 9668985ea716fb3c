import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Builds dist/ once before any test: the command-line tests run what users run. */
export default function setup(): void {
  execFileSync(process.execPath, [join(import.meta.dirname, '..', '..', 'scripts', 'build.mjs')], { stdio: 'inherit' });
}

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../src/cli/installation.ts';

/** What `npx surgebook` runs. */
export const program = join(packageRoot, 'dist', 'cli', 'main.js');

/** Builds it from the sources as they are. */
export function build(): void {
  execFileSync(process.execPath, [join(packageRoot, 'scripts', 'build.mjs')], { stdio: 'inherit' });
}

import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';

/** The package's own folder: from `src/cli` or `dist/cli` two up. It holds the shipped scenarios and playbooks, and the pinned engine. */
export const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

/** How `surgebook` itself is called, for profiles that start the built-in target. */
export const self: readonly [string, ...string[]] = [
  process.execPath,
  ...process.execArgv,
  fileURLToPath(new URL(`./main${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)),
];

/** The workspace in a folder, with the shipped library behind it. */
export const openShippedWorkspace = (root: string): Workspace => openWorkspace({ root, shipped: packageRoot });

/** The pinned k6's Go module. */
export const k6Module = join(packageRoot, 'engines', 'k6');

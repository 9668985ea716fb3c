import type { Command } from 'commander';
import type { InitFlags } from './make-workspace.ts';

/** `surgebook init [folder]` */
export function registerInit(program: Command): void {
  program
    .command('init')
    .description(
      'make a workspace: settings, a first scenario, and schemas for your editor; nothing that is there is replaced',
    )
    .argument('[folder]', 'where; it is made if it is not there', '.')
    .option('--json', 'print one JSON object')
    .action(async (folder: string, flags: InitFlags) => {
      const { makeWorkspace } = await import('./make-workspace.ts');
      process.exitCode = await makeWorkspace(folder, flags);
    });
}

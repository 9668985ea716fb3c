import type { Command } from 'commander';
import type { HistoryFlags } from './history-runs.ts';

/** `surgebook history [folder]` */
export function registerHistory(program: Command): void {
  program
    .command('history')
    .description('list the runs of a folder by their scenario, with the trends of their scores and times')
    .argument('[folder]', 'the folder that holds the runs', 'runs')
    .option('--scenario <id>', 'only those of this scenario')
    .option('--json', 'print one JSON object')
    .action(async (folder: string, flags: HistoryFlags) => {
      const { historyCommand } = await import('./history-runs.ts');
      process.exitCode = historyCommand(folder, flags);
    });
}

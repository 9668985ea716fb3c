import { Option, type Command } from 'commander';
import { usual } from '../compare/usual.ts';
import { locales } from '../model/locale.ts';
import type { CompareFlags } from './compare-runs.ts';

/** `surgebook compare <a> <b>` */
export function registerCompare(program: Command): void {
  program
    .command('compare')
    .description('tell what a run changed against another of the same scenario; exit 3 when something got worse')
    .argument('<a>', 'the run before: its folder, or its name')
    .argument('<b>', 'the run after')
    .option('--runs <folder>', 'where a run is looked for by its name', 'runs')
    .option('--tolerance <share>', 'differences within this are of no interest', usual.tolerance)
    .option('--least <duration>', 'nor are differences of durations below this', usual.least)
    .option('--warm-up <duration>', 'how long after the start of the load nothing counts', usual.warmUp)
    .option('--force', 'compare runs too that are inconclusive or were not judged to their end')
    .option('--html <file>', 'write a page with the curves of both laid over each other')
    .addOption(
      new Option('--locale <name>', "the language of that page; the workspace's when left out").choices(locales),
    )
    .option('--json', 'print one JSON object')
    .action(async (a: string, b: string, flags: CompareFlags) => {
      const { compareCommand } = await import('./compare-runs.ts');
      process.exitCode = await compareCommand(a, b, flags);
    });
}

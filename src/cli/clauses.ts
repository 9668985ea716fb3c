import { Option, type Command } from 'commander';
import { locales } from '../model/locale.ts';
import type { ClausesFlags } from './clause-texts.ts';

/** `surgebook clauses` */
export function registerClauses(program: Command): void {
  program
    .command('clauses')
    .description(
      'print model clauses for the user agreement and the SLA, with the responsible parties and the promises of the settings',
    )
    .addOption(new Option('--locale <name>', 'in which language; all when left out').choices(locales))
    .option('--out <folder>', 'write them there instead')
    .option('--json', 'print one JSON object')
    .action(async (flags: ClausesFlags) => {
      const { printClauses } = await import('./clause-texts.ts');
      process.exitCode = await printClauses(flags);
    });
}

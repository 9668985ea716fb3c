import type { Command } from 'commander';
import type { VendorsFlags } from './vendor-register.ts';

/** `surgebook vendors` */
export function registerVendors(program: Command): void {
  program
    .command('vendors')
    .description('print the vendor register: scores, what each promised, and what has to be seen to')
    .option('--within <time>', 'tell of days that are so near', '30d')
    .option('--at <day>', 'as it is on another day than today (UTC), such as 2026-12-01')
    .option('--strict', 'exit 3 when something is red or overdue')
    .option('--json', 'print one JSON object')
    .action(async (flags: VendorsFlags) => {
      const { showVendors } = await import('./vendor-register.ts');
      process.exitCode = await showVendors(flags);
    });
}

import { Option, type Command } from 'commander';
import { locales } from '../model/locale.ts';
import type { ReportFlags } from './make-report.ts';

/** `surgebook report <run>` */
export function registerReport(program: Command): void {
  program
    .command('report')
    .description('tell a run: one page to read, keep and print, and forms for a build server and a pull request')
    .argument('<run>', 'the folder of a run, or its name')
    .option('--runs <folder>', 'where a run is looked for by its name', 'runs')
    .option('--html <file>', "write the page here; with no form asked for it is report.html in the run's folder")
    .option('--junit <file>', 'write JUnit XML here: every expectation is a test case')
    .option('--markdown <file>', 'write Markdown here, for a pull request')
    .addOption(new Option('--locale <name>', "in which language; the workspace's when left out").choices(locales))
    .option('--json', 'print one JSON object')
    .action(async (run: string, flags: ReportFlags) => {
      const { makeReport } = await import('./make-report.ts');
      process.exitCode = await makeReport(run, flags);
    });
}

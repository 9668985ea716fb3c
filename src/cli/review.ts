import type { Command } from 'commander';
import type { ReviewFlags } from './review-incident.ts';

/** `surgebook review <run>` */
export function registerReview(program: Command): void {
  program
    .command('review')
    .description('begin the review of an incident from what its run recorded, or list what reviews have left open')
    .argument('[run]', 'the folder of a run, or its name')
    .option('--runs <folder>', 'where a run is looked for by its name', 'runs')
    .option('--incident <id>', 'which incident of the run; the first when left out')
    .option('--open', 'list the open action items of all reviews, the oldest due first')
    .option('--json', 'print one JSON object')
    .action(async (run: string | undefined, flags: ReviewFlags) => {
      const { beginReview, listOpenActions } = await import('./review-incident.ts');
      process.exitCode = flags.open ? await listOpenActions(flags) : await beginReview(run, flags);
    });
}

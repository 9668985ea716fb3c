import { Argument, InvalidArgumentError, type Command } from 'commander';
import { didYouMean } from '../model/nearest.ts';
import type { SayFlags, Word } from './spoken-word.ts';

/** In the order in which they are said. */
const words: readonly Word[] = ['acknowledge', 'done', 'skip', 'incident', 'cause', 'severity', 'end'];

/** `surgebook say [word] [what]` */
export function registerSay(program: Command): void {
  program
    .command('say')
    .description('take part in a running rehearsal from another terminal: see what there is to do, or say a word')
    .addArgument(
      new Argument('[word]', 'what is said; without it, incidents and open steps are listed')
        .choices(words)
        .argParser(wordOf),
    )
    .argument('[what]', 'a step; for incident a playbook, for cause and severity what it is, for end the incident')
    .option('--run <run>', 'the folder of the run, or its name; needed where several are running')
    .option('--runs <folder>', 'where runs are looked for', 'runs')
    .option('--incident <id>', 'of which incident; needed where it could be several')
    .option('--severity <name>', 'how bad a declared incident is: minor, major or critical')
    .option('--cause <id>', 'the cause of a declared incident')
    .option('--who <role>', 'the role that says so; when left out, the one whose step it is, or that leads')
    .option('--why <text>', 'why a step is skipped')
    .option('--json', 'print one JSON object')
    .action(async (word: Word | undefined, what: string | undefined, flags: SayFlags) => {
      const { listStanding, sayWord } = await import('./say-word.ts');
      process.exitCode = word === undefined ? await listStanding(flags) : await sayWord(word, what, flags);
    });
}

function wordOf(given: string): Word {
  const word = words.find((one) => one === given);
  if (word === undefined) {
    throw new InvalidArgumentError(`Allowed choices are ${words.join(', ')}${didYouMean(given, words)}`);
  }
  return word;
}

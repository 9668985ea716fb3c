import { CommanderError } from 'commander';
import { exitCode } from '../model/exit-code.ts';
import { surgebookProgram } from './program.ts';

/**
 * Does what a command line asks for, and leaves the exit code in `process.exitCode`: whatever goes wrong is told, never thrown.
 * @param args what follows `surgebook`
 */
export async function callSurgebook(args: readonly string[]): Promise<void> {
  const json = args.includes('--json');
  try {
    await surgebookProgram().parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exitCode.expected : exitCode.badInput;
      // What is for people has been written to the other stream.
      if (error.exitCode !== 0 && json) {
        const { printError } = await import('./report-error.ts');
        printError(error.message, []);
      }
    } else {
      const { report } = await import('./report-error.ts');
      process.exitCode = report(error, json);
    }
  }
}

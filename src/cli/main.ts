#!/usr/bin/env node
import { CommanderError } from 'commander';
import { exitCode } from '../model/exit-code.ts';
import { surgebookProgram } from './program.ts';

// Whoever reads us may have enough (`| head`): what we would still say is then said to nobody, and that is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

try {
  await surgebookProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCode.expected : exitCode.badInput;
    // What is for people has been written to the other stream.
    if (error.exitCode !== 0 && process.argv.includes('--json')) {
      const { printError } = await import('./report-error.ts');
      printError(error.message, []);
    }
  } else {
    const { report } = await import('./report-error.ts');
    process.exitCode = report(error, process.argv.includes('--json'));
  }
}

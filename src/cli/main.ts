#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { exitCode } from '../model/exit-code.ts';
import { registerCheck } from './check.ts';
import { registerEngine } from './engine.ts';
import { registerRehearse } from './rehearse.ts';
import { registerTarget } from './target.ts';
import { version } from './version.ts';

const program = new Command('surgebook')
  .description('Rehearse a traffic surge, with the playbook and the notices in hand while it happens.')
  .version(version)
  .showHelpAfterError('(see surgebook --help)')
  .exitOverride();

for (const register of [registerRehearse, registerCheck, registerEngine, registerTarget]) register(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCode.expected : exitCode.badInput;
  } else {
    const { report } = await import('./report-error.ts');
    process.exitCode = report(error, process.argv.includes('--json'));
  }
}

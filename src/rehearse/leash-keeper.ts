import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { KeeperReport } from './leash.ts';

// Keeps one program on a leash: see leash.ts. Standard input is the leash; each line on it is a signal for the program. How the program
// ended is told on a pipe of its own, since the keeper itself ends by killing its group: the program, what it started, and the keeper.

const [cwd = '.', program = '', ...args] = process.argv.slice(2);
const reportPipe = 3;

process.once('exit', () => {
  process.kill(-process.pid, 'SIGKILL');
});
// A signal meant for all of us (a service manager's stop) must not end the keeper before its program.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const child = spawn(program, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });

child.once('error', (error) => {
  process.stderr.write(`${program} could not be started: ${error.message}\n`);
  end({ code: 127, signal: null });
});
child.once('exit', (code, signal) => {
  end({ code, signal });
});
createInterface({ input: process.stdin })
  .on('line', (signal) => {
    child.kill(signal as NodeJS.Signals);
  })
  .once('close', () => process.exit());

function end(report: KeeperReport): never {
  try {
    writeSync(reportPipe, JSON.stringify(report));
  } catch {
    // Whoever held the leash has ended; nobody is left to be told.
  }
  process.exit();
}

import type { Command } from 'commander';
import { isAborted } from '../model/aborted.ts';
import { exitCode, type ExitCode } from '../model/exit-code.ts';
import type { SynapseOptions } from '../synapse/run.ts';
import { portNumber, whole } from './whole-number.ts';

interface SynapseFlags {
  readonly port: number;
  readonly metricsPort: number;
  readonly people: number;
  readonly prepare?: true;
}

/** `surgebook synapse` */
export function registerSynapse(program: Command): void {
  program
    .command('synapse')
    .description('run Matrix Synapse, a product nobody here wrote, with test accounts; needs Python 3')
    .option('--port <number>', 'which port; 0 for any free one', portNumber, 0)
    .option('--metrics-port <number>', 'where its metrics are; 0 for any free port', portNumber, 0)
    .option('--people <number>', 'accounts: user-1 with password-1, and so on', whole(1), 200)
    .option('--prepare', 'only install it and make the accounts, where that has not been done')
    .action(async (flags: SynapseFlags) => {
      process.exitCode = await serve(flags);
    });
}

async function serve({ people, ...flags }: SynapseFlags): Promise<ExitCode> {
  const { interruption } = await import('./interruption.ts');
  const { prepareSynapse } = await import('../synapse/accounts.ts');
  const { synapsePlace } = await import('../synapse/release.ts');
  const { spawnLeashed } = await import('../rehearse/leash.ts');
  const interrupted = interruption(process);
  const context = { place: synapsePlace(process.env), spawn: spawnLeashed, stop: interrupted.signal };
  try {
    const prepared = await prepareSynapse(people, { ...context, progress });
    if (flags.prepare !== true) await run(flags, prepared, people, context);
    return exitCode.expected;
  } catch (error) {
    if (isAborted(interrupted.signal)) return exitCode.interrupted;
    throw error;
  } finally {
    interrupted.release();
  }
}

const progress = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

async function run(
  { port, metricsPort }: Pick<SynapseFlags, 'port' | 'metricsPort'>,
  prepared: string,
  people: number,
  context: Pick<SynapseOptions, 'place' | 'spawn' | 'stop'>,
): Promise<void> {
  const { inScratchFolder } = await import('../rehearse/scratch-folder.ts');
  const { synapseVersion } = await import('../synapse/release.ts');
  const { runSynapse } = await import('../synapse/run.ts');
  const ready = (url: string, metrics: string): void => {
    process.stdout.write(
      `Matrix Synapse ${synapseVersion} at ${url} · ${people} accounts, user-1 with password-1 and so on · metrics at ${metrics}\n`,
    );
  };
  await inScratchFolder((scratch) => runSynapse({ ...{ prepared, scratch, port, metricsPort, ready }, ...context }));
}

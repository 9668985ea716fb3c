import { InvalidArgumentError, type Command } from 'commander';
import { exitCode, type ExitCode } from '../model/exit-code.ts';

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
    .option('--port <number>', 'which port; 0 for any free one', whole(0), 0)
    .option('--metrics-port <number>', 'where its metrics are; 0 for any free port', whole(0), 0)
    .option('--people <number>', 'accounts: user-1 with password-1, and so on', whole(1), 200)
    .option('--prepare', 'only install it and make the accounts, where that has not been done')
    .action(async (flags: SynapseFlags) => {
      process.exitCode = await serve(flags);
    });
}

const whole =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`expected a whole number, at least ${least}.`);
  };

async function serve({ people, ...flags }: SynapseFlags): Promise<ExitCode> {
  const { prepareSynapse } = await import('../synapse/accounts.ts');
  const { synapsePlace } = await import('../synapse/release.ts');
  const { spawnLeashed } = await import('../rehearse/leash.ts');
  const place = synapsePlace(process.env);
  const progress = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  const prepared = await prepareSynapse(people, { place, spawn: spawnLeashed, progress });
  if (flags.prepare !== true) await run(flags, prepared, people);
  return exitCode.expected;
}

async function run(
  { port, metricsPort }: Pick<SynapseFlags, 'port' | 'metricsPort'>,
  prepared: string,
  people: number,
): Promise<void> {
  const { interruption } = await import('./interruption.ts');
  const { synapsePlace, synapseVersion } = await import('../synapse/release.ts');
  const { runSynapse } = await import('../synapse/run.ts');
  const { spawnLeashed } = await import('../rehearse/leash.ts');
  const interrupted = interruption(process);
  const ready = (url: string, metrics: string): void => {
    process.stdout.write(
      `Matrix Synapse ${synapseVersion} at ${url} · ${people} accounts, user-1 with password-1 and so on · metrics at ${metrics}\n`,
    );
  };
  try {
    await runSynapse({
      ...{ prepared, port, metricsPort, ready },
      place: synapsePlace(process.env),
      spawn: spawnLeashed,
      stop: interrupted.signal,
    });
  } finally {
    interrupted.release();
  }
}

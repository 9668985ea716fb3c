import { Option, type Command } from 'commander';
import { exitCode, type ExitCode } from '../model/exit-code.ts';

interface EngineFlags {
  readonly json?: true;
}

interface InstallFlags extends EngineFlags {
  readonly from: 'build' | 'mirror';
}

/** `surgebook engine` and `surgebook engine install` */
export function registerEngine(program: Command): void {
  const engine = program
    .command('engine')
    .description('show which k6 would drive the load, or install the pinned one')
    .option('--json', 'print one JSON object')
    .action(async (flags: EngineFlags) => {
      process.exitCode = await show(flags);
    });
  engine
    .command('install')
    .description('make the pinned k6, in the cache')
    .addOption(
      new Option('--from <way>', 'build it with Go, or fetch it from SURGEBOOK_K6_MIRROR')
        .choices(['build', 'mirror'])
        .default('build'),
    )
    .option('--json', 'print one JSON object')
    .action(async (flags: InstallFlags, command: Command) => {
      const { installK6 } = await import('../engine/k6/binary.ts');
      const { k6Module } = await import('./installation.ts');
      const binary = await installK6(process.env, k6Module, flags.from, tell);
      print(binary, command.optsWithGlobals<EngineFlags>());
    });
}

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

async function show(flags: EngineFlags): Promise<ExitCode> {
  const { cachedPath, locateK6 } = await import('../engine/k6/binary.ts');
  const { pinnedVersion } = await import('../engine/k6/version.ts');
  const binary = await locateK6(process.env, tell);
  if (binary !== null) {
    print(binary, flags);
    return exitCode.expected;
  }
  const missing = { path: null, pinned: pinnedVersion, wouldBe: cachedPath(process.env) };
  process.stdout.write(
    flags.json
      ? `${JSON.stringify(missing)}\n`
      : `no k6 yet; \`surgebook engine install\` makes k6 ${pinnedVersion} at ${missing.wouldBe}\n`,
  );
  return exitCode.engineFailed;
}

function print(binary: { path: string; version: string; from: string }, flags: EngineFlags): void {
  process.stdout.write(
    flags.json ? `${JSON.stringify(binary)}\n` : `k6 ${binary.version} (${binary.from}) ${binary.path}\n`,
  );
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Bench, Benchmark, Row } from '../benchmark.ts';
import { compare, inTurn } from '../pairs.ts';
import { program } from './program.ts';

/** How soon the command line answers: `surgebook --help` against a Node that does nothing. */
export const startUp: Benchmark = {
  name: 'start-up',
  linuxOnly: false,
  wantsBuild: true,
  measure: async (bench) => [await measureStartUp(bench)],
};

async function measureStartUp({ quick }: Bench): Promise<Row> {
  // The first run of each reads files that the others find in memory.
  await millisecondsOf([program, '--help']);
  await millisecondsOf(['-e', '0']);
  const pairs = await inTurn(
    quick ? 3 : 21,
    () => millisecondsOf([program, '--help']),
    () => millisecondsOf(['-e', '0']),
  );
  const { one, other, ratio, spread } = compare(pairs);
  return {
    name: 'start-up',
    figure: { value: one, unit: 'ms' },
    peer: { what: 'node -e 0', value: other, unit: 'ms' },
    ratio,
    wanted: { side: 'below', level: 3 },
    seen: { pairs: spread },
  };
}

/** From the start of a Node until it has ended well. */
async function millisecondsOf(args: readonly string[]): Promise<number> {
  const from = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`node ${args.join(' ')} exited with ${String(code)}`);
  return performance.now() - from;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { packageRoot } from '../../src/cli/installation.ts';
import { writeWorkspace } from '../workspace.ts';
import type { Receiver } from './peer.ts';

/** What the process that watches is to do. */
export interface WatchTask {
  readonly root: string;
  readonly maxSeries: number;
}

/** How many samples have been handed to the watch, and how many it refused because their series would have been one too many. */
export interface Taken {
  readonly taken: number;
  readonly refused: number;
}

/** A rehearsal in a process of its own, to which samples are pushed. */
export interface Watching extends Receiver {
  taken(): Promise<Taken>;
}

/** Starts one whose signals are measured from the series of these names: counters as rates, gauges as they stand. */
export async function startWatching(root: string, names: readonly string[], maxSeries: number): Promise<Watching> {
  writeWorkspace(root, {
    'scenarios/targets/pushed.yaml': profile(names),
    'scenarios/pushed.yaml': scenario,
  });
  const task: WatchTask = { root, maxSeries };
  const child = spawn(process.execPath, [compiledWatch(), JSON.stringify(task)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return {
    pid: child.pid!,
    url,
    taken: async () => {
      const answered = once(child, 'message') as Promise<[Taken]>;
      child.send('taken');
      return (await answered)[0];
    },
    close: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

/**
 * Compiles the program that watches, since nobody runs one that is compiled while it runs: the compiler's memory would be measured with it. Its file lies as
 * deep in the package as the sources do.
 */
function compiledWatch(): string {
  const outfile = join(packageRoot, 'dist', 'bench', 'watch.js');
  buildSync({
    entryPoints: [join(import.meta.dirname, 'watch.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'warning',
  });
  return outfile;
}

const profile = (names: readonly string[]): string => `version: 1
id: pushed
url: http://127.0.0.1:9
signals:
${names.map((name) => `  ${name.replaceAll('_', '-')}: { ${measure(name)} }`).join('\n')}
`;

const measure = (name: string): string =>
  name.endsWith('_total') ? `rate: ${name}, over: 10s` : `last: ${name}, unit: count`;

const scenario = `version: 1
id: pushed
title: pushed
target: pushed
surge: { stages: [{ to: 0.001/s, over: 1h }] }
journeys: [{ id: nobody, steps: [{ get: / }] }]
expect: [{ no-incident: true }]
`;

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { replay as replayRun } from '../../src/rehearse/replay.ts';
import type { Bench, Benchmark, Row } from '../benchmark.ts';
import { quantile } from '../statistics.ts';
import { readRehearsal, writeWorkspace } from '../workspace.ts';
import { profile, scenario, writeRun } from './made-up-hour.ts';

/** Judging an hour of a hundred series again, from its recorded samples. */
export const replay: Benchmark = {
  name: 'replay',
  linuxOnly: false,
  wantsBuild: false,
  measure: async (bench) => [await measureReplay(bench)],
};

async function measureReplay({ quick, scratch }: Bench): Promise<Row> {
  const seconds = quick ? 300 : 3600;
  const root = writeWorkspace(join(scratch, 'replay'), {
    'scenarios/targets/made-up.yaml': profile,
    'scenarios/hour.yaml': scenario(seconds),
  });
  const rehearsal = await readRehearsal(root, 'hour');
  const folder = await writeRun(rehearsal, join(root, 'runs'), seconds);
  const times: number[] = [];
  let opened = 0;
  for (let time = 0; time < (quick ? 3 : 7); time += 1) {
    const began = performance.now();
    const { facts, difference } = await replayRun(folder, rehearsal);
    times.push((performance.now() - began) / 1000);
    if (difference !== null) throw new Error(`the replay differs at line ${difference.line} of the journal`);
    opened = facts.filter(({ fact }) => fact === 'incident-opened').length;
  }
  const megabytes = (file: string): string => (statSync(join(folder, file)).size / 1e6).toFixed(1);
  return {
    name: 'replay',
    figure: { value: quantile(times, 0.5), unit: 's' },
    peer: null,
    ratio: null,
    wanted: { side: 'below', level: 2 },
    seen: {
      run: `${seconds} s, ${opened} incidents, journal ${megabytes('journal.ndjson')} MB, samples ${megabytes('samples.ndjson.gz')} MB packed`,
      times: `${times.length}, ${quantile(times, 0).toFixed(2)} to ${quantile(times, 1).toFixed(2)} s, the first ${(times[0] ?? Number.NaN).toFixed(2)} s`,
    },
  };
}

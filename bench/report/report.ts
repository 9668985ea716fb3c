import { join } from 'node:path';
import { readReport } from '../../src/cli/make-report.ts';
import { Slowness } from '../../src/cli/slowness.ts';
import { reportPage } from '../../src/report/html.ts';
import type { Bench, Benchmark, Row } from '../benchmark.ts';
import { profile, scenario, writeRun } from '../replay/made-up-hour.ts';
import { quantile } from '../statistics.ts';
import { readRehearsal, writeWorkspace } from '../workspace.ts';

/** Making the page of an hour of a hundred series, from its journal and its recorded samples. */
export const report: Benchmark = {
  name: 'report',
  linuxOnly: false,
  wantsBuild: false,
  measure: async (bench) => [await measureReport(bench)],
};

async function measureReport({ quick, scratch }: Bench): Promise<Row> {
  const seconds = quick ? 300 : 3600;
  const root = writeWorkspace(join(scratch, 'report'), {
    'scenarios/targets/made-up.yaml': profile,
    'scenarios/hour.yaml': scenario(seconds),
  });
  const rehearsal = await readRehearsal(root, 'hour');
  const folder = await writeRun(rehearsal, join(root, 'runs'), seconds);
  const silent = new Slowness(() => undefined);
  const times: number[] = [];
  let bytes = 0;
  for (let time = 0; time < (quick ? 3 : 7); time += 1) {
    const began = performance.now();
    const told = await readReport(folder, rehearsal.settings, 'en', silent);
    bytes = Buffer.byteLength(reportPage(told, { locale: 'en', timeZone: 'UTC' }));
    times.push((performance.now() - began) / 1000);
  }
  return {
    name: 'report',
    figure: { value: quantile(times, 0.5), unit: 's' },
    peer: null,
    ratio: null,
    wanted: { side: 'below', level: 1 },
    seen: {
      page: `${(bytes / 1e6).toFixed(2)} MB, of ${seconds} s`,
      times: `${times.length}, ${quantile(times, 0).toFixed(2)} to ${quantile(times, 1).toFixed(2)} s, the first ${(times[0] ?? Number.NaN).toFixed(2)} s`,
    },
  };
}

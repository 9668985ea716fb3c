import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as after } from 'node:timers/promises';
import { exitCode } from '../../src/model/exit-code.ts';
import type { Bench, Benchmark, Row } from '../benchmark.ts';
import { program } from '../command/program.ts';
import { thereK6 } from '../k6/binary.ts';
import { residentMb } from '../process/usage.ts';
import { startResponder } from '../responder/responder.ts';
import { slope } from '../statistics.ts';
import { profileWith, officeJourney, steadyScenario, writeWorkspace } from '../workspace.ts';
import { serveTroubledPage } from './troubled-page.ts';

/** Requests a second, and how many an arrival of the journey makes. */
const requestRate = 100;
const requestsEach = 3;

/** What half an hour of one rehearsal leaves behind, in memory and on disk, with an incident that opens and resolves now and then. */
export const soak: Benchmark = {
  name: 'soak',
  linuxOnly: true,
  wantsBuild: true,
  measure: async (bench) => {
    const soaked = await soakRehearsal(bench);
    return [memoryRow(soaked, bench), folderRow(soaked)];
  },
};

/** Seconds of load; between two readings; from when on memory's slope counts; and how often there is trouble, for how long. */
const timesOf = ({ quick }: Bench) =>
  quick
    ? { load: 60, every: 2, settled: 20, troubles: { every: 30, lasting: 8 } }
    : { load: 1800, every: 5, settled: 120, troubles: { every: 300, lasting: 40 } };

interface Soaked {
  readonly readings: readonly { readonly at: number; readonly memory: number }[];
  readonly folderMb: number;
  readonly files: number;
  /** How many incidents opened, and what the rehearsal said at its end. */
  readonly incidents: number;
  readonly verdict: string;
}

type Rehearsing = ChildProcessByStdio<null, Readable, null>;

async function soakRehearsal(bench: Bench): Promise<Soaked> {
  const responder = await startResponder('sleeping');
  const { load, troubles } = timesOf(bench);
  const page = await serveTroubledPage(troubles);
  try {
    const root = writeWorkspace(join(bench.scratch, 'soak'), {
      'scenarios/targets/responder.yaml': profile(responder.url, page.url),
      'scenarios/soak.yaml': steadyScenario('soak', Math.round(requestRate / requestsEach), load, officeJourney),
    });
    const { path } = await thereK6(bench.tell);
    const child = spawn(process.execPath, [program, 'rehearse', 'soak', '--engine', 'k6', '--json'], {
      cwd: root,
      env: { ...process.env, K6_BIN: path },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return { ...(await watched(child, bench)), ...sizeOf(join(root, 'runs')) };
  } finally {
    await page.close();
    await responder.close();
  }
}

/** What is felt is told by the page, so that trouble comes when it is due, whatever this machine does besides. */
const profile = (url: string, page: string): string =>
  profileWith(url, page, [
    'message-delay: { last: message_delay_seconds, unit: seconds }',
    'request-duration: { of: load.request.duration, stat: p95, over: 5s, unit: seconds }',
  ]);

/** Asked anew each time: it may have ended while we waited. */
const isRunning = ({ exitCode: code }: Rehearsing): boolean => code === null;

async function watched(child: Rehearsing, bench: Bench): Promise<Pick<Soaked, 'readings' | 'incidents' | 'verdict'>> {
  const { load, every } = timesOf(bench);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const readings: { at: number; memory: number }[] = [];
  const start = performance.now();
  // Not to the very end, which is an ending and no steady part.
  for (let due = every; due <= load - every && isRunning(child); due += every) {
    await Promise.race([ended, after(Math.max(0, start + due * 1000 - performance.now()))]);
    if (isRunning(child) && child.pid !== undefined) {
      readings.push({ at: (performance.now() - start) / 1000, memory: residentMb(child.pid) });
    }
  }
  const [code] = await ended;
  const told: readonly (number | null)[] = [exitCode.expected, exitCode.unexpected, exitCode.inconclusive];
  if (!told.includes(code)) throw new Error(`the rehearsal exited with ${String(code)}: ${said.slice(-2000)}`);
  const { outcome, incidents } = JSON.parse(said) as { outcome: string; incidents: readonly unknown[] };
  return { readings, incidents: incidents.length, verdict: outcome };
}

function sizeOf(runs: string): Pick<Soaked, 'folderMb' | 'files'> {
  const files = readdirSync(runs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  return { folderMb: bytes / 2 ** 20, files: files.length };
}

function memoryRow({ readings, incidents, verdict }: Soaked, bench: Bench): Row {
  const { settled, load } = timesOf(bench);
  const counted = readings.filter(({ at }) => at >= settled);
  const [first, last] = [counted[0]?.memory ?? Number.NaN, counted.at(-1)?.memory ?? Number.NaN];
  return {
    name: 'soak memory',
    figure: { value: slope(counted.map(({ at, memory }) => [at / 60, memory])), unit: 'MB/min' },
    peer: null,
    ratio: null,
    wanted: { side: 'below', level: 1 },
    seen: {
      readings: `${counted.length} from second ${settled} to second ${load}`,
      resident: `${first.toFixed(0)} MB then, ${last.toFixed(0)} MB at the end`,
      incidents: String(incidents),
      'the run': verdict,
    },
  };
}

const folderRow = ({ folderMb, files, incidents }: Soaked): Row => ({
  name: 'soak folder',
  figure: { value: folderMb, unit: 'MB' },
  peer: null,
  ratio: null,
  wanted: { side: 'below', level: 40 },
  seen: { files: String(files), incidents: String(incidents) },
});

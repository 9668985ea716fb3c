import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { exitCode } from '../../src/model/exit-code.ts';
import type { Bench, Benchmark, Row } from '../benchmark.ts';
import { program } from '../command/program.ts';
import { thereK6 } from '../k6/binary.ts';
import { cpuSeconds, residentMb } from '../process/usage.ts';
import { startResponder, type Responder } from '../responder/responder.ts';
import { slope } from '../statistics.ts';
import { officeJourney, responderProfile, steadyScenario, writeWorkspace } from '../workspace.ts';

/** Requests a second, and how many an arrival of the journey makes. */
const requestRate = 2000;
const requestsEach = 3;

/** What `surgebook rehearse` itself takes while 2,000 requests a second are watched: of the CPU, and of memory as time goes on. */
export const collector: Benchmark = {
  name: 'collector',
  linuxOnly: true,
  wantsBuild: true,
  measure: async (bench) => {
    const watched = await watchRehearsal(bench);
    return [cpuRow(watched, bench), memoryRow(watched, bench)];
  },
};

/** What the process had taken, in seconds since the first request. */
interface Reading {
  readonly at: number;
  readonly cpu: number;
  readonly memory: number;
  readonly requests: number;
}

interface Watched {
  readonly readings: readonly Reading[];
  /** What the rehearsal said at its end. */
  readonly verdict: string;
}

/** Seconds of load; between two readings; of a minute of CPU; and from when on memory's slope counts. */
const timesOf = ({ quick }: Bench) =>
  quick ? { load: 15, every: 1, minute: 5, settled: 5 } : { load: 905, every: 5, minute: 60, settled: 120 };

async function watchRehearsal(bench: Bench): Promise<Watched> {
  const responder = await startResponder('sleeping');
  try {
    const child = await startRehearsal(bench, responder);
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000);
    });
    const ended = once(child, 'close') as Promise<[number | null]>;
    const readings = await readUntilEnd(child.pid!, responder, ended, bench);
    const [code] = await ended;
    // On a machine that does other things too, k6 may fall behind: that is told, and disturbs what is measured little.
    if (code !== exitCode.expected && code !== exitCode.inconclusive) {
      throw new Error(`the rehearsal exited with ${String(code)}: ${said}`);
    }
    return { readings, verdict: said.slice(said.lastIndexOf('\n\n')).trim().split(' · ')[0] ?? '' };
  } finally {
    await responder.close();
  }
}

async function startRehearsal(bench: Bench, responder: Responder) {
  const { load } = timesOf(bench);
  const rate = Math.round(requestRate / requestsEach);
  const root = writeWorkspace(join(bench.scratch, 'collector'), {
    'scenarios/targets/responder.yaml': responderProfile(responder.url),
    'scenarios/steady.yaml': steadyScenario('steady', rate, load, officeJourney),
  });
  const { path } = await thereK6(bench.tell);
  return spawn(process.execPath, [program, 'rehearse', 'steady', '--engine', 'k6'], {
    cwd: root,
    env: { ...process.env, K6_BIN: path },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function readUntilEnd(
  pid: number,
  responder: Responder,
  ended: Promise<unknown>,
  bench: Bench,
): Promise<readonly Reading[]> {
  const { load, every } = timesOf(bench);
  const over = new AbortController();
  void ended.then(() => {
    over.abort();
  });
  while (!over.signal.aborted && (await responder.count()).requests < requestRate) await after(20);
  const start = await responder.count();
  const readings: Reading[] = [];
  // Not to the very end, which is an ending and no steady part.
  for (let due = 0; due <= load - every && !over.signal.aborted; due += every) {
    const { at, requests } = await responder.count();
    readings.push({ at: (at - start.at) / 1000, cpu: cpuSeconds(pid), memory: residentMb(pid), requests });
    await Promise.race([ended, after(Math.max(0, start.at + (due + every) * 1000 - at))]);
  }
  return readings;
}

/** The minutes after the first, which holds the start. */
function cpuRow({ readings, verdict }: Watched, bench: Bench): Row {
  const { minute, every } = timesOf(bench);
  const step = minute / every;
  const shares = readings.flatMap((reading, place) => {
    const later = readings[place + step];
    return place % step !== 0 || place === 0 || later === undefined
      ? []
      : [(later.cpu - reading.cpu) / (later.at - reading.at)];
  });
  return {
    name: 'collector cpu',
    figure: { value: Math.max(...shares), unit: 'core' },
    peer: null,
    ratio: null,
    wanted: { side: 'below', level: 0.1 },
    seen: {
      'the minutes after the first': shares.map((share) => share.toFixed(3)).join(', '),
      'requests a second': rateOf(readings).toFixed(0),
      'the run': verdict,
    },
  };
}

function memoryRow({ readings }: Watched, bench: Bench): Row {
  const { settled } = timesOf(bench);
  const counted = readings.filter(({ at }) => at >= settled);
  const atStart = counted[0]?.memory ?? Number.NaN;
  const atEnd = counted.at(-1)?.memory ?? Number.NaN;
  return {
    name: 'collector memory',
    figure: { value: slope(counted.map(({ at, memory }) => [at / 60, memory])), unit: 'MB/min' },
    peer: null,
    ratio: null,
    wanted: { side: 'below', level: 1 },
    seen: {
      readings: `${counted.length} from second ${settled} on`,
      resident: `${(readings[0]?.memory ?? Number.NaN).toFixed(0)} MB at the start, ${atStart.toFixed(0)} MB then, ${atEnd.toFixed(0)} MB at the end`,
    },
  };
}

function rateOf(readings: readonly Reading[]): number {
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined) return Number.NaN;
  return (last.requests - first.requests) / (last.at - first.at);
}

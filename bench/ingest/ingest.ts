import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { Bench, Benchmark, Row } from '../benchmark.ts';
import { compare, inTurn } from '../pairs.ts';
import { cpuSeconds, residentMb } from '../process/usage.ts';
import { quantile } from '../statistics.ts';
import { bodyAt, seriesInBody, seriesNames } from './bodies.ts';
import { startPrometheus, type Receiver } from './peer.ts';
import { Pusher } from './push.ts';
import { startWatching, type Watching } from './watching.ts';

/** What taking in samples costs the listener of a rehearsal, beside Prometheus on the same bodies; and what the series it holds take of memory. */
export const ingest: Benchmark = {
  name: 'ingest',
  linuxOnly: true,
  wantsBuild: true,
  measure: async (bench) => [
    await measureIngest(bench, 'ingest', seriesNames.slice(0, 1)),
    await measureIngest(bench, 'ingest, all of it signals', seriesNames),
    await measureMemory(bench),
  ],
};

const bodiesAtOnce = 60;

/** A receiver that is pushed to. */
interface Side {
  readonly receiver: Receiver;
  /** Resolves once all that was pushed has been taken in. */
  readonly settled: () => Promise<void>;
}

async function measureIngest(bench: Bench, row: string, names: readonly string[]): Promise<Row> {
  const watching = await startWatching(join(bench.scratch, row), names, 20_000);
  const prometheus = await startPrometheus(join(bench.scratch, `${row}-prometheus`));
  const sides = { ours: watchingSide(watching), theirs: peerSide(prometheus) };
  try {
    const bodies = new Bodies();
    let made: readonly Uint8Array[] = [];
    let turns = 0;
    // Both sides of a pair are pushed the same bodies.
    const turn = async (side: Side): Promise<number> => {
      if (turns % 2 === 0) made = bodies.upToNow();
      turns += 1;
      return perCpuSecond(side, made);
    };
    await turn(sides.ours);
    await turn(sides.theirs);
    const pairs = await inTurn(
      bench.quick ? 1 : 9,
      () => turn(sides.ours),
      () => turn(sides.theirs),
    );
    const { one, other, ratio, spread } = compare(pairs);
    return {
      name: row,
      figure: { value: one, unit: 'samples/CPU s' },
      peer: { what: 'prometheus', value: other, unit: 'samples/CPU s' },
      ratio,
      wanted: { side: 'above', level: 1 },
      seen: {
        pairs: spread,
        'signals are measured from': `${(names.length * seriesInBody) / seriesNames.length} of ${seriesInBody} series`,
        'a body': `${((made[0]?.length ?? 0) / 1000).toFixed(0)} kB`,
        resident: `${residentMb(watching.pid).toFixed(0)} MB, prometheus ${residentMb(prometheus.pid).toFixed(0)} MB`,
      },
    };
  } finally {
    await watching.close();
    await prometheus.close();
  }
}

/** Bodies one after the other, at instants spread over the time since the last ones: their samples are of the time the signals are measured over. */
class Bodies {
  #until = Date.now() - 5000;

  upToNow(): readonly Uint8Array[] {
    const from = this.#until;
    this.#until = Date.now();
    const apart = (this.#until - from) / bodiesAtOnce;
    return Array.from({ length: bodiesAtOnce }, (_, place) => bodyAt(Math.round(from + (place + 1) * apart)));
  }
}

async function perCpuSecond({ receiver, settled }: Side, bodies: readonly Uint8Array[]): Promise<number> {
  // A connection of its own for each turn: one that was idle for long may be closed.
  const pusher = new Pusher(receiver.url);
  const before = cpuSeconds(receiver.pid);
  for (const body of bodies) await pusher.push(body);
  pusher.close();
  await settled();
  // What either does a little later, such as a look or a collection of garbage, is part of it.
  await after(1000);
  return (bodies.length * seriesInBody) / (cpuSeconds(receiver.pid) - before);
}

const peerSide = (receiver: Receiver): Side => ({
  receiver,
  settled: () => Promise.resolve(),
});

function watchingSide(receiver: Watching): Side {
  let expected = 0;
  return {
    receiver,
    settled: async () => {
      expected += bodiesAtOnce * seriesInBody;
      await takenIn(receiver, expected);
    },
  };
}

async function takenIn(watching: Watching, expected: number): Promise<void> {
  for (;;) {
    const { taken, refused } = await watching.taken();
    if (refused > 0) throw new Error(`${refused} samples were refused`);
    if (taken >= expected) return;
    await after(20);
  }
}

/** Series that are held at once, and every how many milliseconds a body of them comes: each series every five seconds. */
const held = { bodies: 10, every: 500 };

async function measureMemory(bench: Bench): Promise<Row> {
  const series = held.bodies * seriesInBody;
  const watching = await startWatching(join(bench.scratch, 'held'), seriesNames, series);
  const pusher = new Pusher(watching.url);
  const pushes = bench.quick ? 2 * held.bodies : 200;
  try {
    const readings: number[] = [];
    const start = performance.now();
    for (let push = 0; push < pushes; push += 1) {
      await pusher.push(bodyAt(Date.now(), push % held.bodies));
      await takenIn(watching, (push + 1) * seriesInBody);
      readings.push(residentMb(watching.pid));
      await after(Math.max(0, start + (push + 1) * held.every - performance.now()));
    }
    return {
      name: 'ingest memory',
      figure: { value: Math.max(...readings.slice(held.bodies)), unit: 'MB' },
      peer: null,
      ratio: null,
      wanted: { side: 'below', level: 300 },
      seen: {
        series: `${series}, a sample of each every ${(held.bodies * held.every) / 1000} s for ${((pushes * held.every) / 1000).toFixed(0)} s`,
        resident: `${(readings[0] ?? Number.NaN).toFixed(0)} MB at the start, in the middle ${quantile(readings, 0.5).toFixed(0)} MB, at the end ${(readings.at(-1) ?? Number.NaN).toFixed(0)} MB`,
      },
    };
  } finally {
    pusher.close();
    await watching.close();
  }
}

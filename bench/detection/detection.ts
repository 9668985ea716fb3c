import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { k6Engine } from '../../src/engine/k6/engine.ts';
import type { Engine } from '../../src/model/engine.ts';
import { withPeer } from '../../test/peers/remote-write-tee.ts';
import type { Bench, Benchmark, Row } from '../benchmark.ts';
import { thereK6 } from '../k6/binary.ts';
import { compare } from '../pairs.ts';
import { quantile } from '../statistics.ts';
import { readRehearsal, writeWorkspace } from '../workspace.ts';
import { startPeers } from './peers.ts';
import { hold, people, slowAnswers } from './slow-answers.ts';
import { startSteppingService, type SteppingService } from './stepping-service.ts';
import { answers, takeSteps, type SeenAfter } from './steps.ts';
import { Teller } from './teller.ts';
import { underLoad } from './under-load.ts';

/** From answers turning slow until somebody is told, beside Prometheus and Alertmanager, which are pushed the same samples. */
export const detection: Benchmark = {
  name: 'detection',
  linuxOnly: false,
  wantsBuild: false,
  measure: async (bench) => {
    const { loads } = timesOf(bench);
    const detected: Detected[] = [];
    const service = await startSteppingService();
    try {
      for (let load = 0; load < loads; load += 1) detected.push(await detect(bench, service, load));
    } finally {
      await service.close();
    }
    return [rowOf(detected)];
  },
};

/**
 * Steps of each load, and how many loads. k6 pushes, and Prometheus evaluates, at the same part of every second for as long as it runs: what lies between the two
 * is chance, and the same at every step. So each load begins at another part of a second.
 */
const timesOf = ({ quick }: Bench) => (quick ? { loads: 1, steps: 2 } : { loads: 10, steps: 2 });

type Side = 'own' | 'peer';

/** What came of one load. */
interface Detected {
  readonly steps: readonly Readonly<Record<Side, SeenAfter>>[];
  /** Each side, and how often it told of trouble in all. */
  readonly sides: Readonly<Record<Side, Teller>>;
  /** Pushes that did not get into Prometheus. */
  readonly refused: number;
}

async function detect(bench: Bench, service: SteppingService, load: number): Promise<Detected> {
  const root = writeWorkspace(join(bench.scratch, `detection-${load}`), slowAnswers(service.url));
  const rehearsal = await readRehearsal(root, 'steps');
  const k6 = k6Engine(await thereK6(bench.tell));
  const { loads, steps } = timesOf(bench);
  const sides = { own: new Teller(), peer: new Teller() };
  const peers = await startPeers(root, rehearsal, sides.peer);
  let refused = 0;
  const engine = withPeer(withPeople(k6), peers.receiver, () => {
    refused += 1;
  });
  try {
    await partOfSecond(load / loads);
    const seen = await underLoad({ root, rehearsal, engine, own: sides.own }, () =>
      takeSteps(steps, load, service, sides),
    );
    return { steps: seen, sides, refused };
  } finally {
    await peers.stop();
  }
}

/** Resolves when so much of some second of the machine's clock has passed. */
const partOfSecond = (part: number): Promise<void> => after(1000 - (Date.now() % 1000) + part * 1000);

const withPeople = (engine: Engine): Engine => ({
  ...engine,
  drive: (plan, context) => engine.drive({ ...plan, atOnce: people }, context),
});

/** What no side can be quicker than: the first slow answer has to come, and the hold to pass. */
const least = answers.slow + hold;

function rowOf(detected: readonly Detected[]): Row {
  const steps = detected.flatMap((load) => load.steps);
  const pairs = steps.flatMap(({ own, peer }) =>
    own === null || peer === null ? [] : [{ one: own - least, other: peer - least }],
  );
  const { one, other, ratio, spread } = compare(pairs);
  const missed = (side: Side): number => steps.filter((step) => step[side] === null).length;
  const told = (side: Side): number => detected.reduce((sum, { sides }) => sum + sides[side].times, 0);
  const countsOf = (side: Side): string => `told ${told(side)} times, missed ${missed(side)} steps`;
  return {
    name: 'detection',
    figure: { value: one, unit: 'ms' },
    peer: { what: 'Alertmanager', value: other, unit: 'ms' },
    ratio,
    wanted: { side: 'below', level: 0.5 },
    seen: {
      pairs: spread,
      surgebook: `${countsOf('own')}, ${quartiles(pairs.map((pair) => pair.one))}`,
      Alertmanager: `${countsOf('peer')}, ${quartiles(pairs.map((pair) => pair.other))}`,
      'pushes that Prometheus refused': String(detected.reduce((sum, { refused }) => sum + refused, 0)),
    },
  };
}

const quartiles = (times: readonly number[]): string =>
  `quartiles ${[0, 0.25, 0.5, 0.75, 1].map((share) => quantile(times, share).toFixed(0)).join(', ')} ms`;

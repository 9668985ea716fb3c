import { join } from 'node:path';
import { plainView } from '../../src/cli/view/plain-view.ts';
import type { K6Binary } from '../../src/engine/k6/binary.ts';
import { k6Engine } from '../../src/engine/k6/engine.ts';
import type { Engine, SpawnLeashed } from '../../src/model/engine.ts';
import { rehearse } from '../../src/rehearse/rehearse.ts';
import { systemClock } from '../../src/rehearse/system-clock.ts';
import { thisMachine } from '../../src/rehearse/this-machine.ts';
import { oneCore } from '../k6/bare.ts';
import { cores, pinned } from '../process/pinning.ts';
import { planWithFixedVus, readRehearsal } from '../workspace.ts';
import type { AttachedEnd, AttachedTask } from './attached.ts';

// A whole rehearsal in a process of its own, as `surgebook rehearse` runs it into a pipe. The one thing that is not as there: k6 is kept on its core, and has
// as many virtual users as it has bare.

const { root, scenario, k6 } = JSON.parse(process.argv[2] ?? '') as AttachedTask;
const rehearsal = await readRehearsal(root, scenario);
const view = plainView(process.stdout);

const { end, result } = await rehearse({
  rehearsal,
  engine: onItsCore(k6),
  runs: join(root, 'runs'),
  seed: 1,
  actions: false,
  people: null,
  random: String(process.pid),
  self: [process.execPath],
  cwd: root,
  clock: systemClock,
  machine: thisMachine('0.0.0'),
  stop: new AbortController().signal,
  show: (fact) => view.show(fact),
});
const told: AttachedEnd = { end, started: result.arrivals.started, error: result.error ?? null };
process.send?.(told, () => process.exit());

function onItsCore(binary: K6Binary): Engine {
  const engine = k6Engine(binary);
  const { atOnce } = planWithFixedVus(rehearsal);
  return {
    ...engine,
    drive: (plan, context) => engine.drive({ ...plan, atOnce }, { ...context, spawn: spawnOnCore(context.spawn) }),
  };
}

function spawnOnCore(spawn: SpawnLeashed): SpawnLeashed {
  return (program, args, { env, cwd }) => {
    const [first, ...rest] = pinned(cores.generator, [program, ...args]);
    return spawn(first, rest, { env: { ...env, ...oneCore }, cwd });
  };
}

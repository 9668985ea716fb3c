import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { K6Binary } from '../../src/engine/k6/binary.ts';
import { surgeOptions } from '../../src/engine/k6/script/options.ts';
import type { Rehearsed } from '../../src/rehearse/rehearse.ts';
import type { Bench, Benchmark, Row } from '../benchmark.ts';
import { startBareK6, type BareK6, type Generator } from '../k6/bare.ts';
import { thereK6 } from '../k6/binary.ts';
import { floodRate } from '../k6/flood-rate.ts';
import { SharesSeen } from '../k6/shares-seen.ts';
import { secondsOf, steadyRate, timings } from '../k6/steady-rate.ts';
import { compare, inTurn } from '../pairs.ts';
import { cores, pinned } from '../process/pinning.ts';
import { descendantCalled } from '../process/usage.ts';
import { startResponder, type Responder } from '../responder/responder.ts';
import { planWithFixedVus, readRehearsal, responderProfile, steadyScenario, writeWorkspace } from '../workspace.ts';

/** What the process that rehearses is to do. */
export interface AttachedTask {
  readonly root: string;
  readonly scenario: string;
  readonly k6: K6Binary;
}

/** How its rehearsal ended. */
export interface AttachedEnd {
  readonly end: Rehearsed['end'];
  readonly started: number;
  readonly error: string | null;
}

/** A native script, and how many requests an iteration of it makes. */
interface Script {
  readonly row: string;
  readonly file: string;
  readonly requestsEach: number;
}

/** What people would write, and the shortest that there can be: whatever is done for each iteration weighs the most there. */
const scripts: readonly Script[] = [
  { row: 'attached', file: 'hand-written.ts', requestsEach: 3 },
  { row: 'attached, one request', file: 'one-request.ts', requestsEach: 1 },
];

/** k6 as a rehearsal runs it against k6 alone, with the same native script: what watching costs the load. */
export const attached: Benchmark = {
  name: 'attached',
  linuxOnly: true,
  wantsBuild: false,
  measure: async (bench) => {
    const rows: Row[] = [];
    for (const script of scripts) rows.push(await measureAttached(bench, script));
    return rows;
  },
};

async function measureAttached(bench: Bench, script: Script): Promise<Row> {
  const timing = timings(bench);
  const k6 = await thereK6(bench.tell);
  const responder = await startResponder('awake');
  try {
    const { task, bare } = await writeSides(join(bench.scratch, script.row), responder, k6, script, secondsOf(timing));
    const shares = { attached: new SharesSeen(), bare: new SharesSeen() };
    const pairs = await inTurn(
      bench.quick ? 1 : 7,
      async () => {
        const side = startAttached(task);
        const steady = await steadyRate(responder, side.generator, { surgebook: side.pid }, timing);
        return shares.attached.see(steady).perSecond;
      },
      async () => shares.bare.see(await steadyRate(responder, startBareK6(bare), {}, timing)).perSecond,
    );
    const { one, other, ratio, spread } = compare(pairs);
    return {
      name: script.row,
      figure: { value: one, unit: 'req/s' },
      peer: { what: 'bare k6', value: other, unit: 'req/s' },
      ratio,
      wanted: { side: 'above', level: 0.95 },
      seen: { pairs: spread, attached: shares.attached.text, bare: shares.bare.text },
    };
  } finally {
    await responder.close();
  }
}

async function writeSides(
  root: string,
  responder: Responder,
  k6: K6Binary,
  { file, requestsEach }: Script,
  seconds: number,
): Promise<{ readonly task: AttachedTask; readonly bare: BareK6 }> {
  const script = join(import.meta.dirname, '..', 'k6', file);
  const bare = { k6: k6.path, script, env: { SURGEBOOK_URL: responder.url }, cwd: root };
  writeWorkspace(root, {
    'scenarios/targets/responder.yaml': responderProfile(responder.url),
    'scenarios/native.ts': `export { default } from ${JSON.stringify(script)};\n`,
  });
  const rate = await floodRate(responder, bare, requestsEach);
  writeWorkspace(root, {
    'scenarios/flood.yaml': steadyScenario('flood', rate, seconds, 'script: native.ts'),
  });
  const optionsFile = join(root, 'options.json');
  writeFileSync(optionsFile, JSON.stringify(surgeOptions(planWithFixedVus(await readRehearsal(root, 'flood')))));
  return {
    task: { root, scenario: 'flood', k6 },
    bare: { ...bare, flags: ['--config', optionsFile] },
  };
}

/** Starts a rehearsal in a process of its own, on the core that is not the load generator's. */
function startAttached(task: AttachedTask): { readonly pid: number; readonly generator: Generator } {
  const [program, ...args] = pinned(cores.others, [
    process.execPath,
    ...process.execArgv,
    join(import.meta.dirname, 'attach.ts'),
    JSON.stringify(task),
  ]);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  child.stdout?.resume();
  const told = once(child, 'message') as Promise<[AttachedEnd]>;
  const failed = once(child, 'exit').then(([code]): never => {
    throw new Error(`the rehearsal's process ended with ${String(code)}`);
  });
  const ended = Promise.race([told, failed]).then(([{ end, error }]) => {
    if (end !== 'judged') throw new Error(`the rehearsal ended as ${end}: ${error ?? ''}`);
  });
  failed.catch(() => undefined);
  return { pid: child.pid!, generator: { pid: () => descendantCalled('k6', child.pid!), ended } };
}

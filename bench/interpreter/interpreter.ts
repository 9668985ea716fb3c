import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { surgeOptions } from '../../src/engine/k6/script/options.ts';
import type { Bench, Benchmark, Row } from '../benchmark.ts';
import { startBareK6, type BareK6 } from '../k6/bare.ts';
import { thereK6 } from '../k6/binary.ts';
import { floodRate } from '../k6/flood-rate.ts';
import { secondsOf, steadyRate, timings } from '../k6/steady-rate.ts';
import { SharesSeen } from '../k6/shares-seen.ts';
import { compare, inTurn } from '../pairs.ts';
import { startResponder, type Responder } from '../responder/responder.ts';
import {
  officeJourney,
  planWithFixedVus,
  readRehearsal,
  responderProfile,
  steadyScenario,
  writeWorkspace,
} from '../workspace.ts';

const root = join(import.meta.dirname, '..', '..');
const scripts = {
  interpreter: join(root, 'dist', 'engine', 'k6', 'script', 'interpreter.js'),
  handWritten: join(root, 'bench', 'k6', 'hand-written.ts'),
} as const;

/** The requests of one journey, in either script. */
const requestsEach = 3;

/** The interpreter against a k6 script written by hand, on the same journey and with the same options; neither has an output. */
export const interpreter: Benchmark = {
  name: 'interpreter',
  linuxOnly: true,
  wantsBuild: true,
  measure: async (bench) => [await measureInterpreter(bench)],
};

async function measureInterpreter(bench: Bench): Promise<Row> {
  const timing = timings(bench);
  const k6 = (await thereK6(bench.tell)).path;
  const responder = await startResponder('awake');
  try {
    const { interpreted, handWritten } = await writeSides(
      join(bench.scratch, 'interpreter'),
      responder,
      k6,
      secondsOf(timing),
    );
    const shares = { interpreted: new SharesSeen(), handWritten: new SharesSeen() };
    const pairs = await inTurn(
      bench.quick ? 1 : 7,
      async () => shares.interpreted.see(await steadyRate(responder, startBareK6(interpreted), {}, timing)).perSecond,
      async () => shares.handWritten.see(await steadyRate(responder, startBareK6(handWritten), {}, timing)).perSecond,
    );
    const { one, other, ratio, spread } = compare(pairs);
    return {
      name: 'interpreter',
      figure: { value: one, unit: 'req/s' },
      peer: { what: 'hand-written', value: other, unit: 'req/s' },
      ratio,
      wanted: { side: 'above', level: 0.8 },
      seen: { pairs: spread, interpreted: shares.interpreted.text, 'hand-written': shares.handWritten.text },
    };
  } finally {
    await responder.close();
  }
}

export async function writeSides(
  folder: string,
  responder: Responder,
  k6: string,
  seconds: number,
): Promise<{ readonly interpreted: BareK6; readonly handWritten: BareK6 }> {
  const optionsFile = join(folder, 'options.json');
  const planFile = join(folder, 'plan.json');
  const handWritten = { k6, script: scripts.handWritten, env: { SURGEBOOK_URL: responder.url }, cwd: folder };
  writeWorkspace(folder, { 'scenarios/targets/responder.yaml': responderProfile(responder.url) });
  const rate = await floodRate(responder, handWritten, requestsEach);
  writeWorkspace(folder, { 'scenarios/office.yaml': steadyScenario('office', rate, seconds, officeJourney) });
  const plan = planWithFixedVus(await readRehearsal(folder, 'office'));
  writeFileSync(planFile, JSON.stringify(plan));
  writeFileSync(`${planFile}.people`, '[]');
  writeFileSync(optionsFile, JSON.stringify(surgeOptions(plan)));
  return {
    interpreted: { k6, script: scripts.interpreter, env: { SURGEBOOK_PLAN: planFile }, cwd: folder },
    handWritten: { ...handWritten, flags: ['--config', optionsFile] },
  };
}

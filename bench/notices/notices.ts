import { join } from 'node:path';
import { duration } from '../../src/model/time.ts';
import { rehearse } from '../../src/rehearse/rehearse.ts';
import { systemClock } from '../../src/rehearse/system-clock.ts';
import { thisMachine } from '../../src/rehearse/this-machine.ts';
import type { Rehearsal } from '../../src/workspace/workspace.ts';
import type { Bench, Benchmark, Row } from '../benchmark.ts';
import { startResponder } from '../responder/responder.ts';
import { quantile } from '../statistics.ts';
import { readRehearsal, writeWorkspace } from '../workspace.ts';
import { gaugeProfile, MadeUpTrouble } from './made-up-trouble.ts';
import { ResponseTimer, type Response } from './response-timer.ts';

/** From the moment in which a threshold's hold is satisfied until the incident is open, and its playbook and every notice are on disk. */
export const notices: Benchmark = {
  name: 'notices',
  linuxOnly: false,
  wantsBuild: false,
  measure: async (bench) => [rowOf(await timeResponses(bench))],
};

/** Short, so that many incidents fit in a minute; what is timed begins when it is over. */
const hold = duration(200);

/** A rehearsal whose load is nothing and whose troubles are made up; everything between the samples and the disk is as in any other. */
async function timeResponses({ quick, scratch }: Bench): Promise<readonly Response[]> {
  const responder = await startResponder('sleeping');
  try {
    const root = writeWorkspace(join(scratch, 'notices'), {
      'scenarios/targets/made-up.yaml': gaugeProfile(responder.url),
      'scenarios/troubles.yaml': scenario,
    });
    const rehearsal = withShortHolds(await readRehearsal(root, 'troubles'));
    const trouble = new MadeUpTrouble(systemClock);
    const stop = new AbortController();
    const timer = new ResponseTimer({ rehearsal, trouble, incidents: quick ? 6 : 36, done: () => stop.abort() });
    const { folder } = await rehearse({
      rehearsal,
      engine: trouble.engine,
      runs: join(root, 'runs'),
      seed: 1,
      actions: false,
      people: null,
      random: '0',
      self: [process.execPath],
      cwd: root,
      clock: systemClock,
      machine: thisMachine('0.0.0'),
      stop: stop.signal,
      show: (fact) => timer.follow(fact),
    });
    return timer.responsesIn(folder);
  } finally {
    await responder.close();
  }
}

const scenario = `version: 1
id: troubles
title: troubles
target: made-up
surge: { stages: [{ to: 0.001/s, over: 1h }] }
journeys: [{ id: nobody, steps: [{ get: / }] }]
expect: [{ no-incident: true }]
`;

function withShortHolds(rehearsal: Rehearsal): Rehearsal {
  const playbooks = rehearsal.playbooks.map((playbook) => ({
    ...playbook,
    triggers: Object.fromEntries(
      Object.entries(playbook.triggers).map(([id, threshold]) => [id, { ...threshold, hold, clearHold: hold }]),
    ),
  }));
  return { ...rehearsal, playbooks };
}

function rowOf(responses: readonly Response[]): Row {
  const times = responses.map(({ milliseconds }) => milliseconds);
  const files = responses.map((response) => response.files);
  const at = (share: number): string => `${quantile(times, share).toFixed(0)} ms`;
  return {
    name: 'notices',
    figure: { value: quantile(times, 0.5), unit: 'ms' },
    peer: null,
    ratio: null,
    wanted: { side: 'below', level: 20 },
    seen: {
      incidents: `${responses.length}, with ${Math.min(...files)} to ${Math.max(...files)} files each`,
      quickest: at(0),
      p95: at(0.95),
      slowest: at(1),
    },
  };
}

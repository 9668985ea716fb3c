import { join } from 'node:path';
import type { Engine } from '../../src/model/engine.ts';
import type { Fact } from '../../src/model/fact.ts';
import { rehearse } from '../../src/rehearse/rehearse.ts';
import { systemClock } from '../../src/rehearse/system-clock.ts';
import { thisMachine } from '../../src/rehearse/this-machine.ts';
import type { Rehearsal } from '../../src/workspace/workspace.ts';
import type { Teller } from './teller.ts';

export interface UnderLoad {
  /** The workspace, in which the run leaves its folder. */
  readonly root: string;
  readonly rehearsal: Rehearsal;
  readonly engine: Engine;
  /** Is told of what surgebook tells people. */
  readonly own: Teller;
}

/**
 * Rehearses, and does something while the load is on, after which the load is stopped.
 * @throws Error when the rehearsal ends before that.
 */
export async function underLoad<Done>(parts: UnderLoad, work: () => Promise<Done>): Promise<Done> {
  const { root, rehearsal, engine, own } = parts;
  const over = new AbortController();
  const follow = followInto(own);
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const rehearsed = rehearse({
    ...{ rehearsal, engine, cwd: root, runs: join(root, 'runs'), seed: 1, actions: false, people: null, random: '0' },
    ...{ self: [process.execPath], clock: systemClock, machine: thisMachine('0.0.0'), stop: over.signal },
    show: (fact) => {
      if (fact.fact === 'load-started') begin();
      follow(fact);
    },
  });
  const early = rehearsed.then(({ result }): never => {
    throw new Error(`the rehearsal ended early: ${result.reasons.join('; ')}`);
  });
  try {
    return await Promise.race([early, begun.then(work)]);
  } finally {
    over.abort();
    await rehearsed;
  }
}

/** There is one incident at a time: its first notices tell of trouble, its last that it is over. They are on disk when they are told of. */
function followInto(own: Teller): (fact: Fact) => void {
  let resolved = false;
  return (fact) => {
    if (fact.fact === 'incident-opened') resolved = false;
    else if (fact.fact === 'phase-changed') resolved = fact.phase === 'resolved';
    else if (fact.fact === 'notices-composed') own.tell(!resolved, Date.now());
  };
}

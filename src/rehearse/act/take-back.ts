import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Clock } from '../../model/clock.ts';
import { InputError } from '../../model/problem.ts';
import { actionTold } from '../../playbook/action-told.ts';
import type { Rehearsal } from '../../workspace/workspace.ts';
import { spawnLeashed } from '../leash.ts';
import { readRun } from '../replay.ts';
import { ActionDesk, actingStep } from './action-desk.ts';
import { leftRuns, markTakenBack, standing, unmark, type LeftRun } from './left-over.ts';

/** What taking back is done with. */
export interface TakeBackContext {
  readonly rehearsal: Rehearsal;
  readonly clock: Clock;
  readonly cwd: string;
  /** Says a line to people. */
  readonly say: (line: string) => void;
}

/**
 * Takes back, from their journals, what runs that were killed left standing on this rehearsal's target: before new load, things are as they were. What stands
 * on another target is told of, and waits for a run on that one.
 */
export async function takeBackLeftOver(runs: string, context: TakeBackContext): Promise<void> {
  const { rehearsal, say } = context;
  for (const left of leftRuns(runs)) {
    const name = basename(left.folder);
    const read = readLeft(left);
    if (read === null) say(`${name} left actions standing, and its journal cannot be read: take them back by hand`);
    else if (read.started.target.id === rehearsal.profile.id) await takeBack(left, read, context);
    else say(`${name} left actions standing on ${read.started.target.id}: rehearse on it to take them back`);
  }
}

type Read = ReturnType<typeof readRun>;

function readLeft({ folder }: LeftRun): Read | null {
  try {
    return readRun(folder);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

async function takeBack(left: LeftRun, { started, facts }: Read, context: TakeBackContext): Promise<void> {
  const { rehearsal, clock, cwd, say } = context;
  const { profile, playbooks, settings, secrets, ca } = rehearsal;
  const name = basename(left.folder);
  const desk = new ActionDesk({
    ...{ profile, playbooks, settings, secrets, drill: started.drill, targetUrl: started.target.url },
    context: { spawn: spawnLeashed, clock, cwd, ca: ca === null ? null : readFileSync(ca, 'utf8') },
    mark: { set: () => undefined, clear: () => unmark(left.folder) },
    tell: (fact) => {
      if (fact.fact === 'action-undone' && fact.outcome === 'done') markTakenBack(left, fact.incident, fact.step);
      say(`${name} had left something standing: ${actionTold(fact)}`);
    },
  });
  const stands = standing(facts, left.takenBack).filter(
    // A target that the run had started has ended with it.
    ({ playbook, step }) => !left.ownTarget || actingStep(playbooks, playbook, step)?.act.kind !== 'target',
  );
  desk.adopt(stands);
  await desk.close();
  if (desk.left)
    say(`${name} left something standing that could not be taken back; it is tried again at the next start`);
}

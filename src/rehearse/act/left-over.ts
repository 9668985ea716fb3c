import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Act } from '../../model/action.ts';
import type { ActionEnded, Fact } from '../../model/fact.ts';

const markName = 'actions-standing.json';

/** Marks a run's folder while something it did stands: whoever starts next takes it back, if this run did not live to. */
export interface Mark {
  /** Before an action is taken. */
  set(act: Act): void;
  clear(): void;
}

/** What stands in a mark. */
interface Marked {
  /** Whose run it is. */
  readonly pid: number;
  /** Whether the run had started its target: then that has ended with it, and what was done to it too. */
  readonly ownTarget: boolean;
  /** What has been taken back since by another run. */
  readonly takenBack: readonly string[];
}

/** The mark of a run. What is done to a target that the run itself started ends with it, and needs none. */
export function markFor(folder: string, ownTarget: boolean): Mark {
  let isSet = false;
  return {
    set: ({ kind }) => {
      if (isSet || (kind === 'target' && ownTarget)) return;
      writeMark(folder, { pid: process.pid, ownTarget, takenBack: [] });
      isSet = true;
    },
    clear: () => {
      if (isSet) unmark(folder);
      isSet = false;
    },
  };
}

/** A run that has ended while something it had done stood, and is still marked. */
export interface LeftRun extends Marked {
  /** Its folder. */
  readonly folder: string;
}

/** The runs in a folder that left something standing, the last first. */
export function leftRuns(runs: string): readonly LeftRun[] {
  if (!existsSync(runs)) return [];
  return readdirSync(runs)
    .sort()
    .reverse()
    .map((run) => join(runs, run))
    .filter((folder) => existsSync(join(folder, markName)))
    .map((folder) => ({ folder, ...readMark(folder) }))
    .filter(({ pid }) => !isAnothers(pid));
}

/** Takes the mark from a run whose actions have been taken back. */
export const unmark = (folder: string): void => {
  rmSync(join(folder, markName), { force: true });
};

/** Keeps in the mark what has been taken back: where the rest cannot be, it is not taken back again. */
export function markTakenBack({ folder }: LeftRun, incident: string, step: string): void {
  const marked = readMark(folder);
  writeMark(folder, { ...marked, takenBack: [...marked.takenBack, keyOf(incident, step)] });
}

const writeMark = (folder: string, marked: Marked): void => {
  writeFileSync(join(folder, markName), `${JSON.stringify(marked)}\n`);
};

/** A mark that was torn by a kill still marks its run, which is not alive. */
function readMark(folder: string): Marked {
  const nothing: Marked = { pid: 0, ownTarget: false, takenBack: [] };
  try {
    return { ...nothing, ...(JSON.parse(readFileSync(join(folder, markName), 'utf8')) as Partial<Marked>) };
  } catch {
    return nothing;
  }
}

/** Whether another process has this number: in containers ours may be that of a run that was killed. */
function isAnothers(pid: number): boolean {
  if (pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const keyOf = (incident: string, step: string): string => `${incident} ${step}`;

/** Something that stands, and what was captured of the answer to it. */
export type Standing = Pick<ActionEnded, 'incident' | 'playbook' | 'step' | 'captured'>;

/** What a run did that has not been taken back, the first first, from its journal. An action that was begun and not ended may have been done, and so may one that failed without an answer. */
export function standing(facts: readonly Fact[], takenBack: readonly string[] = []): readonly Standing[] {
  const open = new Map<string, Standing>();
  for (const fact of facts) {
    if (fact.fact === 'action-started') {
      const { incident, playbook, step } = fact;
      open.set(keyOf(incident, step), { incident, playbook, step, captured: {} });
    } else if (fact.fact === 'action-ended') {
      const { incident, playbook, step, captured, outcome, mayStand } = fact;
      const key = keyOf(incident, step);
      // Put in anew: what was done last is what ended last.
      open.delete(key);
      if (outcome === 'done' || mayStand === true) open.set(key, { incident, playbook, step, captured });
    } else if (fact.fact === 'action-undone' && fact.outcome === 'done') open.delete(keyOf(fact.incident, fact.step));
  }
  return [...open].filter(([key]) => !takenBack.includes(key)).map(([, left]) => left);
}

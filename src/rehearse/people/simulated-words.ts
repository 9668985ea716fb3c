import type { Declaration } from '../../model/declaration.ts';
import type { Incident } from '../../model/incident.ts';
import type { SimulatedPeople, SimulatedSaying } from '../../model/simulated-people.ts';
import { plus, type DurationMs, type Millis } from '../../model/time.ts';
import { isSettled, stepMarks, type PersonStep, type StepMark } from '../../playbook/person-steps.ts';

/** As a run stands where simulated people look at it. */
export interface Scene {
  /** Null before the load. */
  readonly loadAt: Millis | null;
  readonly incidents: readonly Incident[];
  readonly steps: readonly PersonStep[];
}

/** A mark that a simulated person makes, and when. */
export interface SimulatedMark {
  readonly step: PersonStep;
  readonly mark: StepMark;
  readonly at: Millis;
}

/** A declaration that a simulated person makes, and when. */
export interface SimulatedWord {
  /** Its place in the scenario. */
  readonly place: number;
  readonly declaration: Declaration;
  readonly at: Millis;
}

/** The marks that are still to be made on the steps that are shown. */
export function marksToCome({ steps }: SimulatedPeople, scene: Scene): readonly SimulatedMark[] {
  return scene.steps.flatMap((step): readonly SimulatedMark[] => {
    const ofPlaybook = Object.hasOwn(steps, step.playbook) ? steps[step.playbook] : undefined;
    const times = ofPlaybook !== undefined && Object.hasOwn(ofPlaybook, step.step) ? ofPlaybook[step.step] : undefined;
    if (times === undefined || isSettled(step)) return [];
    return stepMarks.flatMap((mark) => {
      const after = times[mark];
      return after === undefined || step[mark] !== null ? [] : [{ step, mark, at: plus(step.dueAt, after) }];
    });
  });
}

/** What is still to be declared, of which it is known when and of what: an incident that has not opened yet has no end. `said` are the places of those that were. */
export function wordsToCome(
  { says }: SimulatedPeople,
  scene: Scene,
  said: ReadonlySet<number>,
): readonly SimulatedWord[] {
  return says.flatMap((saying, place) => {
    if (said.has(place)) return [];
    const word = wordOf(saying, scene);
    return word === null ? [] : [{ place, ...word }];
  });
}

function wordOf(saying: SimulatedSaying, { loadAt, incidents }: Scene): Omit<SimulatedWord, 'place'> | null {
  if (loadAt === null) return null;
  if ('incident' in saying) {
    const { incident: playbook, severity = null, cause = null, at } = saying;
    return { declaration: { declares: 'incident', playbook, severity, cause }, at: plus(loadAt, at) };
  }
  const playbook = 'end' in saying ? saying.end : saying.of;
  const incident = incidents.findLast((one) => one.playbook === playbook && one.phase !== 'resolved');
  if (incident === undefined) return null;
  const at = momentOf(saying, loadAt, incident);
  return { declaration: declarationOf(saying, incident.id), at };
}

function declarationOf(saying: Exclude<SimulatedSaying, { readonly incident: string }>, incident: string): Declaration {
  if ('cause' in saying) return { declares: 'cause', incident, cause: saying.cause };
  if ('severity' in saying) return { declares: 'severity', incident, severity: saying.severity };
  return { declares: 'end', incident };
}

function momentOf(
  {
    at,
    'after-onset': afterOnset,
  }: { readonly at?: DurationMs | undefined; readonly 'after-onset'?: DurationMs | undefined },
  loadAt: Millis,
  { onsetAt }: Incident,
): Millis {
  if (afterOnset !== undefined) return plus(onsetAt, afterOnset);
  return at === undefined ? loadAt : plus(loadAt, at);
}

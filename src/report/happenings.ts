import { unmeasuredTold } from '../judge/unmeasured.ts';
import type { Fact } from '../model/fact.ts';
import { secondsText } from '../model/quantity.ts';
import { actionTold } from '../playbook/action-told.ts';
import { declaredTold, personTold } from '../playbook/person-told.ts';
import type { Millis } from '../model/time.ts';
import type { ActionStory, Happening, IncidentStory } from './report.ts';

/** So many remarks of engine and target are told; more are in the journal. */
const mostNoted = 20;

/** What happened in a run, in order. Frames and what began the run are left out. */
export function happeningsOf(
  facts: readonly Fact[],
  incidents: readonly Pick<IncidentStory, 'id' | 'mark'>[],
  actions: readonly ActionStory[],
): readonly Happening[] {
  const marks = new Map(incidents.map(({ id, mark }) => [id, mark]));
  let noted = 0;
  return facts.flatMap((fact): readonly Happening[] => {
    if (fact.fact === 'noted' && (noted += 1) > mostNoted) return [];
    const told = toldOf(fact);
    if (told === null) return [];
    const mark = 'incident' in fact ? (marks.get(fact.incident) ?? null) : null;
    const acted = 'step' in fact ? markOfAction(actions, fact.incident, fact.step, fact.at) : null;
    return [{ at: fact.at, mark: acted ?? mark, ...told }];
  });
}

type Told = Pick<Happening, 'kind' | 'what' | 'chief'>;

const chief = (kind: Happening['kind'], what: string): Told => ({ kind, what, chief: true });
const other = (kind: Happening['kind'], what: string): Told => ({ kind, what, chief: false });

function toldOf(fact: Fact): Told | null {
  switch (fact.fact) {
    case 'run-started':
    case 'frame':
      return null;
    case 'load-started':
      return chief('load-started', '');
    case 'load-stopping':
      return chief('load-stopping', fact.reason);
    case 'load-ended':
      return chief('load-ended', fact.end.kind === 'failed' ? fact.end.why : fact.end.kind);
    case 'breach-opened':
    case 'breach-cleared':
      return other(fact.fact, `${fact.threshold}: ${fact.reason}`);
    case 'incident-opened':
      return chief('opened', `${fact.playbook}: ${fact.reason}`);
    case 'declared':
      return other('person', declaredTold(fact));
    case 'run-finished':
      return chief('finished', fact.outcome);
    default:
      return 'incident' in fact ? toldOfIncident(fact) : toldOfWatching(fact);
  }
}

function toldOfWatching(fact: Extract<Fact, { readonly fact: 'noted' | 'blind' | 'unmeasured' }>): Told {
  switch (fact.fact) {
    case 'noted':
      return other('noted', `${fact.about}: ${fact.message}`);
    case 'blind':
      return chief('blind', `${fact.why}, for ${secondsText(fact.at - fact.from)}`);
    case 'unmeasured':
      return other('unmeasured', unmeasuredTold(fact));
  }
}

function toldOfIncident(
  fact: Exclude<Extract<Fact, { readonly incident: string }>, { readonly fact: 'incident-opened' }>,
): Told {
  switch (fact.fact) {
    case 'incident-taken-over':
      return chief('taken-over', `${fact.from} → ${fact.playbook}: ${fact.reason}`);
    case 'severity-raised':
      return chief('severity', `${fact.severity}: ${fact.reason}`);
    case 'phase-changed':
      return chief(fact.phase, fact.reason);
    case 'update-due':
      return other('update-due', `update ${fact.update}`);
    case 'notices-composed':
      return other('notices', `update ${fact.update}: ${fact.notices.length}`);
    case 'steps-due':
    case 'step-acknowledged':
    case 'step-done':
    case 'step-skipped':
      return other('person', personTold(fact));
    default:
      return { kind: 'action', what: actionTold(fact), chief: fact.fact !== 'action-undone' };
  }
}

/** An action is called by its own mark from its beginning on. */
const markOfAction = (actions: readonly ActionStory[], incident: string, step: string, at: Millis): string | null =>
  actions.findLast((one) => one.incident === incident && one.step === step && one.startedAt <= at)?.mark ?? null;

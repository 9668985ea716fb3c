import { declaredIncidents, timeToDetect } from '../judge/declared-incidents.ts';
import { followIncident } from '../judge/recorded-incident.ts';
import { actText } from '../model/action.ts';
import type { Fact, ActionFact } from '../model/fact.ts';
import type { IncidentId } from '../model/id.ts';
import type { Incident } from '../model/incident.ts';
import type { Locale } from '../model/locale.ts';
import type { Obligation } from '../model/obligation.ts';
import type { Playbook, PlaybookStep } from '../model/playbook.ts';
import type { Settings } from '../model/settings.ts';
import { instant, plus, type Millis } from '../model/time.ts';
import { bindingObligations, dutyClocks } from '../playbook/obligation-clocks.ts';
import { fateOf, isTouched, personSteps, type PersonStep } from '../playbook/person-steps.ts';
import type {
  ActionStory,
  ClockStory,
  IncidentStory,
  NoticeShown,
  PhaseEntry,
  StepStory,
  UpdateStory,
} from './report.ts';

/** What the stories of incidents are told with: the library as it is now. */
export interface StoryLibrary {
  readonly playbooks: readonly Playbook[];
  readonly obligations: readonly Obligation[];
  readonly settings: Settings;
  readonly locale: Locale;
  /** The text of a notice by its path in the run's folder; null for one that is not shown. */
  readonly noticeOf: (path: string) => NoticeShown | null;
}

/** An incident as its facts left it; its breaches are not told again. */
export interface FollowedIncident {
  readonly incident: Incident;
  readonly phases: readonly PhaseEntry[];
}

/** Every incident of a run in the order of opening, also one whose playbook is no longer there. */
export function followIncidents(facts: readonly Fact[]): readonly FollowedIncident[] {
  const followed = new Map<IncidentId, FollowedIncident>();
  for (const fact of facts) {
    if (!('incident' in fact)) continue;
    const after = follow(followed.get(fact.incident) ?? null, fact);
    if (after !== null) followed.set(fact.incident, after);
  }
  return [...followed.values()];
}

function follow(
  before: FollowedIncident | null,
  fact: Extract<Fact, { readonly incident: string }>,
): FollowedIncident | null {
  const incident = followIncident(before?.incident ?? null, fact, fact.incident);
  if (incident === null) return null;
  const phases = before?.phases ?? [];
  const entered = phases.some(({ phase }) => phase === incident.phase);
  return { incident, phases: entered ? phases : [...phases, { phase: incident.phase, at: fact.at }] };
}

/** Each incident, with its playbook's steps and their times, the clocks of its duties and what its readers were told. */
export function incidentStories(
  followed: readonly FollowedIncident[],
  facts: readonly Fact[],
  library: StoryLibrary,
): readonly IncidentStory[] {
  const declared = declaredIncidents(facts, library.playbooks);
  return followed.map(({ incident, phases }, place) => {
    const playbook = library.playbooks.find(({ id }) => id === incident.playbook) ?? null;
    const updates = updatesOf(incident.id, facts, library);
    const cause = incident.cause === '' ? null : incident.cause;
    return {
      ...{ mark: `I${place + 1}`, id: incident.id, playbook: incident.playbook, severity: incident.severity, cause },
      title: playbook?.title[library.locale] ?? incident.playbook,
      causeSaid: (cause === null ? undefined : playbook?.causes[cause]?.say[library.locale]) ?? null,
      ...{ onsetAt: incident.onsetAt, openedAt: incident.openedAt, notifiedAt: updates[0]?.at ?? null },
      toDetect: timeToDetect(incident, declared),
      resolvedAt: incident.phase === 'resolved' ? incident.resolvedAt : null,
      ...{ phases, updates, steps: stepsOf(playbook, incident, facts, library.locale) },
      clocks: playbook === null ? [] : clocksOf(playbook, incident, library),
    };
  });
}

function updatesOf(id: IncidentId, facts: readonly Fact[], { noticeOf }: StoryLibrary): readonly UpdateStory[] {
  return facts.flatMap((fact): readonly UpdateStory[] => {
    if (fact.fact !== 'notices-composed' || fact.incident !== id) return [];
    const notices = fact.notices.flatMap((path) => noticeOf(path) ?? []);
    return [{ update: fact.update, at: fact.at, written: fact.notices.length, notices }];
  });
}

function stepsOf(
  playbook: Playbook | null,
  incident: Incident,
  facts: readonly Fact[],
  locale: Locale,
): readonly StepStory[] {
  const acted = facts.filter((fact): fact is Fact & ActionFact => isAction(fact) && fact.incident === incident.id);
  const planned = (playbook?.steps ?? []).filter(
    ({ when, id }) => when === undefined || when.cause === incident.cause || acted.some(({ step }) => step === id),
  );
  const known = new Set(planned.map(({ id }) => id));
  const people = peopleOf(incident.id, facts);
  // An incident that was taken over has steps of its first playbook too.
  const others = [...new Set(acted.map(({ step }) => step))].filter((id) => !known.has(id));
  return [
    ...planned.map((step) => stepStory(step, incident, { acted, people }, locale)),
    ...others.map((id): StepStory => ({ ...actedOn(id, acted), what: id, by: 'act', due: null, fate: null })),
  ];
}

/** The steps of people of one incident, when the run was over. */
interface People {
  readonly steps: readonly PersonStep[];
  readonly endedAt: Millis;
  readonly tookPart: boolean;
}

function peopleOf(id: IncidentId, facts: readonly Fact[]): People {
  const all = personSteps(facts);
  const endedAt = facts.at(-1)?.at ?? instant(0);
  return { steps: all.filter(({ incident }) => incident === id), endedAt, tookPart: all.some(isTouched) };
}

function stepStory(
  step: PlaybookStep,
  { openedAt }: Incident,
  { acted, people }: { readonly acted: readonly (Fact & ActionFact)[]; readonly people: People },
  locale: Locale,
): StepStory {
  const what = step.do[locale];
  if (step.kind === 'act')
    return { ...actedOn(step.id, acted), what, by: 'act', who: actText(step.act), due: null, fate: null };
  const due = step.within === null ? null : plus(openedAt, step.within);
  const shown = people.steps.find((one) => one.step === step.id);
  return {
    ...{ ...actedOn(step.id, []), what, by: 'person', who: step.person, due },
    startedAt: shown?.acknowledged?.at ?? null,
    endedAt: shown?.done?.at ?? shown?.skipped?.at ?? null,
    fate: shown === undefined || !people.tookPart ? null : fateOf(shown, people.endedAt),
  };
}

/** What became of one step that acts: of several tries the last. */
function actedOn(id: string, acted: readonly (Fact & ActionFact)[]): Omit<StepStory, 'what' | 'by' | 'due' | 'fate'> {
  const story = {
    ...{ who: '', startedAt: null as Millis | null, endedAt: null as Millis | null },
    ...{ outcome: null as StepStory['outcome'], verified: null as StepStory['verified'] },
    undone: null as StepStory['undone'],
  };
  for (const fact of acted) {
    if (fact.step !== id) continue;
    if (fact.fact === 'action-started') {
      story.startedAt ??= fact.at;
      story.who = fact.action;
    } else if (fact.fact === 'action-ended') [story.endedAt, story.outcome] = [fact.at, fact.outcome];
    else if (fact.fact === 'action-verified') story.verified = fact.outcome;
    else story.undone = fact.outcome;
  }
  return story;
}

const actionFacts: ReadonlySet<string> = new Set([
  'action-started',
  'action-ended',
  'action-verified',
  'action-undone',
] satisfies readonly ActionFact['fact'][]);

const isAction = (fact: Fact): fact is Fact & ActionFact => actionFacts.has(fact.fact);

function clocksOf(playbook: Playbook, incident: Incident, library: StoryLibrary): readonly ClockStory[] {
  const { settings, locale, obligations } = library;
  return dutyClocks(incident, bindingObligations(playbook, obligations, settings), settings).map(
    ({ obligation: { title, owes, ask, source }, to, due }) => ({
      what: `${title[locale]}: ${owes[locale]}`,
      to: to?.[locale] ?? null,
      due,
      ask: ask?.[locale] ?? null,
      source: `${source.name[locale]} ${source.version[locale]} (${source.read})`,
    }),
  );
}

/** Every action that was begun, in order. */
export function actionStories(facts: readonly Fact[]): readonly ActionStory[] {
  const stories: ActionStory[] = [];
  for (const fact of facts) {
    if (!isAction(fact)) continue;
    if (fact.fact === 'action-started') {
      const { incident, step, action, at: startedAt } = fact;
      const mark = `A${stories.length + 1}`;
      stories.push({ mark, incident, step, action, startedAt, endedAt: null, outcome: null, verified: null });
      continue;
    }
    const place = stories.findLastIndex(({ incident, step }) => incident === fact.incident && step === fact.step);
    const begun = stories[place];
    if (begun === undefined) continue;
    if (fact.fact === 'action-ended') stories[place] = { ...begun, endedAt: fact.at, outcome: fact.outcome };
    if (fact.fact === 'action-verified') stories[place] = { ...begun, verified: fact.outcome };
  }
  return stories;
}

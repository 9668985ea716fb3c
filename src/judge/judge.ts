import type { Answered, Said } from '../model/declaration.ts';
import type { Judgement, Told } from '../model/fact.ts';
import type { Frame } from '../model/frame.ts';
import type { PlaybookId, ThresholdId } from '../model/id.ts';
import type { Breach, Incident } from '../model/incident.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Threshold } from '../model/threshold.ts';
import type { DurationMs, Millis } from '../model/time.ts';
import { matching } from '../playbook/match.ts';
import { hear } from './declared.ts';
import { enterIncident, withIncident } from './enter-incident.ts';
import { isRootOf, liveOn, symptomsOf, type Breaches } from './incident-life.ts';
import { dueAt, unseen, watchThreshold, type ThresholdState } from './threshold-watch.ts';

/** What the judge goes by; the same for a whole run. */
export interface Rules {
  readonly thresholds: readonly Threshold[];
  readonly playbooks: readonly Playbook[];
  /** A longer pause between two frames is time nobody watched: it advances no hold. */
  readonly blindAfter: DurationMs;
}

/** What the judge remembers from frame to frame. */
export interface JudgeState {
  readonly thresholds: ReadonlyMap<ThresholdId, ThresholdState>;
  /** Every incident of the run in the order of opening, resolved ones among them. */
  readonly incidents: readonly Incident[];
}

export interface Judged {
  readonly state: JudgeState;
  readonly facts: readonly Told<Judgement>[];
  /** Every incident whose readers must be told something now, as it stood at that update; in the order of the facts. */
  readonly updates: readonly Incident[];
  /** What became of people's words, in their order. */
  readonly answers: readonly Answered[];
  readonly next: Millis | null;
}

export const nothingJudged: JudgeState = { thresholds: new Map(), incidents: [] };

/**
 * Judges one frame, and what people have said since the one before: thresholds become breaches, breaches and words incidents. Pure: the same rules, state,
 * frame and words give the same facts. `next` is the next instant at which something falls due without any new sample (a hold, a clear hold, a promised
 * update).
 */
export function judge(rules: Rules, state: JudgeState, frame: Frame, said: readonly Said[] = []): Judged {
  const watched = rules.thresholds.map((threshold) => ({
    threshold,
    ...watchThreshold(threshold, state.thresholds.get(threshold.id) ?? unseen, frame, rules.blindAfter),
  }));
  const breaches = breachesOf(watched.map(({ state: after }) => after));
  const lived = liveIncidents(rules, state.incidents, breaches, frame.at, said);
  const told = [...watched.flatMap((watch) => watch.told ?? []), ...lived.told];
  return {
    state: {
      thresholds: new Map(watched.map(({ threshold, state: after }) => [threshold.id, after])),
      incidents: lived.incidents,
    },
    facts: told.map((judgement) => ({ at: frame.at, ...judgement })),
    updates: lived.updates,
    answers: lived.answers,
    next: earliest([
      ...watched.map(({ threshold, state: after }) => dueAt(threshold, after)),
      ...lived.incidents.map((incident) => (incident.phase === 'resolved' ? null : incident.nextUpdateAt)),
    ]),
  };
}

function breachesOf(states: readonly ThresholdState[]): Breaches {
  const breached = states.flatMap((state) => (state.standing === 'breached' ? [state] : []));
  return {
    open: new Map(breached.map(({ breach }): [ThresholdId, Breach] => [breach.threshold, breach])),
    clearing: new Set(breached.filter((state) => state.clearingSince !== null).map(({ breach }) => breach.threshold)),
  };
}

interface LivedIncidents {
  readonly incidents: readonly Incident[];
  readonly told: readonly Judgement[];
  readonly updates: readonly Incident[];
  readonly answers: readonly Answered[];
}

function liveIncidents(
  rules: Rules,
  known: readonly Incident[],
  breaches: Breaches,
  now: Millis,
  said: readonly Said[],
): LivedIncidents {
  const playbooks = new Map(rules.playbooks.map((playbook) => [playbook.id, playbook]));
  const heard = hear(said, { playbooks, incidents: known, breaches, now });
  const before = heard.incidents;
  // One after the other: an incident that has been taken over is no longer its root's, and is not taken over again.
  let all = before;
  const entered = openings(rules.playbooks, before, breaches).map((playbook) => {
    const one = enterIncident(playbook, playbooks, all, breaches, now);
    all = withIncident(all, one.incident);
    return one;
  });
  const lived = all.map((incident) => {
    const playbook = playbooks.get(incident.playbook);
    if (incident.phase === 'resolved' || playbook === undefined) return { incident, told: [] };
    return liveOn(incident, playbook, breaches, now);
  });
  const updated = [...heard.lived, ...entered, ...lived.filter(({ told }) => told.length > 0)];
  return {
    incidents: lived.map(({ incident }) => incident),
    told: updated.flatMap(({ told }): readonly Judgement[] => told),
    updates: updated.map(({ incident }) => incident),
    answers: heard.answers,
  };
}

/**
 * The playbooks that open an incident now: of those that a symptom chooses the most specific one, unless it has an open incident; and none that
 * is only the root of what another one tells of, now or already. A breach opens one incident and no second.
 */
function openings(
  playbooks: readonly Playbook[],
  incidents: readonly Incident[],
  breaches: Breaches,
): readonly Playbook[] {
  const openIds = new Set<PlaybookId>(
    incidents.filter(({ phase }) => phase !== 'resolved').map(({ playbook }) => playbook),
  );
  const open = playbooks.filter(({ id }) => openIds.has(id));
  const claimed = new Set([
    ...open.flatMap((playbook) => symptomsOf(playbook, breaches).map((breach) => breach.threshold)),
    ...spokenFor(incidents, breaches),
  ]);
  let telling = open;
  return rootsLast(matching(playbooks, new Set(breaches.open.keys())), breaches).filter((playbook) => {
    const symptoms = symptomsOf(playbook, breaches).map((breach) => breach.threshold);
    const told = telling.some((other) => other.id === playbook.id || isRootOf(playbook, other, breaches));
    if (told || symptoms.every((id) => claimed.has(id))) return false;
    symptoms.forEach((id) => claimed.add(id));
    // What this one takes over tells of nothing any more.
    telling = [...telling.filter((other) => !isRootOf(other, playbook, breaches)), playbook];
    return true;
  });
}

/** Whether a root opens is known only when it is known whether its symptom's playbook does. */
function rootsLast(matched: readonly Playbook[], breaches: Breaches): readonly Playbook[] {
  const isRoot = (playbook: Playbook): boolean => matched.some((other) => isRootOf(playbook, other, breaches));
  return [...matched.filter((one) => !isRoot(one)), ...matched.filter(isRoot)];
}

/** The thresholds whose breach has belonged to an incident already: a root that outlasts its symptom's incident is no new trouble. */
function spokenFor(incidents: readonly Incident[], { open }: Breaches): readonly ThresholdId[] {
  return incidents
    .flatMap((incident) => incident.breaches)
    .filter(({ threshold, openedAt }) => open.get(threshold)?.openedAt === openedAt)
    .map(({ threshold }) => threshold);
}

const earliest = (instants: readonly (Millis | null)[]): Millis | null =>
  instants.reduce((least, at) => (at !== null && (least === null || at < least) ? at : least), null);

import type { Fact } from '../model/fact.ts';
import type { PlaybookId } from '../model/id.ts';
import type { ChannelName } from '../model/notice.ts';
import {
  scoreItemIds,
  usualTargets,
  type ScoreItemId,
  type ScoreTarget,
  type ScoreTargets,
} from '../model/score-target.ts';
import type { SignalDefinition } from '../model/signal.ts';
import { between, type Millis } from '../model/time.ts';
import { affectedShare } from './affected.ts';
import { creditOf, meets, type ScoreSide } from './credit.ts';
import { detectParts, type DetectParts } from './detect-parts.ts';
import { noticesReady } from './notices-ready.ts';
import { peakOf, type Peak } from './peak.ts';
import { scoredIncidents, type IncidentEvidence, type ScoredIncident } from './scored-incident.ts';
import { countPersonSteps, shareInTime, type PersonStepCounts } from './person-step-counts.ts';
import { countSteps, shareDone, type StepCounts } from './step-counts.ts';

/** What a run is scored from. */
export interface ScoreInput extends IncidentEvidence {
  /** Every fact of the run, its frames too, in order. */
  readonly facts: readonly Fact[];
  /** How the target measures its signals. */
  readonly definitions: readonly SignalDefinition[];
  /** For which channels the run wrote notices. */
  readonly channels: readonly ChannelName[];
  /** The playbooks that the scenario expects to open. */
  readonly expected: readonly PlaybookId[];
  readonly targets: ScoreTargets;
  /** Whether the playbooks' own actions were taken. */
  readonly actions: boolean;
}

/** One item of a scorecard. */
export interface ScoreItem {
  readonly id: ScoreItemId;
  readonly unit: 'ms' | 'share';
  /** In milliseconds, or from 0 to 1; null where it cannot be known, or never came. */
  readonly value: number | null;
  /** What it is to be, `at-most` or `at-least`; the usual target where the scenario sets none. */
  readonly side: ScoreSide;
  readonly target: number;
  /** `not-judged`: the scenario sets no target. `not-measured`: the run cannot tell, which is neither met nor missed. */
  readonly outcome: 'met' | 'missed' | 'not-measured' | 'not-judged';
  readonly weight: number;
  readonly key: boolean;
  /** The part of its weight that it earns, from 0 to 1; null where it does not count. */
  readonly credit: number | null;
  /** Why there is no value; null where there is one. */
  readonly why: string | null;
}

/** How well a run's trouble was met, against what its scenario asks for. */
export interface Scorecard {
  /** From 0 to 100, rounded down: what the items that count have earned of their weight. Null when none counts. */
  readonly total: number | null;
  /** Whether every key item is met: one that is missed, or was not measured, fails the whole whatever the total. */
  readonly passed: boolean;
  /** One for each thing that is scored, always in the same order. */
  readonly items: readonly ScoreItem[];
  /** What the time to detect is made of; null when nothing opened. */
  readonly detect: DetectParts | null;
  readonly steps: StepCounts;
  /** What became of the steps of people; null where nobody took part. */
  readonly people: PersonStepCounts | null;
  readonly peak: Peak | null;
}

/** What a run tells of an item: a value, that it never came, or nothing. */
type Reading =
  | { readonly tells: 'value'; readonly value: number }
  | { readonly tells: 'never'; readonly why: string }
  | { readonly tells: 'nothing'; readonly why: string };

/**
 * Scores a run. With several incidents, a time is that of the slowest, and one that never got there makes it missed.
 * - `detect`: from the onset to the opening, of what was not declared by a person.
 * - `notify`: from the onset to the first notices on disk.
 * - `first-action`: from the opening to the first action that was begun in earnest.
 * - `mitigate`: from the onset to the moment from which every symptom stayed within its clear level, or an action was found to have had its effect on one.
 * - `recover`: from the onset to *resolved*.
 * - `affected`: the share of all arrivals that came between onset and the end of the symptoms.
 * - `notices`: the share of updates whose notices were all there in time.
 * - `steps`: the share of steps begun in earnest that were done, had the effect that was looked for, and could be taken back.
 * - `people-steps`: the share of people's steps that were done in their time, of those whose time was over.
 */
export function scorecardOf(input: ScoreInput): Scorecard {
  const incidents = scoredIncidents(input);
  const steps = countSteps(input.facts);
  const people = countPersonSteps(input.facts);
  const readings = { ...timesOf(input, incidents), ...sharesOf(input, incidents, { steps, people }) };
  const items = scoreItemIds.map((id) => itemOf(id, readings[id], input.targets[id] ?? null));
  return {
    total: totalOf(items),
    passed: items.every(({ key, outcome }) => !key || outcome === 'met'),
    items,
    detect: slowestParts(input, incidents),
    ...{ steps, people },
    peak: peakOf(input.facts, incidents, input.definitions),
  };
}

type Times = 'detect' | 'notify' | 'first-action' | 'mitigate' | 'recover';

function timesOf(input: ScoreInput, incidents: readonly ScoredIncident[]): Readonly<Record<Times, Reading>> {
  return {
    detect: detected(input, incidents),
    notify: slowest(incidents, onsetOf, (one) => one.notifiedAt, 'no notices were written'),
    'first-action': acted(input, incidents),
    mitigate: slowest(incidents, onsetOf, (one) => one.mitigatedAt, 'the symptom was still there when the run ended'),
    recover: slowest(incidents, onsetOf, (one) => one.resolvedAt, 'it was not resolved when the run ended'),
  };
}

const onsetOf = ({ incident }: ScoredIncident): Millis => incident.onsetAt;

function slowest(
  incidents: readonly ScoredIncident[],
  from: (one: ScoredIncident) => Millis,
  to: (one: ScoredIncident) => Millis | null,
  never: string,
): Reading {
  let longest = 0;
  for (const one of incidents) {
    const reached = to(one);
    if (reached === null) return { tells: 'never', why: `${one.incident.id}: ${never}` };
    longest = Math.max(longest, between(from(one), reached));
  }
  return incidents.length === 0 ? nothingOpened : { tells: 'value', value: longest };
}

const nothingOpened: Reading = { tells: 'nothing', why: 'no incident opened' };

function detected({ expected }: ScoreInput, incidents: readonly ScoredIncident[]): Reading {
  const opened = new Set(incidents.flatMap(({ openedBy, incident }) => [openedBy, incident.playbook]));
  const missing = expected.find((playbook) => !opened.has(playbook));
  if (missing !== undefined) return { tells: 'never', why: `${missing} was expected, and did not open` };
  const measured = incidents.filter(({ declared }) => !declared);
  if (measured.length === 0 && incidents.length > 0)
    return { tells: 'nothing', why: 'a person declared what there was before it was measured' };
  return slowest(measured, onsetOf, ({ incident }) => incident.openedAt, '');
}

/** Only incidents whose playbook has a step that acts, for the cause they had, can be late with one. */
function acted({ actions, facts }: ScoreInput, incidents: readonly ScoredIncident[]): Reading {
  if (incidents.length === 0) return nothingOpened;
  if (!actions) return { tells: 'nothing', why: "the run was without the playbooks' own actions" };
  const begun = new Set(facts.flatMap((fact) => (fact.fact === 'action-started' ? [fact.incident] : [])));
  const acting = incidents.filter(mayAct);
  if (acting.length === 0) return { tells: 'nothing', why: 'no step of the playbook acts by itself' };
  const earnest = acting.filter(({ firstActionAt, incident }) => firstActionAt !== null || !begun.has(incident.id));
  if (earnest.length === 0) return { tells: 'nothing', why: 'no action was allowed here' };
  return slowest(
    earnest,
    ({ incident }) => incident.openedAt,
    (one) => one.firstActionAt,
    'no action was begun',
  );
}

const mayAct = ({ playbook, incident }: ScoredIncident): boolean =>
  playbook.steps.some(({ kind, when }) => kind === 'act' && (when === undefined || when.cause === incident.cause));

type Shares = Exclude<ScoreItemId, Times>;

function sharesOf(
  { facts, playbooks, channels, targets }: ScoreInput,
  incidents: readonly ScoredIncident[],
  { steps, people }: Pick<Scorecard, 'steps' | 'people'>,
): Readonly<Record<Shares, Reading>> {
  const spans = incidents.map(({ incident, backAt }) => ({ from: incident.onsetAt, to: backAt }));
  const { within } = targets.notices ?? usualTargets.notices;
  const { called, ready } = noticesReady(facts, incidents, playbooks, { channels, within });
  const share = (value: number | null, why: string): Reading => {
    if (incidents.length === 0) return nothingOpened;
    return value === null ? { tells: 'nothing', why } : { tells: 'value', value };
  };
  return {
    affected: share(affectedShare(facts, spans), 'nobody arrived'),
    notices: share(called === 0 ? null : ready / called, 'nothing was to be told'),
    steps: share(shareDone(steps), 'no step acted'),
    'people-steps': share(
      people === null ? null : shareInTime(people),
      people === null ? 'nobody took part' : 'no step had its time behind it',
    ),
  };
}

/** The parts of the slowest detection. */
function slowestParts({ definitions }: ScoreInput, incidents: readonly ScoredIncident[]): DetectParts | null {
  const [slow] = incidents.toSorted((one, other) => detectionOf(other) - detectionOf(one));
  const opening = slow?.opening ?? null;
  return opening === null ? null : detectParts(opening, definitions);
}

const detectionOf = ({ incident }: ScoredIncident): number => between(incident.onsetAt, incident.openedAt);

const shapes: Readonly<Record<ScoreItemId, Pick<ScoreItem, 'unit' | 'side'>>> = {
  detect: { unit: 'ms', side: 'at-most' },
  notify: { unit: 'ms', side: 'at-most' },
  'first-action': { unit: 'ms', side: 'at-most' },
  mitigate: { unit: 'ms', side: 'at-most' },
  recover: { unit: 'ms', side: 'at-most' },
  affected: { unit: 'share', side: 'at-most' },
  notices: { unit: 'share', side: 'at-least' },
  steps: { unit: 'share', side: 'at-least' },
  'people-steps': { unit: 'share', side: 'at-least' },
};

function itemOf(id: ScoreItemId, reading: Reading, asked: ScoreTarget | null): ScoreItem {
  const { level, weight, key } = asked ?? usualTargets[id];
  const { unit, side } = shapes[id];
  const value = reading.tells === 'value' ? reading.value : null;
  const outcome = asked === null ? 'not-judged' : outcomeOf(reading, side, level);
  const counts = outcome === 'met' || outcome === 'missed';
  const earned = value === null ? 0 : creditOf(value, side, level);
  return {
    ...{ id, unit, value, side, target: level, outcome, weight, key },
    credit: counts ? earned : null,
    why: reading.tells === 'value' ? null : reading.why,
  };
}

function outcomeOf(reading: Reading, side: ScoreSide, level: number): ScoreItem['outcome'] {
  switch (reading.tells) {
    case 'value':
      return meets(reading.value, side, level) ? 'met' : 'missed';
    case 'never':
      return 'missed';
    case 'nothing':
      return 'not-measured';
  }
}

function totalOf(items: readonly ScoreItem[]): number | null {
  const counted = items.flatMap(({ credit, weight }) => (credit === null ? [] : [{ credit, weight }]));
  const weights = counted.reduce((sum, { weight }) => sum + weight, 0);
  if (weights === 0) return null;
  const earned = counted.reduce((sum, { credit, weight }) => sum + credit * weight, 0);
  // A sum of fractions may come out a hair below the whole number that it is.
  return Math.floor((earned / weights) * 100 + 1e-9);
}

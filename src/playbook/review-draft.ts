import { dayOf, workingDaysAfter, type Day } from '../model/day.ts';
import type { Fact } from '../model/fact.ts';
import type { Incident } from '../model/incident.ts';
import type { Locale } from '../model/locale.ts';
import type { Playbook } from '../model/playbook.ts';
import type { ActionItem, Review } from '../model/review.ts';
import type { Threshold } from '../model/threshold.ts';
import { between, duration, millisecondsOfDay, type Millis } from '../model/time.ts';
import { blindDuring, reviewTimeline } from './review-timeline.ts';
import { reviewWords } from './review-words.ts';

/** What is known of an incident once its run is over. */
export interface ReviewInput {
  /** As it stood last. */
  readonly incident: Incident;
  readonly playbook: Playbook;
  readonly run: string;
  readonly facts: readonly Fact[];
  /** Those that the run was judged by. */
  readonly thresholds: readonly Threshold[];
  readonly locale: Locale;
}

/** A review as far as a run can write it: what happened, and the action items that it shows to be needed. The rest is for people. */
export function draftReview(input: ReviewInput): Review {
  const { incident, playbook, run, facts, locale } = input;
  const steps = stepsAfterwards(input);
  const cause = incident.cause === null ? null : (playbook.causes[incident.cause]?.say[locale] ?? incident.cause);
  return {
    version: 1,
    ...{ incident: incident.id, run, playbook: playbook.id, severity: incident.severity, cause },
    ...{ onset: written(incident.onsetAt), opened: written(incident.openedAt) },
    resolved: incident.phase === 'resolved' ? written(incident.resolvedAt) : null,
    timeline: reviewTimeline(incident, facts).map(({ at, what }) => ({ at: written(at), what })),
    ...{ impact: '', 'went-well': [], 'went-badly': [] },
    actions: [...steps, ...lessons(input).filter(({ id }) => !steps.some((step) => step.id === id))],
  };
}

const written = (at: Millis): string => new Date(at).toISOString();

/** In how many working days what a run shows is seen to; the review itself is written sooner. */
const [daysForLessons, daysForReview] = [10, 5];

/** From which day action items count: that on which the trouble was over, or as long as it is not, that on which it was noticed. */
const countedFrom = (incident: Incident): Day =>
  dayOf(incident.phase === 'resolved' ? incident.resolvedAt : incident.openedAt);

/** The playbook's steps that have days of time are those for afterwards; where none writes the review, whoever was in command does. */
function stepsAfterwards({ incident, playbook, locale }: ReviewInput): readonly ActionItem[] {
  const from = countedFrom(incident);
  const steps = playbook.steps.flatMap((step) => {
    if (step.kind !== 'person') return [];
    const { id, person, within, do: what, when } = step;
    const days = Math.ceil((within ?? 0) / millisecondsOfDay);
    const applies = when === undefined || when.cause === incident.cause;
    return applies && (within ?? 0) >= millisecondsOfDay
      ? [{ id, what: what[locale], owner: person, due: workingDaysAfter(from, days) }]
      : [];
  });
  if (steps.some(({ id }) => id === 'write-review')) return steps;
  const own = {
    ...{ id: 'write-review', what: reviewWords[locale].writeReview, owner: playbook.owners.command },
    due: workingDaysAfter(from, daysForReview),
  };
  return [...steps, own];
}

/** What the run shows to have been lacking. */
function lessons(input: ReviewInput): readonly ActionItem[] {
  const { incident, playbook } = input;
  const said = reviewWords[input.locale];
  const { command, words } = playbook.owners;
  const due = workingDaysAfter(countedFrom(incident), daysForLessons);
  const late = lateThresholds(input);
  const helpless = helplessSteps(input);
  const updates = mine(input).filter(({ fact }) => fact === 'update-due').length;
  const lacking: readonly (ActionItem | null)[] = [
    late.length === 0 ? null : { id: 'detect-sooner', what: said.detectSooner(late.join(', ')), owner: command, due },
    incident.cause !== null ? null : { id: 'find-cause', what: said.findCause, owner: command, due },
    incident.phase === 'resolved' ? null : { id: 'confirm-end', what: said.confirmEnd, owner: command, due },
    wasBlind(input) ? { id: 'see-again', what: said.seeAgain, owner: command, due } : null,
    helpless.length === 0
      ? null
      : { id: 'mend-actions', what: said.mendActions(helpless.join(', ')), owner: command, due },
    wasTold(input) ? null : { id: 'write-notices', what: said.writeNotices, owner: words, due },
    updates < 2 ? null : { id: 'tell-more', what: said.tellMore(updates), owner: words, due },
  ];
  return lacking.filter((item) => item !== null);
}

const mine = ({ incident, facts }: ReviewInput): readonly Fact[] =>
  facts.filter((fact) => 'incident' in fact && fact.incident === incident.id);

const wasTold = (input: ReviewInput): boolean => mine(input).some(({ fact }) => fact === 'notices-composed');

const wasBlind = ({ incident, facts }: ReviewInput): boolean =>
  facts.some((fact) => fact.fact === 'blind' && blindDuring(incident, fact));

/** The steps that act by themselves and did not do what they are for: they failed, changed nothing, or could not be taken back. */
const helplessSteps = (input: ReviewInput): readonly string[] => [
  ...new Set(
    mine(input).flatMap((fact) => {
      if (fact.fact === 'action-verified') return fact.outcome === 'without-effect' ? [fact.step] : [];
      const acted = fact.fact === 'action-ended' || fact.fact === 'action-undone';
      return acted && fact.outcome === 'failed' ? [fact.step] : [];
    }),
  ),
];

/** A signal's window and how often it is measured come on top of the hold; what takes longer than that together is late. */
const usualDelay = duration(10_000);

/** The thresholds whose breach opened later after its onset than their hold explains. */
const lateThresholds = ({ incident, thresholds }: ReviewInput): readonly string[] =>
  incident.breaches
    .filter(({ threshold: id, onsetAt, openedAt }) => {
      const hold = thresholds.find((one) => one.id === id)?.hold ?? 0;
      return between(onsetAt, openedAt) > hold + usualDelay;
    })
    .map(({ threshold }) => threshold);

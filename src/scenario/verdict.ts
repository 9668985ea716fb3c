import { timeToDetect, type DeclaredIncidents } from '../judge/declared-incidents.ts';
import type { Unmeasurable } from '../judge/unmeasured.ts';
import type { Outcome } from '../model/fact.ts';
import type { PlaybookId } from '../model/id.ts';
import type { Incident } from '../model/incident.ts';
import type { Expectation } from '../model/scenario.ts';
import { secondsText } from '../model/quantity.ts';
import type { DurationMs } from '../model/time.ts';

/** What a run came to, as far as its outcome depends on it. */
export interface RunEvidence {
  readonly expectations: readonly Expectation[];
  readonly incidents: readonly Incident[];
  /** Those among them that a person declared. */
  readonly declared: DeclaredIncidents;
  /** What could not be measured of playbooks, if anything. */
  readonly unmeasurable: ReadonlyMap<PlaybookId, Unmeasurable>;
  readonly arrivals: { readonly planned: number; readonly started: number; readonly dropped: number };
  readonly droppedLimit: number;
  /** The longest time by which arrivals came later than planned: a saturated generator. */
  readonly latest: DurationMs;
  /** Journeys that were ended by an exception of the scenario's own code. */
  readonly exceptions: number;
  /** Journeys that the engine could not make. */
  readonly skipped: readonly string[];
  /** Why the collector was blind, if it was. */
  readonly blind: readonly string[];
}

export interface Verdict {
  readonly outcome: Outcome;
  /** Why, one sentence each; for an expected outcome what was seen. */
  readonly reasons: readonly string[];
}

/** Arrivals later than this say that the generator could not keep up. Less says nothing: an arrival is known of only once it has been pushed and looked at. */
const latenessAllowed = 3_000;

/**
 * Compares what happened with what was expected. A run whose generator was saturated, whose arrivals were dropped or whose collector was blind is
 * inconclusive whatever else was seen: it must never blame the target.
 */
export function verdictOf(evidence: RunEvidence): Verdict {
  const doubts = doubtsOf(evidence);
  if (doubts.length > 0) return { outcome: 'inconclusive', reasons: doubts };
  const unmade = unmadeOf(evidence);
  const missed = evidence.expectations.flatMap((expected) => faultsOf(expected, evidence));
  if (missed.length > 0 && unmade.length > 0) return { outcome: 'inconclusive', reasons: [...missed, ...unmade] };
  const faults = [...missed, ...surprises(evidence)];
  if (faults.length > 0) return { outcome: 'unexpected', reasons: faults };
  const seen = evidence.expectations.map((expected) => fulfilled(expected, evidence));
  // What opened has shown itself; that nothing did says little where not everybody came.
  const wantsQuiet = evidence.expectations.some((expected) => 'no-incident' in expected);
  return { outcome: wantsQuiet && unmade.length > 0 ? 'inconclusive' : 'expected', reasons: [...seen, ...unmade] };
}

const unmadeOf = ({ skipped }: RunEvidence): readonly string[] =>
  skipped.length === 0
    ? []
    : [`the engine could not make ${skipped.join(', ')}: what they would have shown was not measured`];

function doubtsOf({ arrivals, droppedLimit, latest, exceptions, blind }: RunEvidence): readonly string[] {
  const wanted = arrivals.started + arrivals.dropped;
  const share = wanted === 0 ? 0 : arrivals.dropped / wanted;
  const dropped =
    share > droppedLimit
      ? [
          `${arrivals.dropped} of ${wanted} arrivals were dropped (${percent(share)}, at most ${percent(droppedLimit)} are allowed): the load generator could not start them`,
        ]
      : [];
  const late =
    latest > latenessAllowed
      ? [`arrivals came up to ${secondsText(latest)} later than planned: the load generator was saturated`]
      : [];
  const broken =
    exceptions > 0
      ? [`${exceptions} of ${arrivals.started} journeys were ended by an exception of the scenario's own code`]
      : [];
  return [...dropped, ...late, ...broken, ...blind];
}

function faultsOf(expected: Expectation, evidence: RunEvidence): readonly string[] {
  if ('no-incident' in expected) return [];
  const { incidents } = evidence;
  const unmeasurable = evidence.unmeasurable.get(expected.playbook);
  const opened = incidents.filter(({ playbook }) => playbook === expected.playbook);
  const incident = tellingOf(opened, evidence);
  if (incident === undefined) {
    const seen =
      incidents.length === 0 ? 'no incident opened' : `only ${incidents.map((one) => one.playbook).join(', ')} opened`;
    return [`expected ${openingText(expected)}; ${seen}${unmeasuredText(unmeasurable?.opening)}`];
  }
  const late = lateness(expected, incident, evidence);
  const { cause } = expected;
  // What opens again must be resolved again.
  const unresolved = opened.find(({ phase }) => phase !== 'resolved');
  return [
    ...(late === null ? [] : [`expected ${openingText(expected)}; ${late}`]),
    ...(cause !== undefined && incident.cause !== cause
      ? [
          `expected the cause ${cause}; ${incident.cause ?? 'none'} was identified${unmeasuredText(unmeasurable?.causes.get(cause))}`,
        ]
      : []),
    ...(expected.resolved && unresolved !== undefined
      ? [`expected ${expected.playbook} to be resolved; at the end it was ${unresolved.phase}`]
      : []),
  ];
}

/** Why something that did not happen could not have been seen. */
const unmeasuredText = (why: string | null | undefined): string =>
  why === null || why === undefined ? '' : `; it could not be measured: ${why}`;

type OpeningExpected = Extract<Expectation, { readonly playbook: string }>;

/** `message-delay within 10.0 s of onset` */
const openingText = ({ playbook, within }: OpeningExpected): string =>
  within === undefined ? playbook : `${playbook} within ${secondsText(within)} of onset`;

/** Of the incidents of a playbook the one that its expectation is held against: the first that was measured, else the first. */
const tellingOf = (opened: readonly Incident[], { declared }: RunEvidence): Incident | undefined =>
  opened.find((one) => timeToDetect(one, declared) !== null) ?? opened[0];

/** Why an incident was not detected in the time that is expected; null where it was, or no time is. A person's word is not what `within` asks for. */
function lateness({ within }: OpeningExpected, incident: Incident, evidence: RunEvidence): string | null {
  if (within === undefined) return null;
  const took = timeToDetect(incident, evidence.declared);
  if (took === null) return 'a person declared it, and it was never measured';
  if (took <= within) return null;
  return evidence.declared.has(incident.id)
    ? `a person declared it, and it was measured after ${secondsText(took)}`
    : `it took ${secondsText(took)}`;
}

/** Incidents that nothing expected. */
function surprises({ expectations, incidents }: RunEvidence): readonly string[] {
  const expected = new Set(expectations.flatMap((one) => ('playbook' in one ? [one.playbook] : [])));
  return incidents
    .filter(({ playbook }) => !expected.has(playbook))
    .map(({ id, playbook }) =>
      expected.size === 0 ? `expected no incident; ${id} opened` : `${id} opened: nothing expected ${playbook}`,
    );
}

function fulfilled(expected: Expectation, evidence: RunEvidence): string {
  if ('no-incident' in expected) return 'no incident opened';
  const resolved = expected.resolved ? ' and was resolved' : '';
  const incident = tellingOf(
    evidence.incidents.filter(({ playbook }) => playbook === expected.playbook),
    evidence,
  );
  const { playbook, within } = expected;
  const inTime = within === undefined ? '' : ` within ${secondsText(within)} of onset`;
  if (incident === undefined || !evidence.declared.has(incident.id)) return `${playbook} opened${inTime}${resolved}`;
  const measured = within === undefined ? '' : `, was measured${inTime}`;
  return `${playbook} was declared by a person${measured}${resolved}`;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

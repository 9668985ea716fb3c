import { overWindow } from '../model/aspect.ts';
import { judge, nothingJudged, type Judged, type JudgeState, type Rules } from '../judge/judge.ts';
import { parseSeries } from '../judge/series-notation.ts';
import type { Frame } from '../model/frame.ts';
import type { CauseId, PlaybookId, SignalId, ThresholdId } from '../model/id.ts';
import type { Incident } from '../model/incident.ts';
import type { Unit } from '../model/quantity.ts';
import type { Threshold } from '../model/threshold.ts';
import { between, instant, plus, type DurationMs, type Millis } from '../model/time.ts';
import type { ExpectedMoment, UnitTest } from '../model/unit-test.ts';
import { asKnown } from '../notice/field-values.ts';
import { composeNotices, type ComposeInput } from '../notice/compose.ts';
import type { Wording } from './respond.ts';

/** What was expected at one moment, and what there was instead. */
export interface UnitTestFailure {
  /** The place of the moment in the test. */
  readonly moment: number;
  readonly at: DurationMs;
  readonly expected: string;
  readonly got: string;
}

/** What a test has made happen, for the coverage of all tests together. */
export interface UnitTestCoverage {
  readonly thresholds: ReadonlySet<ThresholdId>;
  /** `<playbook>/<cause>`. */
  readonly causes: ReadonlySet<string>;
  readonly playbooks: ReadonlySet<PlaybookId>;
}

export interface UnitTestOutcome {
  readonly failures: readonly UnitTestFailure[];
  readonly coverage: UnitTestCoverage;
}

/** A Monday, nine in the morning in Shanghai: where the virtual clock of every test begins. */
const virtualStart = instant(Date.UTC(2026, 0, 5, 1));

/** What is known at a moment of a test. */
interface Moment {
  readonly state: JudgeState;
  /** Of each incident, by its id, what its last notices are made of. Few tests look at one: it is made when they do. */
  readonly told: ReadonlyMap<string, Material>;
}

/** What the notices of one update are made of, whatever their channel. */
type Material = Omit<ComposeInput, 'channels'>;

/** Runs one unit test through the real judge and the real notices, on a virtual clock. */
export function runUnitTest(test: UnitTest, rules: Rules, stationery: Wording): UnitTestOutcome {
  const series = Object.entries(test.signals).map(([id, text]) => ({ id, values: parseSeries(text) }));
  const units = new Map(rules.thresholds.map(({ signal, unit }) => [signal, unit]));
  const windows = rules.thresholds.flatMap(windowsOf);
  const last = Math.max(
    ...test.expect.map(({ at }) => at),
    ...series.map(({ values }) => (values.length - 1) * test.every),
  );
  const failures: UnitTestFailure[] = [];
  const covered = { thresholds: new Set<ThresholdId>(), causes: new Set<string>(), playbooks: new Set<PlaybookId>() };
  let moment: Moment = { state: nothingJudged, told: new Map() };
  for (const elapsed of instantsOf(test, last)) {
    const at = plus(virtualStart, elapsed);
    const judged = judge(rules, moment.state, frameAt(series, units, windows, test.every, at));
    moment = { state: judged.state, told: withUpdates(moment.told, judged, stationery, at) };
    cover(covered, judged);
    failures.push(...failuresAt(test.expect, elapsed, moment));
  }
  return { failures: failures.toSorted((a, b) => a.moment - b.moment), coverage: covered };
}

/** Every instant at which there is a value, and every one at which something is expected, in order. */
function instantsOf({ every, expect }: UnitTest, last: number): readonly DurationMs[] {
  const instants = new Set<number>(expect.map(({ at }) => at));
  for (let at = 0; at <= last; at += every) instants.add(at);
  return [...instants].sort((a, b) => a - b) as DurationMs[];
}

function frameAt(
  series: readonly { readonly id: SignalId; readonly values: readonly (number | null)[] }[],
  units: ReadonlyMap<SignalId, Unit>,
  windows: readonly Window[],
  every: DurationMs,
  at: Millis,
): Frame {
  const place = Math.floor(between(virtualStart, at) / every);
  const signals = series.map(({ id, values }) => ({
    id,
    unit: units.get(id) ?? 'count',
    at,
    value: values[place] ?? null,
  }));
  const seconds = signals.flatMap(({ id, value }) => (value === null ? [] : [{ id, start: at, value }]));
  const averages = windows.flatMap(({ signal, over }) =>
    series
      .filter(({ id }) => id === signal)
      .map(({ values }) => ({
        ...{ id: overWindow(signal, over), unit: 'ratio' as const, at },
        value: average(values.slice(Math.max(0, place + 1 - Math.ceil(over / every)), place + 1)),
      })),
  );
  return { at, signals: [...signals, ...averages], seconds, loadOn: true };
}

/** A window over which a signal is wanted beside its own. */
interface Window {
  readonly signal: SignalId;
  readonly over: DurationMs;
}

const windowsOf = ({ signal, aspect }: Threshold): readonly Window[] =>
  aspect.kind === 'burn-rate' ? aspect.windows.map((over) => ({ signal, over })) : [];

/** A test gives ratios and not what they are of: each of its values weighs as much as any other. */
function average(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function withUpdates(
  before: Moment['told'],
  judged: Judged,
  { playbooks, thresholds, templates, settings, drill }: Wording,
  now: Millis,
): Moment['told'] {
  const after = new Map(before);
  for (const incident of judged.updates) {
    const playbook = playbooks.find(({ id }) => id === incident.playbook);
    const ofPlaybook = templates.get(incident.playbook);
    if (playbook === undefined || ofPlaybook === undefined) continue;
    after.set(incident.id, {
      ...{ incident, playbook, thresholds, settings, templates: ofPlaybook, now, drill },
      again: judged.facts.some((fact) => fact.fact === 'update-due' && fact.incident === incident.id),
      ...{ set: asKnown, revision: null },
    });
  }
  return after;
}

interface Covering {
  readonly thresholds: Set<ThresholdId>;
  readonly causes: Set<string>;
  readonly playbooks: Set<PlaybookId>;
}

export const causeName = (playbook: PlaybookId, cause: CauseId): string => `${playbook}/${cause}`;

function cover({ thresholds, causes, playbooks }: Covering, { facts, updates }: Judged): void {
  for (const fact of facts) if (fact.fact === 'breach-opened') thresholds.add(fact.threshold);
  for (const { playbook, cause } of updates) {
    playbooks.add(playbook);
    if (cause !== null) causes.add(causeName(playbook, cause));
  }
}

function failuresAt(
  expected: readonly ExpectedMoment[],
  elapsed: DurationMs,
  moment: Moment,
): readonly UnitTestFailure[] {
  return expected.flatMap((one, place) =>
    one.at === elapsed ? faultsOf(one, moment).map((fault) => ({ moment: place, at: elapsed, ...fault })) : [],
  );
}

interface Fault {
  readonly expected: string;
  readonly got: string;
}

function faultsOf(expected: ExpectedMoment, moment: Moment): readonly Fault[] {
  const { incidents } = moment.state;
  const open = incidents.filter(({ phase }) => phase !== 'resolved');
  return [
    ...(expected.breached === undefined ? [] : breachFaults(expected.breached, moment.state)),
    ...(expected['no-incident'] === true && open.length > 0
      ? [{ expected: 'no incident open', got: open.map(described).join('; ') }]
      : []),
    ...(expected.incident === undefined ? [] : incidentFaults(expected, expected.incident, moment)),
  ];
}

function breachFaults(wanted: readonly ThresholdId[], { thresholds }: JudgeState): readonly Fault[] {
  const breached = [...thresholds].filter(([, { standing }]) => standing === 'breached').map(([id]) => id);
  const [expected, got] = [wanted, breached].map((ids) => (ids.length === 0 ? 'nothing' : [...ids].sort().join(', ')));
  return expected === got ? [] : [{ expected: `breached: ${expected ?? ''}`, got: `breached: ${got ?? ''}` }];
}

type ExpectedIncident = NonNullable<ExpectedMoment['incident']>;

/** Of several incidents of one playbook the newest is meant. */
function incidentFaults(expected: ExpectedMoment, wanted: ExpectedIncident, moment: Moment): readonly Fault[] {
  const incident = moment.state.incidents.findLast(({ playbook }) => playbook === wanted.playbook);
  if (incident === undefined || !fits(incident, wanted)) {
    const all = moment.state.incidents.map(described).join('; ');
    return [{ expected: wantedText(wanted), got: all === '' ? 'no incident' : all }];
  }
  return expected.notice === undefined ? [] : noticeFaults(expected.notice, moment.told.get(incident.id));
}

const fits = (incident: Incident, { phase, cause, severity }: ExpectedIncident): boolean =>
  (phase === undefined || incident.phase === phase) &&
  (cause === undefined || incident.cause === cause) &&
  (severity === undefined || incident.severity === severity);

const described = ({ playbook, phase, cause, severity }: Incident): string =>
  [playbook, phase, severity, ...(cause === null ? [] : [`cause ${cause}`])].join(', ');

const wantedText = ({ playbook, phase, severity, cause }: ExpectedIncident): string =>
  [playbook, phase, severity, ...(cause === undefined ? [] : [`cause ${cause}`])]
    .filter((word) => word !== undefined)
    .join(', ');

function noticeFaults(wanted: NonNullable<ExpectedMoment['notice']>, material: Material | undefined): readonly Fault[] {
  const { audience, locale, channel, contains, 'contains-not': absent } = wanted;
  const notices = material === undefined ? [] : composeNotices({ ...material, channels: [channel] });
  const notice = notices.find((one) => one.audience === audience && one.locale === locale);
  const name = `a notice to ${audience}, ${locale}, ${channel}`;
  if (notice === undefined) return [{ expected: name, got: 'none' }];
  const text = [notice.subject, notice.body].filter((part) => part !== '').join('\n');
  const missing = contains !== undefined && !text.includes(contains);
  const present = absent !== undefined && text.includes(absent);
  return [
    ...(missing ? [{ expected: `${name} that says “${contains}”`, got: text }] : []),
    ...(present ? [{ expected: `${name} that does not say “${absent}”`, got: text }] : []),
  ];
}

import { factVersion, type ActionFact, type Fact, type Telling } from '../../src/model/fact.ts';
import { locales } from '../../src/model/locale.ts';
import { audiencesIn, thresholdsOf, type Playbook } from '../../src/model/playbook.ts';
import { scoreTargetsSchema } from '../../src/model/score-target.ts';
import type { SignalDefinition } from '../../src/model/signal.ts';
import { duration, instant, type Millis } from '../../src/model/time.ts';
import type { ScoreInput } from '../../src/score/scorecard.ts';
import { cause, playbook } from '../judge/histories.ts';

/** Messages are late when they take more than a second, and well below half of one; two acts help, the second only against the database. */
export const late: Playbook = playbook({
  id: 'late',
  triggers: {
    slow: { signal: 'delay', above: '1s', hold: '2s', clear: { below: '500ms', hold: '5s' } },
    full: { signal: 'saturation', above: '90%', hold: '1s', clear: { below: '80%', hold: '5s' } },
  },
  when: { any: ['slow'] },
  causes: { database: cause(['full']) },
  steps: [
    { id: 'standby', action: 'standby', do: { 'zh-CN': '备用', 'zh-TW': '備援', en: 'Standby' } },
    { id: 'shed', when: { cause: 'database' }, action: 'shed', do: { 'zh-CN': '降级', 'zh-TW': '降載', en: 'Shed' } },
  ],
});

/** The same trouble, for which people alone act. */
export const byHand: Playbook = playbook({
  id: 'by-hand',
  triggers: { slow: { signal: 'delay', above: '1s', hold: '2s', clear: { below: '500ms', hold: '5s' } } },
  when: { any: ['slow'] },
});

export const definitions: readonly SignalDefinition[] = [
  {
    id: 'delay',
    unit: 'seconds',
    measure: { of: 'load.delivery.duration', where: {}, stat: 'p95', over: duration(5000), unit: 'seconds' },
  },
  { id: 'saturation', unit: 'ratio', measure: { used: 'in_use', limit: 'slots', where: {}, unit: 'ratio' } },
];

const start = Date.UTC(2026, 0, 5, 1);

/** So many seconds after the run began. */
export const at = (second: number): Millis => instant(start + second * 1000);

/** Something told so many seconds after the run began. */
export const told = (second: number, telling: Telling): Fact => ({ v: factVersion, at: at(second), ...telling });

/** A frame: ten people have arrived each second. */
export const frame = (second: number, delay: number | null, started = second * 10): Fact =>
  told(second, {
    fact: 'frame',
    signals: { delay },
    arrivals: { planned: started, started, dropped: 0 },
    people: null,
  });

const channels = ['text', 'sms'] as const;

/** Every notice that the playbook declares for one update, but for `lacking` of them. */
const noticesOf = (one: Playbook, phase: 'investigating' | 'resolved', lacking = 0): readonly string[] =>
  audiencesIn(one, phase)
    .flatMap((audience) =>
      locales.flatMap((locale) => channels.map((channel) => `${phase}/${audience}.${locale}.${channel}.txt`)),
    )
    .slice(lacking);

/** When what happened, in seconds; the trouble begins at 10. */
export interface MadeUp {
  readonly openedAt?: number;
  readonly notifiedAt?: number;
  readonly clearedAt?: number | null;
  readonly acts?: readonly Fact[];
  readonly lacking?: number;
  readonly playbook?: Playbook;
  /** The number of the incident: a second one can be told after the first. */
  readonly number?: number;
}

/** Everything told of one incident. Its symptom's clear hold is five seconds. */
export function incidentFacts(madeUp: MadeUp = {}): readonly Fact[] {
  const { openedAt = 14, notifiedAt = openedAt, clearedAt = 40, acts = [], lacking = 0, number = 1 } = madeUp;
  const { playbook: one = late } = madeUp;
  const id = `${one.id}-${String(number)}`;
  const nextUpdateAt = at(1000);
  const composed = (second: number, update: number, notices: readonly string[]): Fact =>
    told(second, { fact: 'notices-composed', incident: id, update, playbook: 'playbook.md', notices });
  const resolved =
    clearedAt === null
      ? []
      : [
          told(clearedAt, {
            ...{ fact: 'breach-cleared', threshold: 'slow', signal: 'delay', value: 0.2, peak: 4, reason: 'clear' },
          }),
          told(clearedAt, {
            ...{ fact: 'phase-changed', incident: id, phase: 'resolved', cause: null },
            ...{ update: 2, nextUpdateAt, reason: 'clear' },
          }),
          composed(clearedAt, 2, noticesOf(one, 'resolved')),
        ];
  return [
    told(openedAt, {
      ...{ fact: 'breach-opened', threshold: 'slow', signal: 'delay', value: 2, onsetAt: at(10), reason: 'slow' },
    }),
    told(openedAt, {
      ...{ fact: 'incident-opened', incident: id, playbook: one.id, severity: 'major', onsetAt: at(10) },
      ...{ update: 1, nextUpdateAt, reason: 'breached: slow' },
    }),
    composed(notifiedAt, 1, noticesOf(one, 'investigating', lacking)),
    ...acts,
    ...resolved,
  ];
}

const late1 = { incident: 'late-1', playbook: 'late' };

export const begun = (second: number, step = 'standby'): Fact =>
  told(second, { fact: 'action-started', ...late1, step, action: step });

export const ended = (second: number, outcome: 'done' | 'failed' | 'dry', step = 'standby'): Fact =>
  told(second, { fact: 'action-ended', ...late1, step, outcome, tries: 1, why: null, captured: {} });

type Verified = Extract<ActionFact, { readonly fact: 'action-verified' }>;

export const verified = (second: number, outcome: Verified['outcome'], signal = 'delay', step = 'standby'): Fact =>
  told(second, { fact: 'action-verified', incident: 'late-1', step, signal, value: 0.2, outcome });

export const undone = (second: number, outcome: 'done' | 'failed', step = 'standby'): Fact =>
  told(second, { fact: 'action-undone', incident: 'late-1', step, outcome, why: null });

/** A run of a minute with these facts; targets as YAML has them. */
export const madeUpRun = (
  facts: readonly Fact[],
  targets: Readonly<Record<string, unknown>> = {},
  more: Partial<ScoreInput> = {},
): ScoreInput => ({
  facts: [...facts, frame(60, 0.1)],
  thresholds: thresholdsOf(late),
  playbooks: [late, byHand],
  definitions,
  channels,
  expected: ['late'],
  targets: scoreTargetsSchema.parse(targets),
  actions: true,
  notifiedAt: new Map(),
  ...more,
});

import { describe, expect, it } from 'vitest';
import type { Breach } from '../../src/model/incident.ts';
import type { Threshold } from '../../src/model/threshold.ts';
import { duration, instant, plus } from '../../src/model/time.ts';
import { evidenceText } from '../../src/notice/evidence.ts';
import { fieldNames, noticeFields } from '../../src/notice/fields.ts';
import { expectedRecovery } from '../../src/notice/recovery.ts';
import { begins, madeUpIncident, onsetAt } from './made-up-incident.ts';
import { plainSettings, shipped, thresholds } from './shipped.ts';

const { playbook } = shipped.find(({ playbook: { id } }) => id === 'message-delay')!;

const fieldsIn = (phase: keyof typeof begins) =>
  noticeFields({
    ...{ incident: madeUpIncident(playbook, phase), playbook, thresholds },
    ...{ settings: plainSettings, locale: 'en', now: begins[phase] },
  });

describe('what a template may say', () => {
  it.each([
    [
      'investigating',
      { phase: 'Investigating', update: '1', lasted: '3 seconds', 'next-update': '23 November, 01:15 (UTC)' },
    ],
    [
      'identified',
      { phase: 'Cause identified', cause: 'the database that carries messages reached its full capacity' },
    ],
    [
      'monitoring',
      {
        recovery: {
          from: '23 November, 01:12',
          to: '01:27 (UTC)',
          basis: 'readings are back within their normal range and are being watched',
        },
      },
    ],
    ['resolved', { phase: 'Resolved', resolved: '23 November, 01:12 (UTC)', lasted: '12 minutes' }],
  ] as const)('while an incident is %s', (phase, said) => {
    expect(fieldsIn(phase)).toMatchObject({
      service: 'the collaboration platform',
      title: 'Delayed messages',
      started: '23 November, 01:00 (UTC)',
      ...said,
    });
  });

  it('is nothing that is not known', () => {
    expect(Object.keys(fieldsIn('investigating'))).not.toContain('cause');
    expect(Object.keys(fieldsIn('investigating'))).not.toContain('recovery');
    expect(Object.keys(fieldsIn('resolved'))).not.toContain('next-update');
    expect(Object.keys(fieldsIn('monitoring'))).not.toContain('resolved');
  });

  it('is all that checks let a template name, and no more', () => {
    const named = new Set<string>();
    for (const phase of ['investigating', 'identified', 'monitoring', 'resolved'] as const) {
      for (const [name, value] of Object.entries(fieldsIn(phase))) {
        for (const inner of typeof value === 'string' ? [''] : Object.keys(value as object)) {
          named.add(inner === '' ? name : `${name}.${inner}`);
        }
      }
    }
    expect(named).toEqual(new Set<string>(fieldNames));
  });

  it('stops counting when an incident is resolved', () => {
    const later = plus(begins.resolved, duration(3_600_000));
    const incident = madeUpIncident(playbook, 'resolved');
    const fields = noticeFields({ incident, playbook, thresholds, settings: plainSettings, locale: 'en', now: later });
    expect(fields.lasted).toBe('12 minutes');
  });
});

describe('an expected recovery', () => {
  const monitoring = madeUpIncident(playbook, 'monitoring');
  const { monitoring: since } = begins;
  const [symptom, root] = monitoring.breaches;

  it('begins when the clear hold can be over and ends with the next update', () => {
    expect(expectedRecovery(monitoring, thresholds, since)).toEqual({
      from: plus(since, duration(5_000)),
      to: monitoring.nextUpdateAt,
    });
  });

  it('waits for the longest of the clear holds that still run', () => {
    const slow = [
      { id: symptom!.threshold, clearHold: duration(5_000) },
      { id: root!.threshold, clearHold: duration(60_000) },
    ];
    expect(expectedRecovery(monitoring, slow, since)?.from).toBe(plus(since, duration(60_000)));
    const cleared = { ...monitoring, breaches: [symptom!, { ...root!, clearedAt: since }] };
    expect(expectedRecovery(cleared, slow, since)?.from).toBe(plus(since, duration(5_000)));
  });

  it('waits for the clear hold of a breach of another playbook’s threshold too', () => {
    const pool = thresholds.find(({ id }) => id === 'database-pool-exhausted')!;
    const slow = thresholds.map((one) => (one === pool ? { ...one, clearHold: duration(90_000) } : one));
    const breaches = [symptom!, { ...root!, threshold: pool.id }];
    expect(expectedRecovery({ ...monitoring, breaches }, slow, since)?.from).toBe(plus(since, duration(90_000)));
  });

  it.each([
    [
      'once the hold should have been over',
      { now: plus(since, duration(5_000)), nextUpdateAt: monitoring.nextUpdateAt },
    ],
    ['when the next update comes before the hold is over', { now: since, nextUpdateAt: plus(since, duration(4_000)) }],
  ])('is not given %s', (_title, { now, nextUpdateAt }) => {
    expect(expectedRecovery({ ...monitoring, nextUpdateAt }, thresholds, now)).toBeNull();
  });

  it.each(['investigating', 'identified', 'resolved'] as const)('is not given while an incident is %s', (phase) => {
    expect(expectedRecovery(madeUpIncident(playbook, phase), thresholds, begins[phase])).toBeNull();
  });
});

describe('the evidence', () => {
  const threshold = (id: string, unit: Threshold['unit'], side: 'above' | 'below', level: number): Threshold => ({
    ...thresholds[0]!,
    ...{ id, signal: id, unit, fire: { side, level } },
  });
  const breach = (id: string, peak: number | null): Breach => ({
    ...{ threshold: id, signal: id, openedAt: instant(0), onsetAt, peak, clearedAt: null },
  });
  const known = [
    threshold('delay', 'seconds', 'above', 1),
    threshold('queue', 'ratio', 'above', 0.9),
    threshold('rate', 'per-second', 'below', 5),
    threshold('waiting', 'count', 'above', 10),
  ];

  it.each([
    ['en', 'delay 3.94 s (above 1.00 s); queue 98 % (above 90 %); rate 0.3/s (below 5.0/s); waiting 41 (above 10)'],
    ['zh-CN', 'delay 3.94 s（高于 1.00 s）；queue 98 %（高于 90 %）；rate 0.3/s（低于 5.0/s）；waiting 41（高于 10）'],
    ['zh-TW', 'delay 3.94 s（高於 1.00 s）；queue 98 %（高於 90 %）；rate 0.3/s（低於 5.0/s）；waiting 41（高於 10）'],
  ] as const)('in %s is each reading with its level', (locale, text) => {
    const breaches = [breach('delay', 3.94), breach('queue', 0.984), breach('rate', 0.3), breach('waiting', 41)];
    expect(evidenceText(breaches, known, locale)).toBe(text);
  });

  it('is that nothing was measured, where that is the breach', () => {
    expect(evidenceText([breach('delay', null)], known, 'en')).toBe('delay nothing measured (above 1.00 s)');
  });
});

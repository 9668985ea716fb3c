import { describe, expect, it } from 'vitest';
import { locales } from '../../src/model/locale.ts';
import { operatorKinds } from '../../src/model/responsibility.ts';
import { duration, instant, plus } from '../../src/model/time.ts';
import { bindingObligations, dutyClocks, monthsAfter } from '../../src/playbook/obligation-clocks.ts';
import { renderPlaybook } from '../../src/playbook/render.ts';
import { begins, madeUpIncident, onsetAt } from '../notice/made-up-incident.ts';
import { library } from '../notice/library.ts';
import { settingsOf, shipped, thresholds } from '../notice/shipped.ts';

const { obligations } = library.obligationBook;
const { playbook } = shipped.find(({ playbook: { id } }) => id === 'data-leak')!;
const hours = (count: number) => duration(count * 3_600_000);
const inChina = (kind: (typeof operatorKinds)[number] = 'other') =>
  settingsOf({ operator: { jurisdiction: 'cn', kind } });

/** When each clock of a duty is due, in the order in which the duty has them. */
function dueOf(id: string, settings = inChina(), incident = madeUpIncident(playbook, 'identified')) {
  const bound = { ...playbook, obligations: [id] };
  return dutyClocks(incident, bindingObligations(bound, obligations, settings), settings).map(({ due }) => due);
}

describe('a duty to report', () => {
  it.each([
    ['critical-infrastructure', 1],
    ['state-organ', 2],
    ['other', 4],
  ] as const)('gives an operator of the kind %s %i h from the onset', (kind, limit) => {
    expect(dueOf('report-incident-cn', inChina(kind))[0]).toBe(plus(onsetAt, hours(limit)));
  });

  it.each(['minor', 'major', 'critical'] as const)(
    'leaves as much time however bad the incident is: %s',
    (severity) => {
      const incident = { ...madeUpIncident(playbook, 'identified'), severity };
      expect(dueOf('report-incident-cn', inChina(), incident)[0]).toBe(plus(onsetAt, hours(4)));
    },
  );

  it('has a final report thirty days after the end, and no time for it before', () => {
    expect(dueOf('report-incident-cn')[1]).toBeNull();
    const resolved = madeUpIncident(playbook, 'resolved');
    expect(dueOf('report-incident-cn', inChina(), resolved)[1]).toBe(plus(begins.resolved, hours(30 * 24)));
  });
});

describe('what a contract promises', () => {
  it.each([
    ['as it comes', {}, [0.5, 4]],
    ['as the settings have it', { respond: '15m', recover: '2h' }, [0.25, 2]],
  ])('is due %s, whatever the kind of operator', (_title, sla, due) => {
    for (const kind of operatorKinds) {
      const settings = settingsOf({ sla, operator: { kind } });
      expect(dueOf('sla-notice', settings)).toEqual(due.map((limit) => plus(onsetAt, hours(limit))));
    }
  });
});

it('a decision of ours counts from the opening, not from the onset', () => {
  expect(dueOf('assess-reportable')).toEqual([plus(begins.investigating, hours(0.5))]);
});

describe('the duties that bind', () => {
  const boundIn = (jurisdiction: 'cn' | 'tw' | 'other') =>
    bindingObligations(playbook, obligations, settingsOf({ operator: { jurisdiction } })).map(({ id }) => id);

  it('are those of the playbook, in its order', () => {
    expect(boundIn('cn')).toEqual(playbook.obligations);
  });

  it.each(['tw', 'other'] as const)('of an operator in %s are none of mainland law', (jurisdiction) => {
    expect(boundIn(jurisdiction)).toEqual(['assess-reportable']);
  });

  it('of an operator of another jurisdiction are none of mainland law, whatever ships', () => {
    for (const one of shipped) {
      const bound = bindingObligations(one.playbook, obligations, settingsOf({ operator: { jurisdiction: 'tw' } }));
      expect(bound.filter(({ id }) => id.endsWith('-cn'))).toEqual([]);
    }
  });
});

describe('records are kept', () => {
  it.each([
    ['2026-08-31T10:11:12.345Z', '2027-02-28T10:11:12.345Z', 181],
    ['2027-08-31T10:11:12.345Z', '2028-02-29T10:11:12.345Z', 182],
    ['2026-08-30T00:00:00.000Z', '2027-02-28T00:00:00.000Z', 182],
    ['2026-10-31T00:00:00.000Z', '2027-04-30T00:00:00.000Z', 181],
    ['2027-03-31T23:59:59.999Z', '2027-09-30T23:59:59.999Z', 183],
    ['2026-12-31T23:59:59.999Z', '2027-06-30T23:59:59.999Z', 181],
    ['2027-02-28T00:00:00.000Z', '2027-08-28T00:00:00.000Z', 181],
    ['2027-03-01T00:00:00.000Z', '2027-09-01T00:00:00.000Z', 184],
    ['2028-02-29T12:00:00.000Z', '2028-08-29T12:00:00.000Z', 182],
  ])('six months from %s until %s, which is %i days', (from, until, days) => {
    const start = instant(Date.parse(from));
    expect(new Date(monthsAfter(start, 6)).toISOString()).toBe(until);
    expect((monthsAfter(start, 6) - start) / 86_400_000).toBe(days);
  });

  it('never less than 181 days or more than 184, whichever day it is', () => {
    const days = Array.from({ length: 4 * 366 }, (_, day) => Date.UTC(2026, 0, 1 + day, 13, 14, 15));
    const kept = days.map((at) => (monthsAfter(instant(at), 6) - at) / 86_400_000);
    expect([Math.min(...kept), Math.max(...kept)]).toEqual([181, 184]);
  });

  it.each([
    [12, '2029-02-28T06:00:00.000Z'],
    [1, '2028-03-29T06:00:00.000Z'],
    [600, '2078-02-28T06:00:00.000Z'],
  ])('%i months from a leap day', (months, until) => {
    expect(new Date(monthsAfter(instant(Date.parse('2028-02-29T06:00:00Z')), months)).toISOString()).toBe(until);
  });

  it('from the end of the incident, and while it lasts from its onset', () => {
    expect(dueOf('keep-logs-cn')).toEqual([monthsAfter(onsetAt, 6)]);
    const resolved = madeUpIncident(playbook, 'resolved');
    expect(dueOf('keep-logs-cn', inChina(), resolved)).toEqual([monthsAfter(begins.resolved, 6)]);
  });
});

describe('the rendered playbook', () => {
  const rendered = (jurisdiction: 'cn' | 'tw', locale: (typeof locales)[number], phase: 'identified' | 'resolved') => {
    const settings = settingsOf({ operator: { jurisdiction }, locale });
    return renderPlaybook({
      ...{ playbook, incident: madeUpIncident(playbook, phase), thresholds, settings, drill: true },
      ...{ now: begins[phase], timeline: [], binding: bindingObligations(playbook, obligations, settings) },
    });
  };

  it.each(locales)('shows in %s what is owed, to whom, by when, and where that was read', (locale) => {
    const text = rendered('cn', locale, 'resolved');
    // Four hours from 01:00:08, thirty days and six months from the end of the same day.
    for (const time of ['05:00:08', '2026-12-23 01:12:28', '2027-05-23 01:12:28', '01:30:11']) {
      expect(text).toContain(time);
    }
    for (const { title, source } of obligations.filter(({ id }) => playbook.obligations.includes(id))) {
      expect(text).toContain(title[locale]);
      expect(text).toContain(source.read);
    }
  });

  it('asks a person what only a person can decide', () => {
    expect(rendered('cn', 'en', 'identified')).toContain('(a person decides first: whether it reaches that grade');
  });

  it('says of a report that counts from the end that its time is not known yet', () => {
    const row = rendered('cn', 'en', 'identified')
      .split('\n')
      .find((line) => line.includes('(final report)'));
    expect(row).toContain('| not known yet |');
  });

  it('shows no duty of the mainland to an operator in Taiwan', () => {
    expect(rendered('tw', 'zh-TW', 'resolved')).not.toContain('中國大陸');
  });
});

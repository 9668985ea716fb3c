import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../src/model/incident.ts';
import { cause, histories, judgeAll, playbook, rulesOf, start, type Step } from './histories.ts';

const trigger = (signal: string, more: Record<string, unknown> = {}) => ({
  signal,
  above: '1s',
  hold: '1s',
  clear: { below: '500ms', hold: '2s' },
  ...more,
});

const delay = playbook({
  id: 'delay',
  triggers: { 'delay-high': trigger('delay'), 'delay-awful': trigger('delay', { above: '3s', severity: 'critical' }) },
  when: { any: ['delay-high', 'delay-awful'], none: ['exit-high'] },
  causes: { database: cause(['database-high']) },
  notices: { audiences: ['users'], 'next-update': '10s' },
});
const database = playbook({
  id: 'database',
  severity: 'minor',
  triggers: { 'database-high': trigger('database') },
  when: { any: ['database-high'] },
});
const exit = playbook({
  id: 'exit',
  severity: 'critical',
  triggers: { 'exit-high': trigger('exit') },
  when: { any: ['exit-high'] },
});
const both = playbook({ id: 'both', when: { all: ['delay-high', 'exit-high'] } });

/** One look a second; a reading lasts until another one is given. */
function looks(count: number, changes: Readonly<Record<number, Record<string, number | null>>>): readonly Step[] {
  let signals: Record<string, number | null> = { delay: 0.1, database: 0.1, exit: 0.1 };
  return Array.from({ length: count }, (_, second) => {
    signals = { ...signals, ...changes[second] };
    return { gap: second === 0 ? 0 : 1000, signals };
  });
}

/** What was told of incidents, a line each: `3 delay-1 opened major`. */
function story(rules: ReturnType<typeof rulesOf>, steps: readonly Step[]): readonly string[] {
  return judgeAll(rules, steps).facts.flatMap((fact) => {
    const second = (fact.at - start) / 1000;
    switch (fact.fact) {
      case 'incident-opened':
        return [`${second} ${fact.incident} opened ${fact.severity}`];
      case 'incident-taken-over':
        return [`${second} ${fact.incident} taken over by ${fact.playbook}, cause ${fact.cause}, ${fact.severity}`];
      case 'severity-raised':
        return [`${second} ${fact.incident} ${fact.severity}`];
      case 'phase-changed':
        return [`${second} ${fact.incident} ${fact.phase}${fact.cause === null ? '' : ` ${fact.cause}`}`];
      case 'update-due':
        return [`${second} ${fact.incident} update ${fact.update}`];
      default:
        return [];
    }
  });
}

const cases: readonly [string, ReturnType<typeof rulesOf>, readonly Step[], readonly string[]][] = [
  [
    'opens, is monitored while the clear hold runs, and resolves',
    rulesOf(delay),
    looks(10, { 2: { delay: 2 }, 5: { delay: 0.1 } }),
    ['3 delay-1 opened major', '5 delay-1 monitoring', '7 delay-1 resolved'],
  ],
  [
    'a cause that holds at the opening is named at once',
    rulesOf(delay, database),
    looks(6, { 2: { delay: 2, database: 2 } }),
    ['3 delay-1 opened major', '3 delay-1 identified database'],
  ],
  [
    'a cause that is seen later is named then; its incident is not another one',
    rulesOf(delay, database),
    looks(8, { 2: { delay: 2 }, 4: { database: 2 } }),
    ['3 delay-1 opened major', '5 delay-1 identified database'],
  ],
  [
    'a cause that is seen only while it is monitored is told then, and no phase goes back',
    rulesOf(delay, database),
    looks(9, { 2: { delay: 2 }, 5: { delay: 0.1, database: 2 } }),
    ['3 delay-1 opened major', '5 delay-1 monitoring', '6 delay-1 monitoring database', '7 delay-1 resolved database'],
  ],
  [
    'a root that was seen first is taken over by the symptom, under the same id, at its worse severity',
    rulesOf(delay, database),
    looks(12, { 1: { database: 2 }, 4: { delay: 2 }, 7: { delay: 0.1 } }),
    [
      '2 database-1 opened minor',
      '5 database-1 taken over by delay, cause database, major',
      '7 database-1 monitoring database',
      '9 database-1 resolved database',
    ],
  ],
  [
    'a root alone is an incident of its own',
    rulesOf(delay, database),
    looks(9, { 1: { database: 2 }, 4: { database: 0.1 } }),
    ['2 database-1 opened minor', '4 database-1 monitoring', '6 database-1 resolved'],
  ],
  [
    'severity rises with a worse threshold, and does not fall again',
    rulesOf(delay),
    looks(14, { 1: { delay: 2 }, 4: { delay: 4 }, 7: { delay: 2 } }),
    ['2 delay-1 opened major', '5 delay-1 critical', '15 delay-1 update 3'].slice(0, 2),
  ],
  [
    'the next update comes due, counted from the last one',
    rulesOf(delay),
    looks(26, { 1: { delay: 2 } }),
    ['2 delay-1 opened major', '12 delay-1 update 2', '22 delay-1 update 3'],
  ],
  [
    'a trouble that comes back after it was resolved is a new incident',
    rulesOf(delay),
    looks(16, { 1: { delay: 2 }, 3: { delay: 0.1 }, 9: { delay: 2 } }),
    ['2 delay-1 opened major', '3 delay-1 monitoring', '5 delay-1 resolved', '10 delay-2 opened major'],
  ],
  [
    'one that comes back before it was resolved goes on, and says nothing twice',
    rulesOf(delay),
    looks(12, { 1: { delay: 2 }, 3: { delay: 0.1 }, 4: { delay: 2 }, 6: { delay: 0.1 } }),
    ['2 delay-1 opened major', '3 delay-1 monitoring', '8 delay-1 resolved'],
  ],
  [
    'what holds a playbook back is read when it opens: it does not open',
    rulesOf(delay, exit),
    looks(6, { 1: { exit: 2 }, 2: { delay: 2 } }),
    ['2 exit-1 opened critical'],
  ],
  [
    'what holds a playbook back is read when it opens: an open one goes on',
    rulesOf(delay, exit),
    looks(7, { 1: { delay: 2 }, 4: { exit: 2 } }),
    ['2 delay-1 opened major', '5 exit-1 opened critical'],
  ],
  [
    'the most specific playbook wins',
    rulesOf(
      exit,
      both,
      playbook({ id: 'late', triggers: { 'delay-high': trigger('delay') }, when: { any: ['delay-high'] } }),
    ),
    looks(5, { 1: { delay: 2, exit: 2 } }),
    ['2 both-1 opened major'],
  ],
];

describe('an incident', () => {
  it.each(cases)('%s', (_, rules, steps, expected) => {
    expect(story(rules, steps)).toEqual(expected);
  });

  it('carries the reason of each turn, with values and times', () => {
    const { facts } = judgeAll(
      rulesOf(delay, database),
      looks(10, { 1: { delay: 2, database: 2 }, 4: { delay: 0.1 } }),
    );
    const reasons = facts.map((fact) => ('reason' in fact ? fact.reason : ''));
    expect(reasons).toEqual([
      'delay 2.00 s, above 1.00 s for 1.0 s',
      'database 2.00 s, above 1.00 s for 1.0 s',
      'breached: delay-high',
      'cause database: database-high',
      'every symptom is within its clear level, the clear hold is running',
      'delay 100 ms, below 500 ms for 2.0 s',
      'every symptom has cleared',
    ]);
  });

  it('counts its breaches and keeps their peaks', () => {
    const { states } = judgeAll(rulesOf(delay), looks(10, { 1: { delay: 2 }, 3: { delay: 5 }, 5: { delay: 0.1 } }));
    const incident = states.at(-1)!.incidents[0]!;
    expect(incident.breaches.map(({ threshold, peak, clearedAt }) => [threshold, peak, clearedAt !== null])).toEqual([
      ['delay-high', 5, true],
      ['delay-awful', 5, true],
    ]);
  });
});

describe('whatever the history', () => {
  const rules = rulesOf(delay, database, exit, both);
  const anything = histories('delay', 'database', 'exit');
  const order = ['investigating', 'identified', 'monitoring', 'resolved'];

  it('there is at most one open incident of a playbook, and a root never beside its symptom', () => {
    fc.assert(
      fc.property(anything, (steps) => {
        for (const { incidents } of judgeAll(rules, steps).states) {
          const open = incidents.filter(({ phase }) => phase !== 'resolved').map((one: Incident) => one.playbook);
          expect(new Set(open).size).toBe(open.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('phases only go forward, severity only rises, updates count up, ids stay unique', () => {
    fc.assert(
      fc.property(anything, (steps) => {
        let before: readonly Incident[] = [];
        for (const { incidents } of judgeAll(rules, steps).states) {
          expect(new Set(incidents.map(({ id }) => id)).size).toBe(incidents.length);
          for (const was of before) {
            const is = incidents.find(({ id }) => id === was.id)!;
            if (is.playbook === was.playbook)
              expect(order.indexOf(is.phase)).toBeGreaterThanOrEqual(order.indexOf(was.phase));
            expect(['minor', 'major', 'critical'].indexOf(is.severity)).toBeGreaterThanOrEqual(
              ['minor', 'major', 'critical'].indexOf(was.severity),
            );
            expect(is.update).toBeGreaterThanOrEqual(was.update);
            if (was.phase === 'resolved') expect(is).toEqual(was);
          }
          before = incidents;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('the order of the signals in a frame does not matter, and the same history gives the same facts', () => {
    fc.assert(
      fc.property(anything, (steps) => {
        const turned = steps.map((step) => ({
          ...step,
          signals: Object.fromEntries(Object.entries(step.signals).reverse()),
        }));
        expect(judgeAll(rules, turned)).toEqual(judgeAll(rules, steps));
      }),
    );
  });
});

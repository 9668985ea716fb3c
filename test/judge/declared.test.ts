import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, nothingJudged, type JudgeState, type Rules } from '../../src/judge/judge.ts';
import type { Declaration } from '../../src/model/declaration.ts';
import type { Incident } from '../../src/model/incident.ts';
import { duration, plus, type Millis } from '../../src/model/time.ts';
import { spokenHistories } from './declarations.ts';
import { cause, frameOf, judgeAll, playbook, rulesOf, start, type Step } from './histories.ts';

const trigger = (signal: string, more: object = {}): object => ({
  ...{ signal, above: '1s', hold: '1s', clear: { below: '500ms', hold: '2s' } },
  ...more,
});
const rules = rulesOf(
  playbook({
    id: 'delay',
    triggers: {
      'delay-high': trigger('delay'),
      'delay-awful': trigger('delay', { above: '3s', severity: 'critical' }),
    },
    when: { any: ['delay-high', 'delay-awful'] },
    causes: { database: cause(['database-high']) },
    notices: { audiences: ['users'], 'next-update': '10s' },
  }),
  playbook({
    id: 'database',
    severity: 'minor',
    triggers: { 'database-high': trigger('database') },
    when: { any: ['database-high'] },
  }),
  playbook({ id: 'both', when: { all: ['delay-high', 'database-high'] }, causes: {} }),
  playbook({
    id: 'phishing',
    severity: 'minor',
    triggers: { 'mails-high': trigger('mails') },
    when: { any: ['mails-high'] },
  }),
);
const plain: Rules = { ...rules, playbooks: rules.playbooks.filter(({ id }) => id !== 'both') };

const incident = (id: string, more: Partial<Extract<Declaration, { declares: 'incident' }>> = {}): Declaration => ({
  ...{ declares: 'incident', playbook: id, severity: null, cause: null },
  ...more,
});
const end = (id: string): Declaration => ({ declares: 'end', incident: id });

/** A second each; a reading lasts until another is given. */
function looks(
  count: number,
  read: Readonly<Record<number, Readonly<Record<string, number>>>>,
  said: Readonly<Record<number, readonly Declaration[]>>,
): readonly Step[] {
  let signals: Record<string, number> = { delay: 0.1, database: 0.1 };
  return Array.from({ length: count }, (_, second) => {
    signals = { ...signals, ...read[second] };
    const words = (said[second] ?? []).map((declaration) => ({ who: 'sre', declaration }));
    return { gap: second === 0 ? 0 : 1000, signals, said: words };
  });
}

/** What was told of incidents, and what was refused, a line each. */
function story(steps: readonly Step[], by: Rules = plain): readonly string[] {
  let state: JudgeState = nothingJudged;
  let at: Millis = start;
  return steps.flatMap((step) => {
    at = plus(at, duration(step.gap));
    const judged = judge(by, state, frameOf(at, step), step.said);
    state = judged.state;
    const second = (at - start) / 1000;
    const refused = judged.answers.flatMap((one) =>
      one.refused === null ? [] : [`${second} refused: ${one.refused}`],
    );
    const told = judged.facts.flatMap((fact) => {
      switch (fact.fact) {
        case 'incident-opened':
        case 'severity-raised':
          return [`${second} ${fact.incident} ${fact.severity}: ${fact.reason}`];
        case 'incident-taken-over':
          return [`${second} ${fact.incident} by ${fact.playbook}: ${fact.reason}`];
        case 'phase-changed':
          return [`${second} ${fact.incident} ${fact.phase}: ${fact.reason}`];
        default:
          return [];
      }
    });
    return [...refused, ...told];
  });
}

const opened = '1 delay-1 major: sre declared it';

describe('a person who declares', () => {
  it.each<[string, readonly Step[], readonly string[]]>([
    [
      'an incident opens it, and only a person ends it while nothing is measured of it',
      looks(9, {}, { 1: [incident('delay')], 8: [end('delay-1')] }),
      [opened, '8 delay-1 resolved: sre says that it is over'],
    ],
    [
      'an incident of what this target does not measure opens it too',
      looks(3, {}, { 1: [incident('phishing')] }),
      ['1 phishing-1 minor: sre declared it'],
    ],
    [
      'an incident that is measured later sees it go on under the same id, and end by its signal',
      looks(10, { 2: { delay: 2 }, 5: { delay: 0.1 } }, { 1: [incident('delay')] }),
      [
        opened,
        '5 delay-1 monitoring: every symptom is within its clear level, the clear hold is running',
        '7 delay-1 resolved: every symptom has cleared',
      ],
    ],
    [
      'an incident that is open is refused',
      looks(5, { 1: { delay: 2 } }, { 3: [incident('delay')] }),
      ['2 delay-1 major: breached: delay-high', '3 refused: delay-1 is open already'],
    ],
    [
      'one incident twice at once opens one',
      looks(3, {}, { 1: [incident('delay'), incident('delay')] }),
      ['1 refused: delay-1 is open already', opened],
    ],
    [
      'the symptom of a root that is open takes the root over',
      looks(5, { 1: { database: 2 } }, { 3: [incident('delay')] }),
      [
        '2 database-1 minor: breached: database-high',
        '3 database-1 by delay: sre declared it; database-high is its cause',
      ],
    ],
    [
      'the root of what is open is referred to its cause',
      looks(6, { 1: { delay: 2, database: 2 } }, { 4: [incident('database')] }),
      [
        '2 delay-1 major: breached: delay-high',
        '2 delay-1 identified: cause database: database-high',
        '4 refused: delay-1 is open already, and this is its root: say that it is the cause',
      ],
    ],
    [
      'how bad it is and why opens it so',
      looks(3, {}, { 1: [incident('delay', { severity: 'critical', cause: 'database' })] }),
      ['1 delay-1 critical: sre declared it', '1 delay-1 identified: cause database: sre says so'],
    ],
    [
      'it less bad than its playbook says is not heeded',
      looks(3, {}, { 1: [incident('delay', { severity: 'minor' })] }),
      [opened],
    ],
    [
      'a cause identifies it, once',
      looks(
        6,
        { 1: { delay: 2 } },
        {
          3: [{ declares: 'cause', incident: 'delay-1', cause: 'database' }],
          4: [{ declares: 'cause', incident: 'delay-1', cause: 'database' }],
        },
      ),
      [
        '2 delay-1 major: breached: delay-high',
        '3 delay-1 identified: cause database: sre says so',
        '4 refused: the cause of delay-1 is known already: database',
      ],
    ],
    [
      'a cause while it is monitored is told then, and no phase goes back',
      looks(
        6,
        { 1: { delay: 2 }, 3: { delay: 0.1 } },
        {
          4: [{ declares: 'cause', incident: 'delay-1', cause: 'database' }],
        },
      ),
      [
        '2 delay-1 major: breached: delay-high',
        '3 delay-1 monitoring: every symptom is within its clear level, the clear hold is running',
        '4 delay-1 monitoring: cause database: sre says so',
        '5 delay-1 resolved: every symptom has cleared',
      ],
    ],
    [
      'a severity only raises it',
      looks(
        5,
        { 1: { delay: 2 } },
        {
          3: [{ declares: 'severity', incident: 'delay-1', severity: 'critical' }],
          4: [{ declares: 'severity', incident: 'delay-1', severity: 'minor' }],
        },
      ),
      [
        '2 delay-1 major: breached: delay-high',
        '3 delay-1 critical: sre says so',
        '4 refused: delay-1 is critical already, and a severity only rises',
      ],
    ],
    [
      'an end while it is breached is refused',
      looks(5, { 1: { delay: 2 } }, { 3: [end('delay-1')] }),
      ['2 delay-1 major: breached: delay-high', '3 refused: delay-1 is not over: delay-high still breached'],
    ],
    [
      'an end, and then it is measured: it is another incident',
      looks(8, { 5: { delay: 2 } }, { 1: [incident('delay')], 3: [end('delay-1')], 4: [end('delay-1')] }),
      [
        opened,
        '3 delay-1 resolved: sre says that it is over',
        '4 refused: delay-1 is resolved already',
        '6 delay-2 major: breached: delay-high',
      ],
    ],
    [
      'what nobody knows is refused',
      looks(3, {}, { 1: [incident('moon'), end('moon-1'), incident('delay', { cause: 'moon' })] }),
      [
        '1 refused: there is no playbook "moon"',
        '1 refused: there is no incident "moon-1"',
        '1 refused: delay knows no cause "moon"',
      ],
    ],
  ])('%s', (_, steps, expected) => {
    expect(story(steps)).toEqual(expected);
  });

  it('a trouble that another incident tells of already is refused', () => {
    const steps = looks(5, { 1: { delay: 2, database: 2 } }, { 3: [incident('delay')] });
    expect(story(steps, rules)).toEqual([
      '2 both-1 major: breached: delay-high, database-high',
      '3 refused: both-1 is open already, and tells of what is breached',
    ]);
  });
});

describe('whatever happens and whatever people say', () => {
  const anything = spokenHistories(['delay', 'database'], ['delay', 'database', 'both', 'phishing'], ['database']);
  const order = ['investigating', 'identified', 'monitoring', 'resolved'];

  it('one incident of a playbook is open at most, phases go forward, severity rises, and what is resolved stays so', () => {
    fc.assert(
      fc.property(anything, (steps) => {
        let before: readonly Incident[] = [];
        for (const { incidents } of judgeAll(rules, steps).states) {
          const open = incidents.filter(({ phase }) => phase !== 'resolved').map((one) => one.playbook);
          expect(new Set(open).size).toBe(open.length);
          expect(new Set(incidents.map(({ id }) => id)).size).toBe(incidents.length);
          for (const was of before) {
            const is = incidents.find(({ id }) => id === was.id)!;
            if (is.playbook === was.playbook)
              expect(order.indexOf(is.phase)).toBeGreaterThanOrEqual(order.indexOf(was.phase));
            expect(['minor', 'major', 'critical'].indexOf(is.severity)).toBeGreaterThanOrEqual(
              ['minor', 'major', 'critical'].indexOf(was.severity),
            );
            if (was.phase === 'resolved') expect(is).toEqual(was);
          }
          before = incidents;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('every word is answered, in its order', () => {
    fc.assert(
      fc.property(anything, (steps) => {
        let state: JudgeState = nothingJudged;
        let at: Millis = start;
        for (const step of steps) {
          at = plus(at, duration(step.gap));
          const judged = judge(rules, state, frameOf(at, step), step.said);
          state = judged.state;
          expect(judged.answers.map(({ who, declaration }) => ({ who, declaration }))).toEqual(step.said);
        }
      }),
    );
  });
});

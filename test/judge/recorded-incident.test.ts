import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, nothingJudged, type JudgeState, type Rules } from '../../src/judge/judge.ts';
import { recordedIds, recordedUpdates, type RecordedIncident } from '../../src/judge/recorded-incident.ts';
import { factVersion, type Fact } from '../../src/model/fact.ts';
import { duration, plus, type Millis } from '../../src/model/time.ts';
import { cause, frameOf, histories, playbook, rulesOf, start, type Step } from './histories.ts';
import { spokenHistories } from './declarations.ts';

const above = (signal: string, more: object = {}): object => ({
  ...{ signal, above: '1s', hold: '1s', clear: { below: '500ms', hold: '2s' } },
  ...more,
});

/** A symptom that knows its root as a cause, and the root with a playbook of its own. */
const office = rulesOf(
  playbook({
    ...{ id: 'slow', severity: 'minor', when: { any: ['slow-high', 'slow-worse'] } },
    triggers: { 'slow-high': above('slow'), 'slow-worse': above('slow', { above: '3s', severity: 'critical' }) },
    causes: { queue: cause(['queue-high']) },
    notices: { audiences: ['users'], 'next-update': '4s' },
  }),
  playbook({
    ...{ id: 'queue', when: { any: ['queue-high'] }, triggers: { 'queue-high': above('queue') } },
    notices: { audiences: ['users'], 'next-update': '3s' },
  }),
);

const frameTaken = (at: Millis, { signals }: Step): Fact => ({
  ...{ v: factVersion, at, fact: 'frame', signals, people: null, arrivals: { planned: 0, started: 0, dropped: 0 } },
});

/** What a run writes down of a history, and what each of its updates was composed from. */
function run(rules: Rules, steps: readonly Step[]): { facts: readonly Fact[]; composed: readonly RecordedIncident[] } {
  let state: JudgeState = nothingJudged;
  let at: Millis = start;
  const facts: Fact[] = [];
  const composed: RecordedIncident[] = [];
  for (const step of steps) {
    at = plus(at, duration(step.gap));
    const judged = judge(rules, state, frameOf(at, step), step.said);
    state = judged.state;
    facts.push(frameTaken(at, step), ...judged.facts.map((fact): Fact => ({ v: factVersion, ...fact })));
    for (const incident of judged.updates) {
      const told = judged.facts.findLast((fact) => 'incident' in fact && fact.incident === incident.id);
      composed.push({ incident, at, again: told?.fact === 'update-due' });
    }
  }
  return { facts, composed };
}

const everySecond = (...signals: readonly Readonly<Record<string, number | null>>[]): readonly Step[] =>
  signals.map((read) => ({ gap: 1000, signals: read }));

function expectRecorded({ facts, composed }: ReturnType<typeof run>): void {
  const recorded = recordedIds(facts).flatMap((id) => recordedUpdates(facts, id, office.playbooks));
  const byIncident = recordedIds(facts).flatMap((id) => composed.filter(({ incident }) => incident.id === id));
  expect(recorded).toEqual(byIncident);
}

const low = { slow: 0.1, queue: 0.1 };

describe('the updates of an incident', () => {
  it.each<[title: string, kinds: readonly Fact['fact'][], steps: readonly Step[]]>([
    [
      'that opens, is watched and is over',
      ['incident-opened', 'phase-changed', 'phase-changed'],
      everySecond(low, ...Array<typeof low>(3).fill({ slow: 2, queue: 0.1 }), low, low, low, low),
    ],
    [
      'that gets worse',
      ['incident-opened', 'severity-raised'],
      everySecond(low, ...[2, 2, 2, 4, 4, 4].map((slow) => ({ slow, queue: 0.1 }))),
    ],
    [
      'of which there is nothing new to tell',
      ['incident-opened', 'update-due', 'update-due'],
      everySecond(low, ...Array<typeof low>(11).fill({ slow: 2, queue: 0.1 })),
    ],
    [
      'that its symptom takes over from its root',
      ['incident-opened', 'incident-taken-over'],
      everySecond(
        low,
        ...Array<typeof low>(3).fill({ slow: 0.1, queue: 2 }),
        ...Array<typeof low>(3).fill({ slow: 2, queue: 2 }),
      ),
    ],
    [
      'whose cause comes to light',
      ['incident-opened', 'phase-changed'],
      everySecond(
        low,
        ...Array<typeof low>(3).fill({ slow: 2, queue: 0.1 }),
        ...Array<typeof low>(2).fill({ slow: 2, queue: 2 }),
      ),
    ],
    [
      'of which nothing is measured',
      ['incident-opened'],
      everySecond(low, ...Array<typeof low>(3).fill({ slow: 2, queue: 0.1 })),
    ],
  ])('%s are read as they were composed', (_title, kinds, steps) => {
    const told = run(office, steps);
    const incidents = told.facts.filter((fact) => 'incident' in fact).map(({ fact }) => fact);
    expect(incidents.slice(0, kinds.length)).toEqual(kinds);
    expectRecorded(told);
  });

  it('are read as they were composed, whatever happened', () => {
    fc.assert(
      fc.property(histories('slow', 'queue'), (steps) => {
        expectRecorded(run(office, steps));
      }),
      { numRuns: 400 },
    );
  });

  it('are read as they were composed, whatever happened and whatever people said', () => {
    fc.assert(
      fc.property(spokenHistories(['slow', 'queue'], ['slow', 'queue'], ['queue']), (steps) => {
        expectRecorded(run(office, steps));
      }),
      { numRuns: 400 },
    );
  });

  it('are none of an incident that the run does not know', () => {
    const { facts } = run(office, everySecond(low, low));
    expect(recordedUpdates(facts, 'slow-1', office.playbooks)).toEqual([]);
    expect(recordedIds(facts)).toEqual([]);
  });

  it('are none where its playbook is no longer there', () => {
    const { facts } = run(office, everySecond(low, ...Array<typeof low>(3).fill({ slow: 2, queue: 0.1 })));
    expect(recordedIds(facts)).toEqual(['slow-1']);
    expect(recordedUpdates(facts, 'slow-1', [])).toEqual([]);
  });
});

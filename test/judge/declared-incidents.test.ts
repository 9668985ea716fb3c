import { describe, expect, it } from 'vitest';
import { declaredIncidents } from '../../src/judge/declared-incidents.ts';
import { judge, nothingJudged, type JudgeState } from '../../src/judge/judge.ts';
import type { Declaration } from '../../src/model/declaration.ts';
import { factVersion, type Fact } from '../../src/model/fact.ts';
import { duration, plus, type Millis } from '../../src/model/time.ts';
import { cause, frameOf, playbook, rulesOf, start } from './histories.ts';

const trigger = (signal: string): object => ({
  ...{ signal, above: '1s', hold: '2s', clear: { below: '500ms', hold: '2s' } },
});
const delay = playbook({
  id: 'delay',
  triggers: { 'delay-high': trigger('delay') },
  when: { any: ['delay-high'] },
  causes: { database: cause(['database-high']) },
});
const database = playbook({
  id: 'database',
  triggers: { 'database-high': trigger('database') },
  when: { any: ['database-high'] },
});
const crash = playbook({
  id: 'crash',
  triggers: { 'exits-high': trigger('exits'), 'errors-high': trigger('errors') },
  when: { all: ['exits-high', 'errors-high'] },
});
const rules = rulesOf(delay, database, crash);

type Readings = Readonly<Record<number, Readonly<Record<string, number>>>>;
type Words = Readonly<Record<number, Declaration>>;

const declares = (id: string): Declaration => ({ declares: 'incident', playbook: id, severity: null, cause: null });
const ends = (incident: string): Declaration => ({ declares: 'end', incident });

/** The facts of twenty seconds; a reading lasts until another is given. */
function factsOf(read: Readings, said: Words): readonly Fact[] {
  let state: JudgeState = nothingJudged;
  let signals: Readonly<Record<string, number>> = { delay: 0.1, database: 0.1, exits: 0.1, errors: 0.1 };
  return Array.from({ length: 20 }, (_, second) => second).flatMap((second) => {
    const at: Millis = plus(start, duration(1000 * second));
    signals = { ...signals, ...read[second] };
    const word = said[second];
    const words = word === undefined ? [] : [{ who: 'sre', declaration: word }];
    const judged = judge(rules, state, frameOf(at, { gap: 1000, signals }), words);
    state = judged.state;
    const answers = judged.answers.map((one): Fact => ({ v: factVersion, at, fact: 'declared', ...one }));
    return [...answers, ...judged.facts.map((fact): Fact => ({ v: factVersion, ...fact }))];
  });
}

describe('of an incident that a person declared', () => {
  it.each<[string, Readings, Words, readonly (readonly [string, number | null])[]]>([
    ['nothing is said where nobody declared one', { 5: { delay: 2 } }, {}, []],
    ['none is measured where nothing happens', {}, { 3: declares('delay') }, [['delay-1', null]]],
    [
      'the time from the onset to the breach is measured, however long it has been open',
      { 10: { delay: 2 } },
      { 3: declares('delay') },
      [['delay-1', 2000]],
    ],
    [
      'it is measured also where the person was a second quicker',
      { 5: { delay: 2 } },
      { 6: declares('delay') },
      [['delay-1', 2000]],
    ],
    [
      'a word in the very moment of the breach changes nothing',
      { 5: { delay: 2 } },
      { 7: declares('delay') },
      [['delay-1', 2000]],
    ],
    ['a word that comes after the breach is none', { 5: { delay: 2 } }, { 8: declares('delay') }, []],
    ['its cause alone is no measure of it', { 5: { database: 2 } }, { 3: declares('delay') }, [['delay-1', null]]],
    [
      'a part of its condition is not enough, and the rest counts from the first onset',
      { 5: { exits: 2 }, 9: { errors: 2 } },
      { 3: declares('crash') },
      [['crash-1', 6000]],
    ],
    ['a part of its condition is not enough', { 5: { exits: 2 } }, { 3: declares('crash') }, [['crash-1', null]]],
    [
      'what is measured after its end is another incident',
      { 10: { delay: 2 } },
      { 3: declares('delay'), 6: ends('delay-1') },
      [['delay-1', null]],
    ],
    [
      'the symptom that takes it over measures it',
      { 10: { database: 2, delay: 2 } },
      { 3: declares('database') },
      [['database-1', 2000]],
    ],
  ])('%s', (_title, read, said, expected) => {
    expect([...declaredIncidents(factsOf(read, said), rules.playbooks)]).toEqual(expected);
  });

  it('none is measured where its playbook is not there any more', () => {
    const facts = factsOf({ 10: { delay: 2 } }, { 3: declares('delay') });
    expect([...declaredIncidents(facts, [])]).toEqual([['delay-1', null]]);
  });
});

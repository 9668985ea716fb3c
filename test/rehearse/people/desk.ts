import { playbookSchema, type Playbook } from '../../../src/model/playbook.ts';
import { simulatedPeopleSchema } from '../../../src/model/simulated-people.ts';
import type { Incident } from '../../../src/model/incident.ts';
import type { PersonFact, Told } from '../../../src/model/fact.ts';
import { instant, plus, duration, type Millis } from '../../../src/model/time.ts';
import { PeopleDesk } from '../../../src/rehearse/people/people-desk.ts';
import { alike } from '../../notice/plain-notices.ts';

export const delay: Playbook = playbookSchema.parse({
  version: 1,
  id: 'delay',
  title: alike('delay'),
  severity: 'major',
  triggers: {},
  when: { any: ['delay-high'] },
  causes: { database: { when: { any: ['full'] }, say: alike('full') } },
  owners: { command: 'sre', words: 'comms' },
  steps: [
    { id: 'look', person: 'sre', within: '5s', do: alike('look') },
    { id: 'tell', person: 'comms', do: alike('tell') },
    { id: 'drain', person: 'sre', within: '9s', when: { cause: 'database' }, do: alike('drain') },
  ],
  notices: { audiences: ['users'] },
});

export const start = instant(Date.UTC(2026, 0, 5, 1));

/** So many seconds after the start. */
export const second = (seconds: number): Millis => plus(start, duration(seconds * 1000));

export const openDelay: Incident = {
  ...{ id: 'delay-1', playbook: 'delay', severity: 'major', phase: 'investigating' },
  ...{ onsetAt: start, openedAt: start, breaches: [], cause: null, update: 1, nextUpdateAt: second(900) },
};

/** A desk with the seconds that have passed, and what it tells. */
export function deskAt(simulated: object | null = null) {
  const told: Told<PersonFact>[] = [];
  const time = { seconds: 0 };
  const desk = new PeopleDesk({
    playbooks: [delay],
    locale: 'en',
    simulated: simulated === null ? null : simulatedPeopleSchema.parse(simulated),
    clock: { now: () => second(time.seconds), wait: () => Promise.resolve() },
    tell: (fact) => {
      told.push(fact);
      return fact;
    },
  });
  /** A look at this second; every word that was taken holds. */
  const look = (seconds: number, ...incidents: readonly Incident[]) => {
    time.seconds = seconds;
    const words = desk.take(second(seconds));
    desk.look(
      incidents,
      words.map((one) => ({ ...one, refused: null })),
      second(seconds),
    );
    return words;
  };
  return { desk, told, look, time };
}

/** What was told, a line each. */
export const lines = (told: readonly Told<PersonFact>[]): readonly string[] =>
  told.map((fact) => {
    const at = (fact.at - start) / 1000;
    return fact.fact === 'steps-due'
      ? `${at} due ${fact.steps.map(({ step }) => step).join(', ')}`
      : `${at} ${fact.step} ${fact.fact.slice('step-'.length)} by ${fact.who}`;
  });

import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { registerTarget } from '../../src/cli/target.ts';
import type { PlannedJourney, PlannedStep } from '../../src/model/plan.ts';
import type { RequestMethod } from '../../src/model/step.ts';
import { duration } from '../../src/model/time.ts';
import { paperCapacityOf } from '../../src/probe/paper-capacity.ts';

const request = (written: string): PlannedStep => {
  const [method = '', path = ''] = written.split(' ');
  return {
    ...{ kind: 'request', method: method as RequestMethod, path, name: written, payload: null, headers: {} },
    ...{ expect: [], capture: {}, timeout: duration(1000) },
  };
};
const think: PlannedStep = { kind: 'think', least: duration(1000), most: duration(2000) };
const journey = (share: number, ...steps: readonly (string | PlannedStep)[]): PlannedJourney => ({
  id: `journey-${share}`,
  share,
  steps: steps.map((one) => (typeof one === 'string' ? request(one) : one)),
});

const start = 'surgebook target --port {{port}}';
const checkIn = journey(1, 'post /sessions', 'post /attendance');
const save = journey(
  1,
  'post /sessions',
  'get /documents/{{n}}',
  think,
  'put /documents/{{n}}',
  'put /documents/{{n}}',
);
const message = journey(1, 'post /rooms/{{room}}/messages');
const upload = journey(1, 'post /sessions', 'get /assets/{{n}}', 'put /assets/{{n}}');

describe('the paper capacity of journeys', () => {
  it.each<[string, string, readonly PlannedJourney[], string, number]>([
    ['one database job each', start, [checkIn], 'db', 12_000 / 89],
    ['two database jobs each', start, [save], 'db', 6000 / 89],
    ['a message is answered before the database has it', start, [message], 'api', 8000],
    ['nothing but a log-in', start, [journey(1, 'post /sessions')], 'sign-in', 480],
    ['an upload', start, [upload], 'uploads', 32],
    [
      'shares of those that are made',
      start,
      [journey(0.3, 'post /attendance'), journey(0.1, 'post /sessions')],
      'db',
      12_000 / 89 / 0.75,
    ],
    ['more slots', `${start} --db-slots 12`, [checkIn], 'db', 24_000 / 89],
    ['a small one', `${start} --workers 1 --db-slots=2 --db-service-ms 50`, [checkIn], 'db', 40],
    [
      'so large a database that sign-in is full first',
      `${start} --workers 1 --db-slots 1000`,
      [checkIn],
      'sign-in',
      240,
    ],
  ])('%s', (_title, command, journeys, stage, throughput) => {
    const paper = paperCapacityOf(command, journeys);
    expect(paper?.stage).toBe(stage);
    expect(paper?.throughput).toBeCloseTo(throughput, 6);
  });

  it.each<[string, string | null, readonly PlannedJourney[]]>([
    ['a service that is already there', null, [checkIn]],
    ['a product of your own', 'node wiki.mjs {{port}}', [checkIn]],
    ['another command of surgebook', 'surgebook check', [checkIn]],
    ['a request whose cost is not known', start, [journey(1, 'post /sessions', 'get /metrics')]],
  ])('there is none for %s', (_title, command, journeys) => {
    expect(paperCapacityOf(command, journeys)).toBeNull();
  });

  it('knows every flag that sets what a stage can do', () => {
    const program = new Command();
    registerTarget(program);
    const flags =
      program.commands[0]?.options
        .flatMap(({ long }) => long ?? [])
        .filter((flag) => /slots|(db|media)-service|^--workers/.test(flag)) ?? [];
    expect(flags).toHaveLength(5);
    const usual = paperCapacityOf(start, [checkIn])?.throughput;
    for (const flag of flags.filter((one) => !one.includes('media'))) {
      expect([flag, paperCapacityOf(`${start} ${flag} 3`, [checkIn])?.throughput]).not.toEqual([flag, usual]);
    }
  });
});

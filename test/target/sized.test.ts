import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { surgeSchema } from '../../src/model/surge.ts';
import { peakRate } from '../../src/scenario/rate-curve.ts';
import { ratePieces } from '../../src/scenario/surge-shape.ts';
import { defaultCapacity, paperCapacity, type StageName } from '../../src/target/capacity.ts';
import { queriesOfReport } from '../../src/target/reports.ts';

/** Arrivals a second at the worst moment of a shipped scenario. */
function peakOf(scenario: string): number {
  const file = join(import.meta.dirname, '..', '..', 'scenarios', `${scenario}.yaml`);
  const { surge } = parse(readFileSync(file, 'utf8')) as { readonly surge: unknown };
  return peakRate(ratePieces(surgeSchema.parse(surge)));
}

const { workers, people, vpnLicences, stages } = defaultCapacity;
/** Of a hundred who come after the holidays, 42 ask for a report and 58 say hello. */
const jobsOfHolidays = 0.42 * queriesOfReport + 0.58;
const paper = (stage: StageName): number => paperCapacity(stages[stage], workers);

describe('on paper, at the peak of a scenario', () => {
  it.each<{ scenario: string; what: string; each: number; of: number }>([
    { scenario: 'monday-morning', what: 'messages and check-ins of the database', each: 0.75, of: paper('db') },
    {
      scenario: 'after-the-holidays',
      what: 'questions and messages of all six',
      each: jobsOfHolidays,
      of: 3 * paper('db'),
    },
    { scenario: 'all-hands', what: 'heartbeats of 12 s each of the media', each: 12, of: paper('media') },
    { scenario: 'full-house', what: 'three connections of 20 s', each: 3 * 20, of: workers * people },
    { scenario: 'after-the-outage', what: 'log-ins of sign-in', each: 1, of: paper('sign-in') },
    { scenario: 'vpn-morning', what: 'sessions of 15 s of the licence', each: 15, of: vpnLicences },
    { scenario: 'nine-o-clock', what: 'messages and check-ins of the database', each: 2, of: paper('db') },
    { scenario: 'month-end', what: 'approvals of their engine', each: 1, of: paper('approvals') },
    { scenario: 'design-review', what: 'uploads of the storage', each: 1, of: paper('uploads') },
    { scenario: 'report-hour', what: 'questions of the database', each: queriesOfReport, of: paper('db') },
  ])('$scenario wants more than there is: $what', ({ scenario, each, of }) => {
    expect((peakOf(scenario) * each) / of).toBeGreaterThan(1.1);
  });

  it.each<{ scenario: string; what: string; each: number; of: number }>([
    { scenario: 'monday-morning', what: 'log-ins', each: 1, of: paper('sign-in') },
    { scenario: 'monday-morning', what: 'heartbeats of 6 s of a quarter', each: 0.25 * 6, of: paper('media') },
    {
      scenario: 'after-the-holidays',
      what: 'half of it on the second instance',
      each: jobsOfHolidays / 2,
      of: 2 * 3 * paper('db'),
    },
    { scenario: 'nine-o-clock', what: 'log-ins', each: 1, of: paper('sign-in') },
    { scenario: 'shared-deadline', what: 'saves of the database', each: 1, of: paper('db') },
    { scenario: 'shared-deadline', what: 'log-ins', each: 1, of: paper('sign-in') },
    { scenario: 'all-hands', what: 'log-ins', each: 1, of: paper('sign-in') },
    { scenario: 'full-house', what: 'log-ins', each: 1, of: paper('sign-in') },
  ])('$scenario leaves a quarter free of all that it is not about: $what', ({ scenario, each, of }) => {
    expect((peakOf(scenario) * each) / of).toBeLessThan(0.75);
  });
});

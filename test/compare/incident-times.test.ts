import { expect, it } from 'vitest';
import { incidentTimes } from '../../src/compare/incident-times.ts';
import { factVersion, type Fact } from '../../src/model/fact.ts';
import { instant } from '../../src/model/time.ts';

const about = { incident: 'slow-1', playbook: 'slow', update: 1, nextUpdateAt: instant(900_000) };
const declared: Fact = {
  ...{ v: factVersion, at: instant(9000), fact: 'declared', who: 'sre', refused: null },
  declaration: { declares: 'incident', playbook: 'slow', severity: null, cause: null },
};
const opened = (onsetAt: number): Fact => ({
  ...{ v: factVersion, at: instant(9000), fact: 'incident-opened', severity: 'major', reason: '', ...about },
  onsetAt: instant(onsetAt),
});
const resolved: Fact = {
  ...{ v: factVersion, at: instant(15_000), fact: 'phase-changed', phase: 'resolved', cause: null, reason: '' },
  ...about,
};

it.each<[string, readonly Fact[], number | null, number]>([
  ['that was measured has its time to detect', [opened(5000), resolved], 4000, 10_000],
  [
    'that a person declared was detected in no time at all, which is none',
    [declared, opened(9000), resolved],
    null,
    6000,
  ],
])('an incident %s', (_what, facts, detect, recover) => {
  expect(incidentTimes(facts)).toEqual([{ playbook: 'slow', detect, recover }]);
});

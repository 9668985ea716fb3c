import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJournal } from '../../src/journal/journal.ts';
import { rehearse, workspace } from '../cli/surgebook.ts';
import { plainNotices, said } from '../notice/plain-notices.ts';
import { smallOffice, smallScenario } from './small-office.ts';

const stages = '{ to: 25/s, over: 1s }, { to: 25/s, over: 59s }';

const fullPlaybook: Readonly<Record<string, string>> = {
  'playbooks/full/playbook.yaml': `version: 1
id: full
title: ${said('full')}
severity: minor
triggers: { slots-full: { signal: database-saturation, above: 80%, hold: 1s, clear: { below: 50% }, stop: true } }
when: { any: [slots-full] }
owners: { command: sre, words: comms }
steps: [{ id: look, person: sre, do: ${said('look')} }]
notices: { audiences: [users], leaves-out: { others: a rehearsal among ourselves } }
`,
  ...plainNotices('full', 'full'),
};

const cases = [
  {
    by: 'an expectation that has come true',
    files: {},
    expectation: '{ playbook: message-delay, within: 10s, stop: true }',
    reason: /^message-delay-1 opened: /,
    outcome: 'expected',
    code: 0,
  },
  {
    by: 'an expectation that has failed',
    files: {},
    expectation: '{ no-incident: true, stop: true }',
    reason: /^message-delay-1 opened: /,
    outcome: 'unexpected',
    code: 3,
  },
  {
    by: "a threshold on the target's own metrics",
    files: fullPlaybook,
    expectation: '{ playbook: full, within: 10s }',
    reason: /^slots-full: database-saturation \d+ %, above 80 % for /,
    outcome: 'expected',
    code: 0,
  },
];

describe('the load is stopped before its plan is done', () => {
  it.each(cases)('by $by', async ({ files, expectation, reason, outcome, code }) => {
    const scenario = smallScenario({ id: 'small-stopped', stages, expect: expectation, more: 'settle: 0s' });
    const root = workspace({ ...smallOffice, ...files, 'scenarios/small-stopped.yaml': scenario });
    const rehearsed = await rehearse(['small-stopped'], root);
    const facts = readJournal(join(root, rehearsed.result.run, 'journal.ndjson'));
    expect(facts.find((fact) => fact.fact === 'load-stopping')).toMatchObject({
      reason: expect.stringMatching(reason) as string,
    });
    expect(facts.find((fact) => fact.fact === 'load-ended')).toMatchObject({ end: { kind: 'stopped' } });
    expect(rehearsed.result.arrivals.started).toBeLessThan(rehearsed.result.arrivals.planned / 2);
    expect(rehearsed.result.outcome).toBe(outcome);
    expect(rehearsed.code).toBe(code);
  });
});

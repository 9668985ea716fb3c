import { describe, expect, it } from 'vitest';
import type { Rules } from '../../src/judge/judge.ts';
import { unitTestSchema } from '../../src/model/unit-test.ts';
import { duration } from '../../src/model/time.ts';
import { runUnitTest } from '../../src/rehearse/unit-test.ts';
import type { Wording } from '../../src/rehearse/respond.ts';
import { settingsOf } from '../notice/shipped.ts';
import { cause, playbook, rulesOf } from '../judge/histories.ts';

const slow = playbook({
  id: 'slow',
  triggers: {
    high: { signal: 'delay', above: '1s', hold: '2s', clear: { below: '500ms', hold: '2s' } },
    full: { signal: 'fullness', above: '90%', clear: { below: '80%' } },
  },
  when: { any: ['high'] },
  causes: { database: cause(['full']) },
});
const burning = playbook({
  id: 'burning',
  triggers: {
    burns: {
      ...{ signal: 'errors', 'burn-rate': { objective: '99%', over: ['1m', '5s'] }, above: 10 },
      clear: { below: 1 },
    },
  },
  when: { any: ['burns'] },
});

const rules: Rules = { ...rulesOf(slow, burning), blindAfter: duration(Number.MAX_SAFE_INTEGER) };
const wording: Wording = {
  ...{ playbooks: rules.playbooks, thresholds: rules.thresholds, templates: new Map(), settings: settingsOf() },
  drill: true,
};

/** What was not as expected: `at 3: expected …, got …`. */
const failures = (written: object): readonly string[] =>
  runUnitTest(unitTestSchema.parse({ name: 'one', ...written }), rules, wording).failures.map(
    ({ at, expected, got }) => `at ${at / 1000}: expected ${expected}, got ${got}`,
  );

describe('a unit test', () => {
  it.each<[string, object, readonly string[]]>([
    [
      'that says what happens has no failures',
      {
        signals: { delay: '0.2 2x3 0.1x4', fullness: '0.5 1x8' },
        expect: [
          { at: '2s', breached: ['full'], 'no-incident': true },
          { at: '3s', breached: ['full', 'high'], incident: { playbook: 'slow', cause: 'database' } },
          { at: '7s', incident: { playbook: 'slow', phase: 'resolved' } },
        ],
      },
      [],
    ],
    [
      'tells what was breached instead',
      { signals: { delay: '2x5' }, expect: [{ at: '1s', breached: ['high'] }] },
      ['at 1: expected breached: high, got breached: nothing'],
    ],
    [
      'tells which incident there was instead, and that there was none',
      {
        signals: { delay: '2x5' },
        expect: [
          { at: '1s', incident: { playbook: 'slow' } },
          { at: '3s', incident: { playbook: 'slow', phase: 'identified', cause: 'database' } },
        ],
      },
      [
        'at 1: expected slow, got no incident',
        'at 3: expected slow, identified, cause database, got slow, investigating, major',
      ],
    ],
    [
      'tells of an incident where there should be none',
      { signals: { delay: '2x5' }, expect: [{ at: '4s', 'no-incident': true }] },
      ['at 4: expected no incident open, got slow, investigating, major'],
    ],
    [
      'of a burn rate takes the means over its windows from the values',
      {
        signals: { errors: '0x54 1x10' },
        expect: [
          { at: '60s', breached: [] },
          { at: '61s', breached: ['burns'] },
        ],
      },
      [],
    ],
  ])('%s', (_name, written, told) => {
    expect(failures(written)).toEqual(told);
  });
});

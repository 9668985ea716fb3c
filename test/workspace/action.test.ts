import { describe, expect, it } from 'vitest';
import { edited, env, expectTold, writeWorkspace, type Mistake } from './written-workspace.ts';

const playbook = 'playbooks/slow/playbook.yaml';
const target = 'scenarios/targets/shop.yaml';

const nothing = 'expected "person", or one of "action", "run" and "call"';
const drain = `person: duty
    when: { cause: queue }`;
const acting = (rest: string): string => `when: { cause: queue }
    ${rest}`;

describe('of a step that acts, it is told', () => {
  it.each<Mistake>([
    [
      'a misspelt key',
      drain,
      acting('action: drain\n    «rolback»: never'),
      'unknown key "rolback"; did you mean "rollback"?',
    ],
    [
      'a misspelt word',
      drain,
      acting('action: drain\n    rollback: «at-the-end»'),
      'expected one of at-end, without-effect, never, got "at-the-end"',
    ],
    [
      'a missing time',
      drain,
      acting('action: drain\n    «verify»: { signal: delay, below: 1s }'),
      '"within" is missing; expected a length of time such as 500ms, 2s, 6m or 1h',
    ],
  ])('%s', async (...mistake) => {
    await expectTold(playbook, mistake);
  });

  it.each<Mistake>([
    ['that it does two things', '- id: drain\n    person: duty', '- «i»d: drain\n    action: a\n    run: [b]', nothing],
    ['that it does nothing', '- id: drain\n    person: duty', '- «i»d: drain', nothing],
    [
      "that it is a person's too",
      '- id: drain\n    person: duty',
      '- «i»d: drain\n    person: duty\n    action: a',
      "a step is a person's, or acts by itself",
    ],
    [
      'that no level must be reached',
      '- id: drain\n    person: duty',
      '- «i»d: drain\n    action: a\n    verify: { signal: delay, within: 5s }',
      'expected either "above" or "below"',
    ],
  ])('%s', async (...mistake) => {
    await expectTold(playbook, mistake);
  });
});

describe("of a target's actions, it is told", () => {
  const metrics = 'metrics: [{ scrape: /metrics }]';
  it.each<Mistake>([
    ['that it is not said what one does', metrics, `${metrics}\nactions: { «add»: {} }`, '"do" is missing'],
    [
      'a misspelt key',
      metrics,
      `${metrics}\nactions: { add: { do: { post: /a }, «und»: { post: /b } } }`,
      'unknown key "und"; did you mean "undo"?',
    ],
  ])('%s', async (...mistake) => {
    await expectTold(target, mistake);
  });
});

describe('a secret that is made', () => {
  const made = edited(target, '{ key: { env: SHOP_KEY } }', '{ key: { made: SHOP_TOKEN } }');

  it('is made anew for each rehearsal, and nothing of it is read from the environment', async () => {
    const { workspace } = writeWorkspace({ [target]: made });
    const secrets = [await workspace.rehearsal('one', {}), await workspace.rehearsal('one', env)].map(
      (rehearsal) => rehearsal.secrets['key'],
    );
    for (const secret of secrets) expect(secret).toMatch(/^[0-9a-f]{48}$/);
    expect(new Set(secrets).size).toBe(2);
  });

  it.each<Mistake>([
    [
      'that both is written',
      '{ env: SHOP_KEY }',
      '{ env: SHOP_KEY, «made»: SHOP_KEY }',
      '"made" does not go with the other keys here',
    ],
    [
      'a name that no variable has',
      '{ env: SHOP_KEY }',
      '{ made: «shop-key» }',
      'expected a text that matches /^[A-Z][A-Z0-9_]*$/, got "shop-key"',
    ],
  ])('of which it is told %s', async (...mistake) => {
    await expectTold(target, mistake);
  });
});

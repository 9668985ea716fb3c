import { describe, expect, it } from 'vitest';
import {
  edited,
  env,
  expectTold,
  problemsOf,
  sound,
  unmark,
  writeWorkspace,
  type Mistake,
} from './written-workspace.ts';

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
      '- id: drain\n    action: a\n    verify: «{» signal: delay, within: 5s }',
      'expected either "above" or "below"',
    ],
    [
      'that two levels must be reached',
      '- id: drain\n    person: duty',
      '- id: drain\n    action: a\n    verify: «{» signal: delay, within: 5s, above: 1s, below: 2s }',
      'expected either "above" or "below"',
    ],
  ])('%s', async (...mistake) => {
    await expectTold(playbook, mistake);
  });
});

describe('of a request to others, it is told', () => {
  const address = 'is no address: expected http://host or https://host';
  it.each<Mistake>([
    ['that it has no host', drain, acting('call: { post: «/hook» }'), `"/hook" ${address}`],
    [
      'that it is no address',
      drain,
      acting('call: { post: «mailto:duty@a.example» }'),
      `"mailto:duty@a.example" ${address}`,
    ],
    [
      'that what takes it back has no host',
      drain,
      acting('call: { post: http://127.0.0.1/a }\n    undo-call: { delete: «a» }'),
      `"a" ${address}`,
    ],
    [
      'that it takes of the answer what is no path',
      drain,
      acting('call: { post: http://127.0.0.1/a, capture: { id: «id» } }'),
      '"id" is no path; expected one such as $.token or $.rooms[0].id',
    ],
  ])('%s', async (...mistake) => {
    await expectTold(playbook, mistake);
  });
});

describe('of a key on a step of another kind, it is told', () => {
  const only = (key: string, beside: string, kind: string): string =>
    `"${key}" goes with ${beside} only; this is ${kind}`;
  const acts = '"action", "run" or "call"';
  it.each<Mistake>([
    ['to retry', drain, `${drain}\n    «retries»: 2`, only('retries', acts, "a person's step")],
    ['a time', drain, `${drain}\n    «time-out»: 2s`, only('time-out', acts, "a person's step")],
    ['to take back', drain, `${drain}\n    «rollback»: never`, only('rollback', acts, "a person's step")],
    [
      'to verify',
      drain,
      `${drain}\n    «verify»: { signal: delay, below: 1s, within: 5s }`,
      only('verify', acts, "a person's step"),
    ],
    ['what is given', drain, `${drain}\n    «with»: { a: 1 }`, only('with', '"action"', "a person's step")],
    ['what is given', drain, acting('run: [a]\n    «with»: { a: 1 }'), only('with', '"action"', 'a step with "run"')],
    ['a deadline', drain, acting('run: [a]\n    «within»: 5m'), only('within', '"person"', 'a step with "run"')],
    [
      'what takes back a program',
      drain,
      acting('call: { post: http://127.0.0.1/a }\n    «undo-run»: [b]'),
      only('undo-run', '"run"', 'a step with "call"'),
    ],
    [
      'what takes back a request',
      drain,
      acting('run: [a]\n    «undo-call»: { post: http://127.0.0.1/a }'),
      only('undo-call', '"call"', 'a step with "run"'),
    ],
  ])('%s', async (...mistake) => {
    await expectTold(playbook, mistake);
  });
});

describe('of what a step wants of a target, check tells', () => {
  const metrics = 'metrics: [{ scrape: /metrics }]';
  const add = `add:
    do: { post: "/workers/{{count}}", json: { in: "{{zone}}" }, headers: { key: "{{secret.key}}" }, capture: { ids: $.ids } }
    undo: { post: /release, json: { ids: "{{ids}}", in: "{{zone}}" } }`;
  const profile = edited(target, metrics, `${metrics}\nactions:\n  ${add}`);
  const given = 'action: add\n    with: { count: 2, zone: a }';
  const verify = 'verify: { signal: delay, below: 1s, within: 5s }';

  it('nothing where all is there', async () => {
    const written = edited(playbook, drain, acting(`${given}\n    ${verify}`));
    const { problems } = await writeWorkspace({ [target]: profile, [playbook]: written }).workspace.check();
    expect(problems).toEqual([]);
  });

  it.each<Mistake>([
    ['an action that none has', drain, acting('action: «ad»'), 'no target has an action "ad"; did you mean "add"?'],
    [
      'a variable that is not given',
      drain,
      acting('action: «add»\n    with: { count: 2 }'),
      'the action "add" of the target shop wants "zone"; say it under "with"',
    ],
    [
      'a misspelt variable, once',
      drain,
      acting('action: add\n    with: { «cuont»: 2, zone: a }'),
      'the action "add" wants "count", not "cuont"',
    ],
    [
      'a variable that it does not take',
      drain,
      acting('action: add\n    with: { count: 2, zone: a, «cuont»: 2 }'),
      'the action "add" takes no "cuont"; did you mean "count"?',
    ],
    [
      'an effect in another unit',
      drain,
      acting(`${given}\n    verify: { signal: delay, below: «10%», within: 5s }`),
      'the target shop measures delay in seconds, this level is in ratio',
    ],
    [
      'an effect of a program that nobody measures',
      drain,
      acting('run: [a]\n    verify: { signal: «delya», below: 1s, within: 5s }'),
      'no target measures delya; did you mean "delay"?',
    ],
  ])('%s', async (_title, from, to, message) => {
    const { text, place } = unmark(playbook, edited(playbook, from, to));
    const { problems } = await writeWorkspace({ [target]: profile, [playbook]: text }).workspace.check();
    expect(problems.map((problem) => ({ message: problem.message, place: problem.place }))).toEqual([
      { message, place },
    ]);
  });

  it('an effect that is not measured where the action is taken, also before it is rehearsed', async () => {
    const marked = edited(playbook, drain, acting(`${given}\n    verify: { signal: «speed», below: 1s, within: 5s }`));
    const { text, place } = unmark(playbook, marked);
    const other = sound[target]
      ?.replace('id: shop', 'id: other')
      .replace('  queue:', '  speed: { last: speed, unit: seconds }\n  queue:');
    const { workspace } = writeWorkspace({
      [target]: profile,
      [playbook]: text,
      'scenarios/targets/other.yaml': other ?? '',
    });
    const told = { message: 'the target shop does not measure speed', place };
    expect((await workspace.check()).problems).toMatchObject([told]);
    expect(await problemsOf(workspace.rehearsal('one', env))).toMatchObject([told]);
  });

  it('but not an effect that is not measured where the playbook never opens', async () => {
    const quick = (sound[playbook] ?? '')
      .replace('id: slow', 'id: quick')
      .replaceAll('delay', 'speed')
      .replaceAll('queue-full', 'line-full')
      .replace(drain, acting(`${given}\n    verify: { signal: speed, below: 1s, within: 5s }`));
    const notices = ['zh-CN', 'zh-TW', 'en'].map((locale) => `notice.${locale}.hbs`);
    const other = sound[target]
      ?.replace('id: shop', 'id: other')
      .replace('  queue:', '  speed: { last: speed, unit: seconds }\n  queue:');
    const { workspace } = writeWorkspace({
      [target]: profile,
      'playbooks/quick/playbook.yaml': quick,
      ...Object.fromEntries(notices.map((name) => [`playbooks/quick/${name}`, sound[`playbooks/slow/${name}`] ?? ''])),
      'scenarios/targets/other.yaml': other ?? '',
    });
    expect((await workspace.check()).problems).toEqual([]);
    expect((await workspace.rehearsal('one', env)).playbooks.map(({ id }) => id)).toContain('quick');
  });

  it('a secret that its target does not have', async () => {
    const marked = profile
      .replace('{ post: "/workers/{{count}}"', '«{» post: "/workers/{{count}}"')
      .replace('secret.key}}" }, capture', 'secret.kye}}" }, capture');
    const { text, place } = unmark(target, marked);
    const { problems } = await writeWorkspace({ [target]: text }).workspace.check();
    expect(problems).toMatchObject([
      { message: '{{secret.kye}} has no value here; did you mean "secret.key"?', place },
    ]);
  });

  it.each([
    [
      'an action away from this machine',
      'action: «add»\n    with: { count: 2, zone: a }',
      ' on shop',
      'add',
      'actions',
    ],
    ['a program', 'run: «[»scale.sh, "4"]', '', 'scale.sh', 'commands'],
    ['a request to another host', 'call: «{» post: https://hooks.example.com/x }', '', 'hooks.example.com', 'hosts'],
  ])('of %s that it is only shown, as long as nobody allows it', async (_title, act, where, what, list) => {
    const { text, place } = unmark(playbook, edited(playbook, drain, acting(act)));
    const away = profile.replace('http://127.0.0.1:8080', 'https://shop.example.com');
    const checked = async (allow: string) =>
      writeWorkspace({
        ...{ [target]: away, [playbook]: text },
        'surgebook.yaml': `version: 1\nallow: { hosts: [shop.example.com${list === 'hosts' ? allow : ''}]${list === 'hosts' || allow === '' ? '' : `, ${list}: [${what}]`} }\n`,
      }).workspace.check();
    const message = `warning: "drain" is only shown${where}; to let it act, name ${what} in surgebook.yaml under allow: ${list}`;
    const without = await checked('');
    expect(without.problems).toEqual([]);
    expect(without.unallowed).toMatchObject([{ message, place }]);
    expect((await checked(`, ${what}`)).unallowed).toEqual([]);
  });

  it('of an action on this machine nothing: a drill may take it', async () => {
    const written = edited(playbook, drain, acting(given));
    const { unallowed } = await writeWorkspace({ [target]: profile, [playbook]: written }).workspace.check();
    expect(unallowed).toEqual([]);
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

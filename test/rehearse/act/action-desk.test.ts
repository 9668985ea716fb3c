import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unusedPort } from '../../e2e/contract-service.ts';
import { contractServer, type Treatment } from './contract-server.ts';
import { HeldClock, incidentOf, watchedDesk, type WrittenStep } from './desk.ts';

/** What the contract server's profile lets playbooks do. */
const actions = {
  add: {
    do: { post: '/workers', json: { add: '{{count}}' }, capture: { ids: '$.ids' } },
    undo: { post: '/release', json: { ids: '{{ids}}' } },
  },
  shed: { do: { put: '/shed', json: { video: true } }, undo: { put: '/shed/off' } },
  tell: { do: { post: '/tell' } },
};

const verify = { signal: 'delay', below: '500ms', within: '10s' };
const addTwo = { id: 'add-two', action: 'add', with: { count: 2 } };
const added: Treatment = { status: 201, body: '{"ids":[3,4]}' };
const program = (script: string, ...args: string[]): string[] => [process.execPath, '-e', script, ...args];
const allow = { commands: [process.execPath] };

describe('an action that succeeds', () => {
  it('is told before and after, with what was captured, and taken back at the end with that', async () => {
    const server = await contractServer({ 'POST /workers': [added] });
    const { desk, look, tells, told, marked } = watchedDesk({ url: server.url, actions, steps: [addTwo] });
    look(2);
    expect(told()).toEqual(['add-two started']);
    expect(await tells('action-ended', 'add-two')).toMatchObject({
      ...{ incident: 'slow-1', playbook: 'slow', outcome: 'done', tries: 1, why: null, captured: { ids: [3, 4] } },
    });
    expect(marked()).toBe(true);
    look(2);
    await desk.close();
    expect(server.received.map(({ line, body }) => `${line} ${body}`)).toEqual([
      'POST /workers {"add":2}',
      'POST /release {"ids":[3,4]}',
    ]);
    expect(told()).toEqual(['add-two started', 'add-two ended done', 'add-two undone done']);
    expect([marked(), desk.left]).toEqual([false, false]);
  });

  it.each([
    { rollback: 'at-end', lines: ['PUT /shed', 'PUT /shed/off'] },
    { rollback: 'without-effect', lines: ['PUT /shed', 'PUT /shed/off'] },
    { rollback: 'never', lines: ['PUT /shed'] },
  ])('with rollback $rollback ends with $lines', async ({ rollback, lines }) => {
    const server = await contractServer();
    const { desk, look, tells } = watchedDesk({
      url: server.url,
      actions,
      steps: [{ id: 'a', action: 'shed', rollback }],
    });
    look(2);
    await tells('action-ended', 'a');
    await desk.close();
    expect(server.lines()).toEqual(lines);
  });

  it('that nothing takes back is left as it is, and that is no failure', async () => {
    const server = await contractServer();
    const { desk, look, tells, told } = watchedDesk({ url: server.url, actions, steps: [{ id: 'a', action: 'tell' }] });
    look(2);
    await tells('action-ended', 'a');
    await desk.close();
    expect(told()).toEqual(['a started', 'a ended done']);
    expect(desk.left).toBe(false);
  });

  it('is effective as soon as its signal is within its bound, and nothing more is done while it is', async () => {
    const server = await contractServer();
    const steps = [
      { id: 'a', action: 'shed', verify },
      { id: 'b', action: 'tell', verify },
    ];
    const { look, tells, told } = watchedDesk({ url: server.url, actions, steps, clock: new HeldClock() });
    look(2);
    await tells('action-ended', 'a');
    look(2, 9_999);
    look(0.4, 9_999);
    look(0.4, 20_000);
    expect(told()).toEqual(['a started', 'a ended done', 'a verified effective']);
    expect(await tells('action-verified', 'a')).toMatchObject({ signal: 'delay', value: 0.4, at: 9_999 });
  });
});

describe('an action that fails', () => {
  const cases: readonly { how: string; met: Treatment; why: RegExp; step?: object; mayStand?: true }[] = [
    {
      how: 'a status that was not expected',
      met: { status: 409, body: 'none left' },
      why: /^it answered 409: none left$/,
    },
    { how: 'a status without words', met: { status: 500 }, why: /^it answered 500$/ },
    { how: 'a redirection', met: { status: 302, location: '/elsewhere' }, why: /redirect/ },
    {
      how: 'an answer that is no JSON where something is captured',
      met: { status: 200, body: '<html>' },
      why: /nothing at \$\.ids/,
      mayStand: true,
    },
    {
      how: 'an answer without what is captured',
      met: { status: 200, body: '{"id":1}' },
      why: /nothing at \$\.ids/,
      mayStand: true,
    },
    { how: 'an answer that is cut off', met: 'cut', why: /other side closed|socket|ECONNRESET/, mayStand: true },
    {
      how: 'no answer in time',
      met: 'hang',
      why: /^no answer within 0\.05 s$/,
      step: { 'time-out': '50ms' },
      mayStand: true,
    },
    { how: 'an answer without an end', met: 'endless', why: /nothing at \$\.ids/, mayStand: true },
  ];
  it.each(cases)('by $how says so, and the next is tried', async ({ met, why, step, mayStand }) => {
    const server = await contractServer({ 'POST /workers': [met] });
    const steps = [
      { ...addTwo, ...step },
      { id: 'next', action: 'tell' },
    ];
    const { desk, look, tells, told, marked } = watchedDesk({ url: server.url, actions, steps });
    look(2);
    const ended = await tells('action-ended', 'add-two');
    expect(ended).toMatchObject({ outcome: 'failed', tries: 1, captured: {} });
    expect(ended.why).toMatch(why);
    look(2);
    await tells('action-ended', 'next');
    await desk.close();
    expect(server.lines()).toEqual(['POST /workers', 'POST /tell']);
    const happened = ['add-two started', 'add-two ended failed', 'next started', 'next ended done'];
    // What may have been done needs to be taken back, and of these the answer is wanted that never came.
    expect(told()).toEqual(mayStand ? [...happened, 'add-two undone failed'] : happened);
    expect([marked(), desk.left]).toEqual(mayStand ? [true, true] : [false, false]);
  });

  it.each<[how: string, met: readonly Treatment[], retries: number, lines: readonly string[]]>([
    ['no answer in time', ['hang'], 0, ['PUT /shed', 'PUT /shed/off']],
    ['no answer that is whole', ['cut'], 0, ['PUT /shed', 'PUT /shed/off']],
    ['a refusal after no answer', ['cut', { status: 409 }], 1, ['PUT /shed', 'PUT /shed', 'PUT /shed/off']],
    ['a refusal', [{ status: 409 }], 0, ['PUT /shed']],
  ])('by %s is taken back at the end where it may have been done', async (_how, met, retries, lines) => {
    const server = await contractServer({ 'PUT /shed': met });
    const steps = [{ id: 'a', action: 'shed', 'time-out': '50ms', retries }];
    const { desk, look, tells, marked } = watchedDesk({ url: server.url, actions, steps });
    look(2);
    await tells('action-ended', 'a');
    await desk.close();
    expect(server.lines()).toEqual(lines);
    expect([marked(), desk.left]).toEqual([false, false]);
  });

  it('says that nobody listens', async () => {
    const url = `http://127.0.0.1:${await unusedPort()}`;
    const { look, tells } = watchedDesk({ url, actions, steps: [addTwo] });
    look(2);
    expect((await tells('action-ended', 'add-two')).why).toMatch(/ECONNREFUSED/);
  });

  it.each([
    { action: 'add', why: 'the action was given no "count"' },
    { action: 'ad', why: 'the target there has no action "ad"' },
    { action: 'constructor', why: 'the target there has no action "constructor"' },
  ])('without a request, $action: $why', async ({ action, why }) => {
    const server = await contractServer();
    const { look, tells } = watchedDesk({ url: server.url, actions, steps: [{ id: 'a', action }] });
    look(2);
    expect(await tells('action-ended', 'a')).toMatchObject({ outcome: 'failed', why });
    expect(server.received).toEqual([]);
  });

  it.each([
    { retries: 2, met: [{ status: 503 }, { status: 503 }, added], outcome: 'done', tries: 3 },
    { retries: 1, met: [{ status: 503 }, { status: 503 }, added], outcome: 'failed', tries: 2 },
    { retries: 3, met: [added], outcome: 'done', tries: 1 },
  ] as const)(
    'is tried again: with $retries retries it is $outcome after $tries tries',
    async ({ retries, met, outcome, tries }) => {
      const server = await contractServer({ 'POST /workers': met });
      const { look, tells } = watchedDesk({ url: server.url, actions, steps: [{ ...addTwo, retries }] });
      look(2);
      expect(await tells('action-ended', 'add-two')).toMatchObject({ outcome, tries });
      expect(server.received).toHaveLength(tries);
    },
  );

  it('may expect another status', async () => {
    const server = await contractServer({ 'POST /tell': [{ status: 409 }] });
    const told = { do: { post: '/tell', expect: { status: [200, 409] } } };
    const { look, tells } = watchedDesk({ url: server.url, actions: { told }, steps: [{ id: 'a', action: 'told' }] });
    look(2);
    expect(await tells('action-ended', 'a')).toMatchObject({ outcome: 'done' });
  });
});

describe('an action without effect', () => {
  const steps: readonly WrittenStep[] = [
    { id: 'a', action: 'shed', verify, rollback: 'without-effect' },
    { id: 'b', action: 'tell', verify },
  ];

  it.each([{ reads: 2 }, { reads: null }])(
    'is taken back before the next is tried, while the signal reads $reads',
    async ({ reads }) => {
      const server = await contractServer();
      const { desk, look, tells, told } = watchedDesk({ url: server.url, actions, steps, clock: new HeldClock() });
      look(2);
      await tells('action-ended', 'a');
      look(reads, 9_999);
      expect(told().at(-1)).toBe('a ended done');
      look(reads, 10_000);
      expect(told().slice(2)).toEqual(['a verified without-effect']);
      look(reads, 10_050);
      await tells('action-undone', 'a');
      look(2, 10_100);
      await tells('action-ended', 'b');
      await desk.close();
      expect(server.lines()).toEqual(['PUT /shed', 'PUT /shed/off', 'POST /tell']);
    },
  );

  it('stays until the end where it is written so, and the next is tried at once', async () => {
    const server = await contractServer();
    const staying = steps.map((step) => ({ ...step, rollback: 'at-end' }));
    const { desk, look, tells } = watchedDesk({ url: server.url, actions, steps: staying, clock: new HeldClock() });
    look(2);
    await tells('action-ended', 'a');
    look(2, 10_000);
    await tells('action-ended', 'b');
    await desk.close();
    expect(server.lines()).toEqual(['PUT /shed', 'POST /tell', 'PUT /shed/off']);
  });
});

describe('taking back', () => {
  it('begins with the last, and one that fails does not keep the others; the run stays marked', async () => {
    const server = await contractServer({ 'POST /workers': [added], 'PUT /shed/off': [{ status: 500, body: 'no' }] });
    const steps = [addTwo, { id: 'shed', action: 'shed' }, { id: 'more', action: 'add', with: { count: 1 } }];
    const { desk, look, tells, told, marked } = watchedDesk({ url: server.url, actions, steps });
    for (const { id } of steps) {
      look(2);
      await tells('action-ended', id);
    }
    await desk.close();
    expect(server.lines().slice(3)).toEqual(['POST /release', 'PUT /shed/off', 'POST /release']);
    expect(told().slice(-3)).toEqual(['more undone done', 'shed undone failed', 'add-two undone done']);
    expect(await tells('action-undone', 'shed')).toMatchObject({ why: 'it answered 500: no' });
    expect([marked(), desk.left]).toEqual([true, true]);
  });

  it('goes on after a failure in the midst of the run: the next is tried', async () => {
    const server = await contractServer({ 'PUT /shed/off': ['cut'] });
    const steps = [
      { id: 'a', action: 'shed', verify, rollback: 'without-effect' },
      { id: 'b', action: 'tell' },
    ];
    const { desk, look, tells, told } = watchedDesk({ url: server.url, actions, steps, clock: new HeldClock() });
    look(2);
    await tells('action-ended', 'a');
    look(2, 10_000);
    await tells('action-undone', 'a');
    look(2, 10_100);
    await tells('action-ended', 'b');
    await desk.close();
    expect(told().slice(3)).toEqual(['a undone failed', 'b started', 'b ended done']);
    expect(desk.left).toBe(true);
  });

  it('waits for an action that is in flight when the desk closes, and begins nothing more', async () => {
    const server = await contractServer({ 'POST /workers': ['hang'] });
    const steps = [
      { ...addTwo, 'time-out': '50ms', retries: 5 },
      { id: 'b', action: 'tell' },
    ];
    const { desk, look, told } = watchedDesk({ url: server.url, actions, steps });
    look(2);
    await server.gets('POST /workers');
    const closed = desk.close();
    look(2);
    await closed;
    look(2);
    expect(told()).toEqual(['add-two started', 'add-two ended failed', 'add-two undone failed']);
    expect(server.lines()).toEqual(['POST /workers']);
  });

  it('takes back what was in flight, when it succeeds after all', async () => {
    const server = await contractServer();
    const clock = new HeldClock();
    const run = program(`fetch('${server.url}/ran', { method: 'POST' })`);
    const undo = program(`fetch('${server.url}/undone', { method: 'POST' })`);
    const steps = [{ id: 'a', run, 'undo-run': undo }];
    const { desk, look, told } = watchedDesk({ url: server.url, steps, clock, allow });
    look(2);
    await desk.close();
    expect(server.lines()).toEqual(['POST /ran', 'POST /undone']);
    expect(told()).toEqual(['a started', 'a ended done', 'a undone done']);
  });
});

describe('incidents', () => {
  it('each have one action under way', async () => {
    const server = await contractServer({ 'POST /workers': [added] });
    const steps = [addTwo, { id: 'b', action: 'tell' }];
    const { desk, look, facts } = watchedDesk({ url: server.url, actions, steps });
    look(2, 0, [incidentOf('slow-1'), incidentOf('slow-2')]);
    look(2, 0, [incidentOf('slow-1'), incidentOf('slow-2')]);
    expect(facts.map((fact) => 'incident' in fact && `${fact.incident} ${fact.fact}`)).toEqual([
      'slow-1 action-started',
      'slow-2 action-started',
    ]);
    await desk.close();
    expect(server.lines().filter((line) => line === 'POST /release')).toHaveLength(2);
  });
});

describe('without its allowance nothing is sent, and it is shown as dry', () => {
  const shed: WrittenStep = { id: 'a', action: 'shed' };
  const cases: readonly { what: string; step: WrittenStep; url?: string; drill?: boolean; named: string }[] = [
    {
      what: 'a target beyond this machine',
      step: shed,
      url: 'http://staging.example',
      named: 'name shed in surgebook.yaml under allow: actions',
    },
    { what: 'no drill', step: shed, drill: false, named: 'name shed in surgebook.yaml under allow: actions' },
    {
      what: 'a program',
      step: { id: 'a', run: ['/bin/true'] },
      named: 'name /bin/true in surgebook.yaml under allow: commands',
    },
    {
      what: 'a program that would take it back',
      step: { id: 'a', run: [process.execPath, '-e', ''], 'undo-run': ['/bin/true'] },
      named: 'name /bin/true in surgebook.yaml under allow: commands',
    },
    {
      what: 'another host',
      step: { id: 'a', call: { post: 'https://hooks.example/x' } },
      named: 'name hooks.example in surgebook.yaml under allow: hosts',
    },
    {
      what: 'another host that would take it back',
      step: { id: 'a', call: { post: 'http://127.0.0.1:1/x' }, 'undo-call': { post: 'https://hooks.example/x' } },
      named: 'name hooks.example in surgebook.yaml under allow: hosts',
    },
    {
      what: 'a host that is a variable',
      step: { id: 'a', call: { post: 'http://{{secret.host}}/x' } },
      named: 'name {{secret.host}} in surgebook.yaml under allow: hosts',
    },
  ];
  it.each(cases)('$what', async ({ step, url, drill = true, named }) => {
    const server = await contractServer();
    const secrets = { host: server.url.replace('http://', '') };
    const { desk, look, tells, marked } = watchedDesk({
      url: url ?? server.url,
      actions,
      steps: [step],
      drill,
      allow,
      secrets,
    });
    look(2);
    const ended = await tells('action-ended', 'a');
    expect(ended).toMatchObject({ outcome: 'dry', tries: 0, why: expect.stringContaining(named) as string });
    expect(marked()).toBe(false);
    await desk.close();
    expect(server.received).toEqual([]);
  });

  it.each([
    {
      what: "a target's action that is named",
      step: shed,
      more: { drill: false, allow: { actions: ['shed'] } },
      line: 'PUT /shed',
    },
    { what: 'a call to this machine', step: { id: 'a', call: { post: 'URL/x?y=1' } }, more: {}, line: 'POST /x?y=1' },
  ])('$what is taken', async ({ step, more, line }) => {
    const server = await contractServer();
    const filled = JSON.parse(JSON.stringify(step).replace('URL', server.url)) as WrittenStep;
    const { look, tells } = watchedDesk({ url: server.url, actions, steps: [filled], ...more });
    look(2);
    expect(await tells('action-ended', 'a')).toMatchObject({ outcome: 'done' });
    expect(server.lines()).toEqual([line]);
  });

  it('a host is allowed however it is written', async () => {
    const { look, tells } = watchedDesk({
      ...{ url: 'http://127.0.0.1:1', allow: { hosts: ['Bücher.Example'] } },
      steps: [{ id: 'a', call: { post: 'http://xn--bcher-kva.example:1/{{nothing}}' } }],
    });
    look(2);
    // It is past the allowance, and fails for want of the variable, before anything is sent.
    expect(await tells('action-ended', 'a')).toMatchObject({
      outcome: 'failed',
      why: 'the action was given no "nothing"',
    });
  });
});

describe('a program', () => {
  it('gets its arguments as they stand', async () => {
    const args = [
      'two words',
      '"quoted"',
      "it's",
      '$(touch owned)',
      '`touch owned`',
      '; touch owned',
      '$HOME',
      '*',
      '',
      '{{count}}',
      '-e',
    ];
    const write = `require('node:fs').writeFileSync('args.json', JSON.stringify(process.argv.slice(1)))`;
    const { look, tells, folder } = watchedDesk({
      url: 'http://127.0.0.1:1',
      ...{ allow, steps: [{ id: 'a', run: program(write, '--', ...args) }] },
    });
    look(2);
    expect(await tells('action-ended', 'a')).toMatchObject({ outcome: 'done' });
    expect(JSON.parse(readFileSync(join(folder, 'args.json'), 'utf8'))).toEqual(args);
    expect(() => readFileSync(join(folder, 'owned'))).toThrow('ENOENT');
  });

  it.each([
    {
      how: 'an exit code, and its last words',
      script: "console.error('first'); console.error('no such worker'); process.exit(3)",
      why: 'it ended with exit code 3: no such worker',
    },
    {
      how: 'a signal',
      script: "process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)",
      why: 'it ended with SIGTERM',
    },
  ])('fails with $how', async ({ script, why }) => {
    const { look, tells } = watchedDesk({
      url: 'http://127.0.0.1:1',
      allow,
      steps: [{ id: 'a', run: program(script) }],
    });
    look(2);
    expect(await tells('action-ended', 'a')).toMatchObject({ outcome: 'failed', why });
  });

  it('that is not there fails', async () => {
    const name = '/no/such/program';
    const { look, tells } = watchedDesk({
      url: 'http://127.0.0.1:1',
      allow: { commands: [name] },
      steps: [{ id: 'a', run: [name] }],
    });
    look(2);
    const { outcome, why } = await tells('action-ended', 'a');
    expect([outcome, why]).toEqual(['failed', expect.stringMatching(/exit code 127: .*could not be started.*ENOENT/)]);
  });

  it('that hangs is ended at its time with all it started, and taken back', async () => {
    const server = await contractServer();
    const clock = new HeldClock();
    const script = `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      fetch('${server.url}/started', { method: 'POST', body: JSON.stringify([process.pid, child.pid]) });
      process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);`;
    const undo = program(`fetch('${server.url}/undone', { method: 'POST' })`);
    const { desk, look, tells } = watchedDesk({
      url: server.url,
      allow,
      clock,
      steps: [{ id: 'a', run: program(script), 'undo-run': undo, 'time-out': '7s' }],
    });
    look(2);
    const pids = JSON.parse((await server.gets('POST /started')).body) as number[];
    expect(pids.map(isThere)).toEqual([true, true]);
    clock.release();
    expect(await tells('action-ended', 'a')).toMatchObject({ outcome: 'failed', why: 'it did not end within 7 s' });
    await expect.poll(() => pids.filter(isThere), { timeout: 20_000 }).toEqual([]);
    await desk.close();
    expect(server.lines()).toEqual(['POST /started', 'POST /undone']);
  });
});

/** A zombie that nobody has looked at has ended. */
function isThere(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

describe('secrets', () => {
  const secret = 'p"ss/word 1';
  const secrets = { key: secret };
  const withKey = {
    do: {
      post: '/x/{{secret.key}}',
      json: { key: '{{secret.key}}' },
      headers: { authorization: 'Bearer {{secret.key}}' },
      capture: { echo: '$.echo' },
    },
    undo: { post: '/y', json: { echo: '{{echo}}' } },
  };
  const line = `POST /x/${encodeURIComponent(secret)}`;
  const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), 'p"ss', 'p%22ss', 'YW5uO'];

  it.each([
    {
      how: 'echoed where it is captured',
      met: { status: 200, body: JSON.stringify({ echo: secret }) },
      outcome: 'done',
    },
    { how: 'echoed by a refusal', met: { status: 400, body: `no ${secret}` }, outcome: 'failed' },
    {
      how: 'echoed as it stood in the path',
      met: { status: 404, body: `no ${encodeURIComponent(secret)}` },
      outcome: 'failed',
    },
    {
      how: 'echoed as a form is sent',
      met: { status: 400, body: `no ${new URLSearchParams({ key: secret }).toString()}` },
      outcome: 'failed',
    },
    {
      how: 'echoed in base64 beside a name',
      met: { status: 401, body: `no ${Buffer.from(`ann:${secret}`).toString('base64')}` },
      outcome: 'failed',
    },
    {
      how: 'echoed where the quotation is cut',
      met: { status: 400, body: `${'-'.repeat(195)}${secret}` },
      outcome: 'failed',
    },
  ])('are sent, and never in the journal: $how', async ({ met, outcome }) => {
    const server = await contractServer({ [line]: [met] });
    const { desk, look, tells, journal } = watchedDesk({
      url: server.url,
      actions: { key: withKey },
      secrets,
      steps: [{ id: 'a', action: 'key' }],
    });
    look(2);
    expect(await tells('action-ended', 'a')).toMatchObject({ outcome });
    const [request] = server.received;
    expect(request).toMatchObject({
      line,
      body: JSON.stringify({ key: secret }),
      headers: { authorization: `Bearer ${secret}` },
    });
    await desk.close();
    for (const form of forms) expect(journal()).not.toContain(form);
  });

  it('a program says its secret where the quotation is cut, and it is not in the journal', async () => {
    const script = `console.log('-'.repeat(195) + ${JSON.stringify(secret)}); process.exit(1)`;
    const { look, tells, journal } = watchedDesk({
      url: 'http://127.0.0.1:1',
      allow,
      secrets,
      steps: [{ id: 'a', run: program(script) }],
    });
    look(2);
    await tells('action-ended', 'a');
    for (const form of forms) expect(journal()).not.toContain(form);
  });
});

it('a program runs in the workspace', async () => {
  const { look, tells, folder } = watchedDesk({
    url: 'http://127.0.0.1:1',
    allow,
    steps: [{ id: 'a', run: [process.execPath, 'here.cjs'] }],
  });
  writeFileSync(join(folder, 'here.cjs'), '');
  look(2);
  expect(await tells('action-ended', 'a')).toMatchObject({ outcome: 'done' });
});

import { describe, expect, it } from 'vitest';
import { edited, env, mistakesIn, problemsOf, sound, toldOf, unmark, writeWorkspace } from './written-workspace.ts';

const file = 'scenarios/targets/shop.yaml';
const peopleFile = 'scenarios/targets/people.csv';

/** Makes each mistake in the target profile. */
const mistakes = mistakesIn(file);

describe('load stays on this machine', () => {
  const at = (url: string): string => edited(file, 'http://127.0.0.1:8080', url);
  const refused = (url: string): string =>
    `${url} is not this machine; to put load on it, name it in surgebook.yaml under allow: hosts`;

  it.each([
    'http://127.0.0.1:8080',
    'http://127.8.8.8',
    'http://[::1]:8080',
    'http://localhost',
    'HTTPS://LocalHost:8443',
    'http://2130706433',
  ])('which %s is', async (url) => {
    expect(await toldOf({ [file]: at(`"${url}"`) })).toEqual([]);
  });

  it.each([
    ['http://staging.example:8080', 'staging.example'],
    ['http://127.0.0.1@staging.example', 'staging.example'],
    ['http://127.0.0.1.staging.example', '127.0.0.1.staging.example'],
    ['http://localhost.staging.example', 'localhost.staging.example'],
    ['http://10.0.0.1', '10.0.0.1'],
    ['http://0.0.0.0', '0.0.0.0'],
    ['http://[::ffff:10.0.0.1]', '[::ffff:a00:1]'],
    ['http://128.0.0.1', '128.0.0.1'],
  ])('which %s is not', async (url, host) => {
    const place = { file, line: 3, column: 6, width: url.length };
    expect(await toldOf({ [file]: at(url) })).toEqual([{ message: refused(host), place }]);
  });

  it.each([
    ['staging.example', 'http://staging.example:8080'],
    ['Staging.Example', 'http://staging.example'],
    ['bücher.example', 'http://xn--bcher-kva.example'],
    ['"[2001:DB8::1]"', 'http://[2001:db8::1]:80'],
    ['10.0.0.1', 'https://10.0.0.1'],
  ])('unless the workspace allows %s', async (host, url) => {
    const settings = `${sound['surgebook.yaml']!}allow: { hosts: [${host}] }\n`;
    expect(await toldOf({ 'surgebook.yaml': settings, [file]: at(`"${url}"`) })).toEqual([]);
  });

  it.each(['staging.example:8080', 'http://staging.example', '*.example', 'staging.example/', 'a b', ''])(
    'and "%s" is no host to allow',
    async (host) => {
      const { text, place } = unmark('surgebook.yaml', `${sound['surgebook.yaml']!}allow: { hosts: [«"${host}"»] }\n`);
      const message = 'expected a host such as staging.example.com: no scheme, port or wildcard';
      expect(await toldOf({ 'surgebook.yaml': text })).toEqual([{ message, place }]);
    },
  );

  it.each([
    ['ftp://127.0.0.1', '"ftp://127.0.0.1" is no address: expected http://host or https://host'],
    ['127.0.0.1:8080', '"127.0.0.1:8080" is no address: expected http://host or https://host'],
    ['http://127.0.0.1:{{prot}}', '"http://127.0.0.1:{{prot}}" is no address: expected http://host or https://host'],
    ['http://127.0.0.1/?to=', '"http://127.0.0.1/?to=" ends with a query; paths are put behind it'],
  ])('and %s is no address to put paths behind', async (url, message) => {
    const place = { file, line: 3, column: 6, width: url.length };
    expect(await toldOf({ [file]: at(url) })).toEqual([{ message, place }]);
  });
});

mistakes('a port', [
  [
    'that nothing is started on',
    'url: http://127.0.0.1:8080',
    'url: «"http://127.0.0.1:{{port}}/base"»',
    'nobody listens on {{port}}: "start" does not name it',
  ],
  [
    'that is misspelt',
    'metrics:',
    'start: «serve --port {{prot}}»\nmetrics:',
    '{{prot}} is no port; did you mean "{{port}}"?',
  ],
  [
    'before anything listens on one',
    'metrics:',
    'prepare: «fetch http://127.0.0.1:{{port}}»\nmetrics:',
    '{{port}} is not known before "start"; nobody listens yet',
  ],
]);

it('a port may be left open to what is started, whose other braces are its own', async () => {
  const profile = edited(file, 'url: http://127.0.0.1:8080', 'url: http://127.0.0.1:{{port}}/base').replace(
    'metrics:',
    'start: serve {{port}} --format {{.Names}}\nmetrics:',
  );
  expect(await toldOf({ [file]: profile })).toEqual([]);
});

mistakes('a secret', [
  ['that the environment does not have', 'env: SHOP_KEY', 'env: «OTHER_KEY»', 'the environment has no OTHER_KEY'],
  [
    'whose variable has no such name',
    'env: SHOP_KEY',
    'env: «shop_key»',
    'expected a text that matches /^[A-Z][A-Z0-9_]*$/, got "shop_key"',
  ],
]);

it('a secret that is empty in the environment is missing', async () => {
  const { workspace } = writeWorkspace();
  const problems = await problemsOf(workspace.rehearsal('one', { SHOP_KEY: '' }));
  expect(problems.map(({ message }) => message)).toEqual(['the environment has no SHOP_KEY']);
});

it('a check needs no secret', async () => {
  expect((await writeWorkspace().workspace.check()).problems).toEqual([]);
});

mistakes('the people', [
  ['in a file that is not there', 'people.csv', '«persons.csv»', 'there is no file "persons.csv" beside this one'],
  [
    'in a file outside of the folder',
    'people.csv',
    '«../one.yaml»',
    '"../one.yaml" leads out of the folder of this file',
  ],
  [
    'in a file named from the root',
    'people.csv',
    '«/etc/passwd»',
    '"/etc/passwd" leads out of the folder of this file',
  ],
  ['in a folder', 'people.csv', '«.»', 'there is no file "." beside this one'],
  ['both listed and made', 'people.csv }', 'people.csv, «count»: 3 }', '"count" does not go with the other keys here'],
  ['made without fields', 'people: { file: people.csv }', '«people»: { count: 3 }', '"fields" is missing'],
  [
    'made by a pattern with a misspelt count',
    '{ file: people.csv }',
    '{ count: 3, fields: { name: «"user-{{nn}}"» } }',
    'only {{n}}, which counts the people from 1, is known here',
  ],
  [
    'made with a field that no template could name',
    '{ file: people.csv }',
    '{ count: 3, fields: { name: "{{n}}", «full name»: "{{n}}" } }',
    'the field "full name" cannot be named in a template; expected letters, digits, - and _',
  ],
  [
    'left out, though a template names a column',
    'people: { file: people.csv }\nheaders: { authorization: "Bearer {{token}}" }\nfragments:\n  login:\n    - post: /sessions\n      json: { user: "{{person.name}}"',
    'headers: { authorization: "Bearer {{token}}" }\nfragments:\n  login:\n    - post: /sessions\n      json: { user: «"{{person.name}}"»',
    '{{person.name}} has no value here',
  ],
]);

describe('a file of people', () => {
  it.each([
    ['that is empty', '', 1, 'there are no people in it: expected a line of column names, then one line a person'],
    [
      'of column names alone',
      'name,team\n',
      1,
      'there are no people in it: expected a line of column names, then one line a person',
    ],
    [
      'with a line that is too long',
      'name,team\nAnn,red\nBob,blue,7\n',
      3,
      'not CSV: Invalid Record Length: columns length is 2, got 3 on line 3',
    ],
    [
      'with a quote left open',
      'name,team\n"Ann,red\n',
      2,
      'not CSV: Quote Not Closed: the parsing is finished with an opening quote at line 2',
    ],
    [
      'with a column that no template could name',
      'name,full name\nAnn,A\n',
      1,
      'the column "full name" cannot be named in a template; expected letters, digits, - and _',
    ],
    [
      'with a column without a name',
      'name,\nAnn,A\n',
      1,
      'the column "" cannot be named in a template; expected letters, digits, - and _',
    ],
    ['with two columns of one name', 'name,name\nAnn,A\n', 1, 'the column "name" is there twice'],
    [
      'separated by semicolons',
      'name;team\nAnn;red\n',
      1,
      'the column "name;team" cannot be named in a template; expected letters, digits, - and _',
    ],
  ])('%s is refused', async (_title, text, line, message) => {
    const place = { file: peopleFile, line, column: 1, width: 1 };
    expect(await toldOf({ [peopleFile]: text })).toEqual([{ message, place }]);
  });

  it('in another encoding is refused where that begins', async () => {
    const gbk = Uint8Array.from([...Buffer.from('name,team\nAnn,red\nB'), 0xcd, 0xf5, ...Buffer.from(',x\n')]);
    const place = { file: peopleFile, line: 3, column: 2, width: 1 };
    expect(await toldOf({ [peopleFile]: gbk })).toEqual([
      { message: 'not UTF-8 from here on; save the file as UTF-8', place },
    ]);
  });

  it('that lacks a column which a template names is told of where it is named', async () => {
    const place = { file, line: 10, column: 21, width: 17 };
    expect(await toldOf({ [peopleFile]: 'nme,team\nAnn,red\n' })).toEqual([
      { message: '{{person.name}} has no value here; did you mean "person.nme"?', place },
    ]);
  });

  it('from a spreadsheet, with a mark at its start and other line breaks, is read', async () => {
    const { workspace } = writeWorkspace({ [peopleFile]: '\ufeffname, team\r\n"王, 小明",红\r\n\r\n' });
    expect((await workspace.rehearsal('one', env)).people).toEqual({
      kind: 'listed',
      people: [{ name: '王, 小明', team: '红' }],
    });
  });
});

mistakes('a fragment', [
  [
    'that leads to itself',
    '    - post: /sessions',
    '    - «login»: {}\n    - post: /sessions',
    '"login" leads to itself',
  ],
  [
    'that receives, used outside of a socket',
    '    - post: /sessions',
    '    - «receive»: { match: x, name: y, within: 1s }\n    - post: /sessions',
    '"receive" needs an open WebSocket: put it in the steps of a "websocket", or say how to "poll"',
  ],
  [
    'whose path is no path',
    'post: /sessions',
    'post: «sessions»',
    'a path begins with "/"; "sessions" could lead to another host',
  ],
  [
    'under a name of another form',
    '  login:',
    '  «log in»:',
    'an id is lower-case words joined by hyphens, such as monday-morning',
  ],
]);

it('a fragment that leads to itself over another is told of once', async () => {
  const { text, place } = unmark(
    file,
    edited(file, '    - post: /sessions', '    - enter: {}\n    - post: /sessions').replace(
      'metrics:',
      '  enter:\n    - «login»: {}\nmetrics:',
    ),
  );
  expect(await toldOf({ [file]: text })).toEqual([{ message: '"login" leads to itself', place }]);
});

mistakes('a header', [
  [
    'with a variable that no journey ever has',
    '"Bearer {{token}}"',
    '«"Bearer {{tokn}}"»',
    '{{tokn}} has no value here; did you mean "token"?',
  ],
  [
    'under what is no name of one',
    'headers: { authorization: "Bearer {{token}}" }',
    'headers: { authorization: "Bearer {{token}}", «"x y"»: z }',
    "expected a header's name",
  ],
]);

mistakes('a signal', [
  [
    'by an unknown statistic',
    'stat: p95',
    'stat: «p59»',
    'expected one of p50, p90, p95, p99, mean, max, got "p59"; did you mean "p50"?',
  ],
  [
    'in an unknown unit',
    'unit: seconds',
    'unit: «second»',
    'expected one of seconds, ratio, per-second, count, got "second"; did you mean "seconds"?',
  ],
  [
    'without a unit',
    '  delay: { of: load.delivery.duration, stat: p95, over: 5s, unit: seconds }',
    '  «delay»: { of: load.delivery.duration, stat: p95, over: 5s }',
    '"unit" is missing',
  ],
  [
    'of a series that no engine reports',
    'load.delivery.duration',
    '«load.mood»',
    'engines report no series "load.mood"',
  ],
  [
    'of a misspelt series',
    'load.delivery.duration',
    '«load.delivery.durations»',
    'engines report no series "load.delivery.durations"; did you mean "load.delivery.duration"?',
  ],
  ['over no time', 'over: 5s', 'over: «0s»', 'expected a window of at least 1s'],
  ['with a misspelt key', 'limit: places', '«limt»: places', 'unknown key "limt"; did you mean "limit"?'],
]);

describe('a signal that is not measured', () => {
  const told = (from: string, to: string): Promise<readonly object[]> => toldOf({ [file]: edited(file, from, to) });

  it('keeps the expected playbook from ever opening', async () => {
    const place = { file: 'scenarios/one.yaml', line: 30, column: 15, width: 4 };
    expect(await told('  delay:', '  dely:')).toEqual([
      { message: 'slow can never open: the target shop does not measure delay; did you mean "dely"?', place },
    ]);
  });

  it('keeps the expected cause from ever being identified', async () => {
    const place = { file: 'scenarios/one.yaml', line: 32, column: 12, width: 5 };
    expect(await told('  queue:', '  waiting:')).toEqual([
      { message: 'queue can never be identified: the target shop does not measure queue', place },
    ]);
  });

  it('and looks misspelt, check tells of at each threshold', async () => {
    const playbook = 'playbooks/slow/playbook.yaml';
    const { text, place } = unmark(playbook, edited(playbook, 'signal: queue,', 'signal: «queu»,'));
    const { problems } = await writeWorkspace({ [playbook]: text }).workspace.check();
    expect(problems.map(({ message, place: at }) => ({ message, place: at }))).toContainEqual({
      message: 'no target measures queu; did you mean "queue"?',
      place,
    });
  });

  it('is no hindrance where another of the alternatives is measured', async () => {
    const playbook = 'playbooks/slow/playbook.yaml';
    const text = edited(playbook, 'when: { any: [delay-high] }', 'when: { any: [delay-high, queue-full] }');
    expect(await toldOf({ [file]: edited(file, '  delay:', '  other:'), [playbook]: text })).toEqual([]);
  });

  it('is no hindrance where no time is expected: a person may say what there is', async () => {
    const scenario = 'scenarios/one.yaml';
    const text = edited(scenario, '    within: 10s\n    cause', '    cause');
    const profile = edited(file, '  delay:', '  other:').replace('  queue:', '  waiting:');
    expect(await toldOf({ [file]: profile, [scenario]: text })).toEqual([]);
  });

  it('is no hindrance to a scenario that does not expect its playbook', async () => {
    const scenario = 'scenarios/one.yaml';
    const text = edited(
      scenario,
      '  - playbook: slow\n    within: 10s\n    cause: queue\n    resolved: true\n',
      '  - no-incident: true\n',
    );
    expect(await toldOf({ [file]: edited(file, '  delay:', '  other:'), [scenario]: text })).toEqual([]);
  });
});

it('a signal in another unit than a threshold is told of at the threshold', async () => {
  const place = { file: 'playbooks/slow/playbook.yaml', line: 6, column: 39, width: 2 };
  expect(await toldOf({ [file]: edited(file, 'unit: seconds', 'unit: ratio') })).toEqual([
    { message: 'the target shop measures delay in ratio, this level is in seconds', place },
  ]);
});

mistakes('a page of metrics', [
  [
    'that is no address',
    'scrape: /metrics',
    'scrape: «"http://["»',
    '"http://[" is no page: expected /metrics, or an address of its own',
  ],
  [
    'by another protocol',
    'scrape: /metrics',
    'scrape: «file:///metrics»',
    '"file:///metrics" is no page: expected /metrics, or an address of its own',
  ],
  [
    'at a port that nothing is started on',
    'scrape: /metrics',
    'scrape: «"http://127.0.0.1:{{metrics-port}}/metrics"»',
    'nobody listens on {{metrics-port}}: "start" does not name it',
  ],
]);

it('a page of metrics may be at a second port that the target is started with', async () => {
  const start = 'start: serve {{port}} {{metrics-port}}\nmetrics:';
  const page = edited(file, 'scrape: /metrics', 'scrape: "http://127.0.0.1:{{metrics-port}}/metrics"');
  expect(await toldOf({ [file]: page.replace('metrics:', start) })).toEqual([]);
});

mistakes('a certificate authority', [
  ['that is not there', 'metrics:', 'tls: { ca: «ca.pem» }\nmetrics:', 'there is no file "ca.pem" beside this one'],
  [
    'outside of the folder',
    'metrics:',
    'tls: { ca: «../one.yaml» }\nmetrics:',
    '"../one.yaml" leads out of the folder of this file',
  ],
  [
    'that is no certificate',
    'metrics:',
    'tls: { ca: «people.csv» }\nmetrics:',
    '"people.csv" holds no certificate; expected PEM',
  ],
  ['left out', 'metrics:', '«tls»: {}\nmetrics:', '"ca" is missing'],
]);

const acting = (request: string): string => `metrics: [{ scrape: /metrics }]\nactions: { grow: { do: ${request} } }`;

mistakes('an action', [
  [
    'whose path is no path',
    'metrics: [{ scrape: /metrics }]',
    acting('{ post: «workers» }'),
    'a path begins with "/"; "workers" could lead to another host',
  ],
  [
    'that takes of its answer what is no path',
    'metrics: [{ scrape: /metrics }]',
    acting('{ post: /workers, capture: { ids: «ids» } }'),
    '"ids" is no path; expected one such as $.token or $.rooms[0].id',
  ],
]);

mistakes('its id', [
  ['is the name of its file', 'id: shop', 'id: «shops»', 'the target in shop.yaml has the id "shops"; expected "shop"'],
]);

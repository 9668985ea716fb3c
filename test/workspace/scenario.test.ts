import { describe, expect, it } from 'vitest';
import { edited, env, mistakesIn, problemsOf, sound, toldOf, unmark, writeWorkspace } from './written-workspace.ts';

const file = 'scenarios/one.yaml';
const duration = 'expected a length of time such as 500ms, 2s, 6m or 1h';
const share = 'expected a percentage such as 70%';
const id = 'an id is lower-case words joined by hyphens, such as monday-morning';
const step =
  'expected a step (get, post, put, patch, delete, websocket, receive, send, think), or a fragment such as "login: {}"';
const known =
  'known keys are version, id, title, target, surge, variables, journeys, script, settle, dropped-limit, expect, score, simulate-people';

/** Makes each mistake in the scenario. */
const mistakes = mistakesIn(file);

const people = (text: string): string => edited(file, 'expect:\n', `simulate-people: ${text}\nexpect:\n`);

describe('simulated people', () => {
  it.each([
    [
      'of an unknown playbook',
      '{ steps: { «slwo»: { look: { done: 1s } } } }',
      'there is no playbook "slwo"; did you mean "slow"?',
    ],
    [
      'with an unknown step',
      '{ steps: { slow: { «lok»: { done: 1s } } } }',
      'slow has no step "lok"; did you mean "look"?',
    ],
    [
      'that speak of an unknown playbook',
      '{ says: [{ incident: «slwo», at: 1s }] }',
      'there is no playbook "slwo"; did you mean "slow"?',
    ],
    [
      'that end an unknown one',
      '{ says: [{ end: «slwo», at: 1s }] }',
      'there is no playbook "slwo"; did you mean "slow"?',
    ],
    [
      'with an unknown cause',
      '{ says: [{ cause: «queu», of: slow, after-onset: 1s }] }',
      'slow knows no cause "queu"; did you mean "queue"?',
    ],
  ])('%s', async (_title, marked, message) => {
    const { text, place } = unmark(file, people(marked));
    expect(await toldOf({ [file]: text })).toEqual([{ message, place }]);
  });

  it.each([
    ['do and skip a step', '{ steps: { slow: { look: { done: 1s, skipped: 2s } } } }', 'a step is done or skipped'],
    ['do nothing with a step', '{ steps: { slow: { look: {} } } }', 'expected one of "acknowledged"'],
    ['speak at two times', '{ says: [{ end: slow, at: 1s, after-onset: 2s }] }', 'either "at" or "after-onset"'],
    ['speak at no time', '{ says: [{ end: slow }] }', 'either "at" or "after-onset"'],
  ])('cannot %s', async (_title, text, message) => {
    const told = await toldOf({ [file]: people(text) });
    expect(told.map((one) => one.message).join('\n')).toContain(message);
  });

  it('that do what there is are read', async () => {
    const { workspace } = writeWorkspace({
      [file]: people(
        '{ steps: { slow: { look: { acknowledged: 1s, done: 2s } } }, says: [{ incident: slow, at: 3s }] }',
      ),
    });
    const { scenario } = await workspace.rehearsal('one', env);
    expect(scenario['simulate-people']).toEqual({
      steps: { slow: { look: { acknowledged: 1000, done: 2000 } } },
      says: [{ incident: 'slow', at: 3000 }],
    });
  });
});

it('a sound workspace has nothing to be told of', async () => {
  const { workspace } = writeWorkspace();
  const rehearsal = await workspace.rehearsal('one', env);
  expect(rehearsal.scenario.title).toBe('One surge');
  expect(rehearsal.secrets).toEqual({ key: 'open-sesame' });
  expect(rehearsal.people).toEqual({
    kind: 'listed',
    people: [
      { name: 'Ann', team: 'red' },
      { name: 'Bob', team: 'blue' },
    ],
  });
  expect(await workspace.check()).toEqual({
    // Users are told in four phases, of which three may know the cause, for the first time or again, in three languages, by ten channels.
    ...{ scenarios: 1, tests: 0, targets: 1, playbooks: 1, notices: (1 + 3 * 2) * 2 * 3 * 10 },
    ...{ reviews: 0, openActions: 0, unwatched: [], unallowed: [], unnamed: [], problems: [] },
  });
});

mistakes('a key', [
  [
    'misspelt: the nearest known one is suggested',
    '  spread:',
    '  «spred»:',
    'unknown key "spred"; did you mean "spread"?',
  ],
  ['misspelt at the root', 'title:', '«titel»:', 'unknown key "titel"; did you mean "title"?'],
  [
    'misspelt in one of several kinds of step',
    'get: /news\n',
    '«gett»: /news\n',
    'unknown key "gett"; did you mean "get"?',
  ],
  ['misspelt deep inside', 'name: arrived', '«nmae»: arrived', 'unknown key "nmae"; did you mean "name"?'],
  ['unlike any known one', 'variables:', '«colour»: red\nvariables:', `unknown key "colour"; ${known}`],
  ['that is a number', 'variables:', '«7»: red\nvariables:', `unknown key "7"; ${known}`],
  ['that names a prototype', 'variables:', '«__proto__»: 1\nvariables:', `unknown key "__proto__"; ${known}`],
  [
    'missing',
    'surge:\n  people: 100\n  around: "09:00"\n  spread: 6m\n',
    '«surge»:\n  people: 100\n  around: "09:00"\n',
    `"spread" is missing; ${duration}`,
  ],
  ['missing at the root', 'version: 1\nid: one\ntitle: One surge\n', '«v»ersion: 1\nid: one\n', '"title" is missing'],
  [
    'missing that holds several',
    'version: 1\nid: one\ntitle: One surge\ntarget: shop\nsurge:\n  people: 100\n  around: "09:00"\n  spread: 6m\n',
    '«v»ersion: 1\nid: one\ntitle: One surge\ntarget: shop\n',
    '"surge" is missing',
  ],
  [
    'that belongs to another kind',
    '  spread: 6m',
    '  spread: 6m\n  «stages»: []',
    '"stages" does not go with the other keys here',
  ],
  ['that is there twice', 'target: shop', 'target: shop\n«title»: Two', 'the key "title" is here twice'],
]);

mistakes('a value', [
  ['of a later version', 'version: 1', 'version: «2»', 'expected 1, got 2'],
  ['that is a text, not a number', 'people: 100', 'people: «many»', 'expected a number, got "many"'],
  ['that is no whole number', 'people: 100', 'people: «1.5»', 'expected a whole number, got 1.5'],
  ['that is too small', 'people: 100', 'people: «0»', 'expected at least 1, got 0'],
  ['that is no time of day', 'around: "09:00"', 'around: «"9:00"»', 'expected a time of day such as "09:00"'],
  [
    'that is a list, not keys and values',
    'room: { from: 1, to: 9 }',
    'room: «[»1, 9]',
    'a list fits none of what is known here',
  ],
  ['that is nothing', 'title: One surge', 'title:«»', 'expected a text, got nothing'],
  ['that is neither true nor false', 'resolved: true', 'resolved: «yes»', 'expected true or false, got "yes"'],
  [
    'whose bounds are the wrong way round',
    'room: { from: 1, to: 9 }',
    'room: «{» from: 9, to: 1 }',
    '"to" is less than "from"',
  ],
  [
    'that is no status of any answer',
    '- get: /news\n',
    '- get: /news\n        expect: { status: «2011» }\n',
    'expected at most 599, got 2011',
  ],
  ['that has a name of another form', '  room:', '  «ro-om»:', 'expected a name of letters and digits'],
  [
    'without any expectation',
    'expect:\n  - playbook: slow\n    within: 10s\n    cause: queue\n    resolved: true\n',
    'expect: «[»]\n',
    'expected at least 1 in the list',
  ],
]);

mistakes('a unit', [
  ['left out of a length of time', 'spread: 6m', 'spread: «6»', duration],
  ['spelt out', 'spread: 6m', 'spread: «6 minutes»', duration],
  ['of a rate where a time is expected', 'within: 5s', 'within: «5/s»', duration],
  ['left out where a time is expected', 'within: 10s', 'within: «10»', duration],
  ['left out of a share', 'share: 60%', 'share: «0.6»', share],
  ['of a pause left out', 'think: 1s..2s', 'think: «2»', 'expected a pause such as 2s or 2s..8s'],
  [
    'right, but the longest pause is the shorter',
    'think: 1s..2s',
    'think: «2s..1s»',
    'the longest pause is shorter than the shortest',
  ],
]);

mistakes('a length of time', [
  ['beyond every date', 'within: 10s', 'within: «99999999d»', 'a length of time is at most 3660d'],
  [
    'of no time from one heartbeat to the next',
    '- get: /news/{{news}}',
    '- websocket: /news\n        every: «0s»\n        for: 1s',
    'expected at least 10ms from one to the next',
  ],
  [
    'of no time from one poll to the next',
    '- get: /news/{{news}}',
    '- receive: { match: x, name: y, within: 1s, poll: { get: /news }, every: «1ms» }',
    'expected at least 10ms from one to the next',
  ],
  [
    'after which nobody could have answered',
    '- get: /news/{{news}}',
    '- get: /news/{{news}}\n        timeout: «0s»',
    'expected a length of time up to 1h',
  ],
]);

mistakes('a surge', [
  [
    'of stages in which nobody arrives',
    'surge:\n  people: 100\n  around: "09:00"\n  spread: 6m\n',
    'surge:\n  «stages»: [{ to: 0/s, over: 1m }, { to: 5/s, over: 0s }]\n',
    'nobody arrives by these stages; expected a rate for a while',
  ],
]);

mistakes('a header', [
  [
    'under what is no name of one',
    '        name: room\n',
    '        name: room\n        headers: { «"x room"»: a }\n',
    "expected a header's name",
  ],
  [
    'of a request under what is no name of one',
    '- get: /news/{{news}}',
    '- get: /news/{{news}}\n        headers: { «"x:y"»: a }',
    "expected a header's name",
  ],
  [
    'that would begin another',
    '        name: room\n',
    '        name: room\n        headers: { x: «"a\\nb: c"» }\n',
    'a header holds no line breaks',
  ],
]);

mistakes('an id', [
  ['that is a path', 'id: one', 'id: «../../etc/passwd»', id],
  ['of the target that is a path', 'target: shop', 'target: «../shop»', id],
  ['of the playbook that is a path', 'playbook: slow', 'playbook: «../../slow»', id],
  ['of a journey that is a path', 'id: read', 'id: «/tmp/read»', id],
  [
    'other than the name of its file',
    'id: one',
    'id: «two»',
    'the scenario in one.yaml has the id "two"; expected "one"',
  ],
  ['of two journeys', 'id: read', 'id: «chat»', 'another journey before has the id "chat" too'],
  [
    'of a target that is not there',
    'target: shop',
    'target: «shp»',
    'there is no target profile targets/shp.yaml; did you mean "shop"?',
  ],
]);

mistakes('a share', [
  [
    'that leaves the whole short',
    'journeys:\n  - id: chat\n    share: 60%',
    'journeys:\n  «-» id: chat\n    share: 50%',
    'the shares of the journeys must add up to 100%',
  ],
]);

mistakes('a step', [
  ['that is a word', '- login: {}', '- «login»', step],
  [
    'that is no fragment of the target',
    '- login: {}',
    '- «logn»: {}',
    'the target shop defines no step "logn"; did you mean "login"?',
  ],
  ['that names a prototype', '- login: {}', '- «constructor»: {}', 'the target shop defines no step "constructor"'],
  [
    'that is two at once',
    '- get: /news\n',
    '- «g»et: /news\n        post: /x\n',
    'expected one of get, post, put, patch, delete',
  ],
  [
    'that receives outside of a socket',
    '- get: /news/{{news}}',
    '- «receive»: { match: x, name: y, within: 1s }',
    '"receive" needs an open WebSocket: put it in the steps of a "websocket", or say how to "poll"',
  ],
  [
    'that sends outside of a socket',
    '- get: /news/{{news}}',
    '- «send»: hello',
    '"send" needs an open WebSocket: put it in the steps of a "websocket"',
  ],
  [
    'whose capture path is none',
    '"$.items[0].id"',
    '«"items[0]"»',
    '"items[0]" is no path; expected one such as $.token or $.rooms[0].id',
  ],
  [
    'whose path is no path',
    'get: /news\n',
    'get: «news»\n',
    'a path begins with "/"; "news" could lead to another host',
  ],
  [
    'that would turn the address into a name at another host',
    'get: /news\n',
    'get: «"@other.example/"»\n',
    'a path begins with "/"; "@other.example/" could lead to another host',
  ],
  [
    'whose host would come from a variable',
    'get: /news/{{news}}',
    'get: «"{{news}}"»',
    'a path begins with "/"; "{{news}}" could lead to another host',
  ],
  [
    'that opens a socket elsewhere',
    'websocket: /rooms/{{room}}\n',
    'websocket: «.other.example/»\n',
    'a path begins with "/"; ".other.example/" could lead to another host',
  ],
]);

mistakes('a variable without a value', [
  [
    'in a path',
    'websocket: /rooms/{{room}}\n',
    'websocket: «/rooms/{{rom}}»\n',
    '{{rom}} has no value here; did you mean "room"?',
  ],
  ['in a text inside JSON', '"hello {{uuid}}"', '«"hello {{uid}}"»', '{{uid}} has no value here; did you mean "uuid"?'],
  [
    'in a list inside JSON',
    '{ text: "hello {{uuid}}" }',
    '{ text: [1, { a: «"{{uid}}"» }] }',
    '{{uid}} has no value here; did you mean "uuid"?',
  ],
  [
    'in a key inside JSON',
    '{ text: "hello {{uuid}}" }',
    '«{» "{{uid}}": 1 }',
    '{{uid}} has no value here; did you mean "uuid"?',
  ],
  [
    'in what is waited for',
    'match: "{{uuid}}"',
    'match: «"{{uid}}"»',
    '{{uid}} has no value here; did you mean "uuid"?',
  ],
  ['in what is sent', '- think: 1s..2s', '- send: «"{{uid}}"»', '{{uid}} has no value here; did you mean "uuid"?'],
  [
    'in a header',
    '        name: room\n',
    '        name: room\n        headers: { x-room: «"{{rom}}"» }\n',
    '{{rom}} has no value here; did you mean "room"?',
  ],
  [
    'that is no column of the people',
    '"hello {{uuid}}"',
    '«"{{person.nme}}"»',
    '{{person.nme}} has no value here; did you mean "person.name"?',
  ],
  [
    'that is no secret of the target',
    '"hello {{uuid}}"',
    '«"{{secret.keys}}"»',
    '{{secret.keys}} has no value here; did you mean "secret.key"?',
  ],
  ['that is captured only later', '- get: /news\n', '- get: «/news/{{news}}»\n', '{{news}} has no value here'],
  ['that names a prototype', '"hello {{uuid}}"', '«"{{constructor}}"»', '{{constructor}} has no value here'],
  ['whose braces are left open', '"hello {{uuid}}"', '«"hello {{uuid"»', '"{{" is not closed by "}}"'],
  ['whose braces hold no name', '"hello {{uuid}}"', '«"hello {{a b}}"»', '"{{a b}}" holds no name of a variable'],
]);

mistakes('an expectation', [
  [
    'of a playbook that is not there',
    'playbook: slow',
    'playbook: «slwo»',
    'there is no playbook "slwo"; did you mean "slow"?',
  ],
  [
    'of a cause that the playbook does not know',
    'cause: queue',
    'cause: «queu»',
    'slow knows no cause "queu"; did you mean "queue"?',
  ],
  [
    'of nothing beside one of something',
    'expect:\n',
    'expect:\n  - «no-incident»: true\n',
    'an incident is expected too; expected one or the other',
  ],
  ['whose key is misspelt', 'playbook: slow', '«playbok»: slow', 'unknown key "playbok"; did you mean "playbook"?'],
]);

describe('a native script', () => {
  const scripted = (name: string): string =>
    edited(
      file,
      sound[file]!.slice(sound[file]!.indexOf('journeys:'), sound[file]!.indexOf('expect:')),
      `script: ${name}\n`,
    );
  it.each([
    ['that is not there', 'a.ts', 'there is no file "a.ts" beside this one'],
    ['that leads out of the folder', '../a.ts', '"../a.ts" leads out of the folder of this file'],
    ['that is named from the root', '/tmp/a.ts', '"/tmp/a.ts" leads out of the folder of this file'],
    ['in another language', 'a.py', 'expected a text that ends with ".ts", got "a.py"'],
  ])('%s', async (_title, name, message) => {
    const place = { file, line: 11, column: 9, width: name.length };
    expect(await toldOf({ [file]: scripted(name) })).toEqual([{ message, place }]);
  });

  it('whose name only looks as if it led out is read', async () => {
    const { root, workspace } = writeWorkspace({ [file]: scripted('..a.ts'), 'scenarios/..a.ts': '' });
    expect((await workspace.rehearsal('one', env)).script).toBe(`${root}/scenarios/..a.ts`);
  });

  it('beside journeys is one too many', async () => {
    const text = edited(file, 'expect:', 'script: a.ts\nexpect:');
    const place = { file, line: 1, column: 1, width: 1 };
    expect(await toldOf({ [file]: text })).toEqual([{ message: 'expected either "journeys" or "script"', place }]);
  });
});

describe('what is asked for', () => {
  const rehearse = (name: string): Promise<readonly { readonly message: string }[]> =>
    problemsOf(writeWorkspace().workspace.rehearsal(name, env));

  it.each([
    ['an unknown id, with the nearest one', 'onne', 'there is no scenario "onne"; did you mean "one"?'],
    ['an unknown id unlike any', 'another', 'there is no scenario "another"; there are one'],
    [
      'an id that is a path',
      '../../etc/passwd',
      '"../../etc/passwd" is neither the id of a scenario (lower-case words joined by hyphens) nor a .yaml file',
    ],
    [
      'an id with a line break',
      'one\n',
      '"one\n" is neither the id of a scenario (lower-case words joined by hyphens) nor a .yaml file',
    ],
    ['nothing', '', '"" is neither the id of a scenario (lower-case words joined by hyphens) nor a .yaml file'],
    ['a file that is not there', 'another.yaml', 'another.yaml: there is no such file'],
    ['a misspelt file', 'scenarios/onne.yaml', 'scenarios/onne.yaml: there is no such file; did you mean "one"?'],
    ['a file below a file', 'surgebook.yaml/there.yaml', 'surgebook.yaml/there.yaml: there is no such file'],
    ['a folder', 'folder.yaml', 'folder.yaml: is a folder, not a file'],
  ])('%s', async (_title, name, message) => {
    const { workspace } = writeWorkspace({ 'folder.yaml/x': '' });
    expect(await problemsOf(workspace.rehearsal(name, env))).toEqual([{ message, place: null, excerpt: null }]);
  });

  it('a file by its path, from where the person is', async () => {
    expect(await rehearse('scenarios/one.yaml')).toEqual([]);
  });
});

it('everything wrong with a scenario is told in one pass', async () => {
  const text = edited(file, 'title: One surge', 'titel: One surge')
    .replace('spread: 6m', 'spread: 6')
    .replace('think: 1s..2s', 'think: 9');
  const lines = (await toldOf({ [file]: text })).map(({ place }) => place?.line);
  expect(new Set(lines)).toEqual(new Set([3, 8, 22]));
});

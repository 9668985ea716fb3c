import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { edited, sound } from '../workspace/written-workspace.ts';
import { call } from './in-process.ts';
import { run, start, workspace } from './surgebook.ts';

const scenario = 'scenarios/one.yaml';
const target = 'scenarios/targets/shop.yaml';
const notice = 'playbooks/slow/notice.en.hbs';
const env = { SHOP_KEY: 'open-sesame' };

/** Does what `surgebook rehearse` does in the sound workspace, but for one file. */
function rehearse(name: string, text: string, ...flags: readonly string[]) {
  const root = workspace({ ...sound, [name]: text });
  return { root, ended: call(['rehearse', 'one', ...flags], root, env) };
}

/** Each level has nine of the one below. */
const bomb = Array.from({ length: 12 }, (_, level) => {
  const below = level === 0 ? 'x' : `*a${level - 1}`;
  return `a${level}: &a${level} [${Array.from({ length: 9 }, () => below).join(', ')}]\n`;
}).join('');

describe('bad input to rehearse ends with 2 before any load, its place first', () => {
  it.each([
    [
      'an unknown key',
      scenario,
      edited(scenario, '  spread:', '  spred:'),
      '8:3  unknown key "spred"; did you mean "spread"?',
    ],
    [
      'a wrong unit',
      scenario,
      edited(scenario, 'within: 5s', 'within: 5/s'),
      '21:66  expected a length of time such as 500ms, 2s, 6m or 1h',
    ],
    [
      'a variable without a value',
      scenario,
      edited(scenario, '/rooms/{{room}}\n', '/rooms/{{rom}}\n'),
      '16:20  {{rom}} has no value here; did you mean "room"?',
    ],
    [
      'YAML that contains itself',
      scenario,
      edited(scenario, 'variables:', 'variables: &v\n  self: *v'),
      '10:9  "*v" contains itself',
    ],
    [
      'YAML that unfolds into far too much',
      scenario,
      bomb,
      '5:10  aliases unfold into far too much: at most 10000 values may come of them',
    ],
    [
      'YAML nested without measure',
      scenario,
      '['.repeat(100_000),
      '1:67  nested too deeply: at most 64 levels are read',
    ],
    [
      'YAML of two megabytes',
      scenario,
      `${sound[scenario]!}${'#'.repeat(2_000_000)}`,
      '1:1  the file has 2000667 bytes; at most 262144 are read',
    ],
    [
      'an id that is a path',
      scenario,
      edited(scenario, 'id: one', 'id: ../../one'),
      '2:5  an id is lower-case words joined by hyphens, such as monday-morning',
    ],
    [
      'a template with a field that does not exist',
      notice,
      edited(notice, '{{started}}', '{{statred}}'),
      '2:52  there is no field "statred"; did you mean "started"?',
    ],
    [
      'a host that nobody allowed',
      target,
      edited(target, 'http://127.0.0.1:8080', 'http://staging.example'),
      '3:6  staging.example is not this machine; to put load on it, name it in surgebook.yaml under allow: hosts',
    ],
  ])('%s', async (_title, name, text, told) => {
    const { root, ended } = rehearse(name, text);
    const { code, stdout, stderr } = await ended;
    expect(stderr.split('\n')[0]).toBe(`${name}:${told}`);
    expect(stderr).not.toMatch(/^ +at /m);
    expect({ code, stdout, ran: existsSync(join(root, 'runs')) }).toEqual({ code: 2, stdout: '', ran: false });
  });

  it('and every problem is one of a JSON object on demand, with nothing beside it', async () => {
    const text = edited(scenario, 'title: One surge', 'titel: One surge').replace('spread: 6m', 'spread: 6');
    const root = workspace({ ...sound, [scenario]: text });
    const { code, stdout, stderr } = await run(['rehearse', 'one', '--json'], root, env);
    const [line = '', ...more] = stdout.split('\n');
    const told = JSON.parse(line) as {
      readonly error: string;
      readonly problems: readonly { readonly place: object }[];
    };
    expect(more).toEqual(['']);
    expect(told).toMatchObject({ run: null, outcome: 'inconclusive', incidents: [], notices: [] });
    expect(told.error).toMatch(/^scenarios\/one\.yaml:\d+:\d+ {2}/);
    expect(told.problems).toHaveLength(2);
    expect(told.problems).toContainEqual({
      message: 'unknown key "titel"; did you mean "title"?',
      place: { file: scenario, line: 3, column: 1, width: 5 },
      excerpt: 'titel: One surge',
    });
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
  });

  it('and so does an engine that can make nothing of it', async () => {
    const chat = sound[scenario]!.replace('share: 60%', 'share: 100%').replace(/ {2}- id: read[\s\S]*(?=expect:)/, '');
    const { root, ended } = rehearse(scenario, chat, '--engine', 'autocannon');
    const { code, stdout, stderr } = await ended;
    expect(stderr).toBe(
      'autocannon can make no journey of one: chat needs a WebSocket; autocannon speaks HTTP/1.1 only\n',
    );
    expect({ code, stdout, ran: existsSync(join(root, 'runs')) }).toEqual({ code: 2, stdout: '', ran: false });
  });

  it('and so do more people at once than there is memory for', async () => {
    const crowd = edited(scenario, 'people: 100', 'people: 10000000').replace('spread: 6m', 'spread: 1s');
    const { root, ended } = rehearse(scenario, crowd);
    const { code, stdout, stderr } = await ended;
    expect(stderr).toMatch(
      /^one has [\d,]{9,} people inside at once, for whom k6 takes [\d,.]+ GiB of memory; there are [\d.]+ GiB\./,
    );
    expect({ code, stdout, ran: existsSync(join(root, 'runs')) }).toEqual({ code: 2, stdout: '', ran: false });
  });

  it('and control characters of a file do not reach the terminal', async () => {
    const { code, stderr } = await rehearse(scenario, '\u001b]0;owned\u0007titel: x\n').ended;
    expect(stderr).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(code).toBe(2);
  });

  it('and a reader that has gone changes nothing of that', async () => {
    const root = workspace({ ...sound, [scenario]: '- a\n' });
    const { child, ended } = start(['rehearse', 'one'], root, env);
    child.stderr!.destroy();
    expect((await ended).code).toBe(2);
  });
});

describe('bad usage ends with 2 in one line and a hint', () => {
  it.each([
    ['an unknown command', ['rehaerse'], "error: unknown command 'rehaerse'"],
    ['an unknown flag', ['check', '--colour'], "error: unknown option '--colour'"],
    ['a missing scenario', ['rehearse'], "error: missing required argument 'scenario'"],
    [
      'a scenario too many',
      ['rehearse', 'one', 'two'],
      "error: too many arguments for 'rehearse'. Expected 1 argument but got 2.",
    ],
    [
      'a seed that is no number',
      ['rehearse', 'one', '--seed', 'x'],
      "error: option '--seed <number>' argument 'x' is invalid. expected a whole number, at least 0.",
    ],
    [
      'a port that no machine has',
      ['target', '--port', '65536'],
      "error: option '--port <number>' argument '65536' is invalid. expected a whole number, from 0 to 65535.",
    ],
    [
      'an unknown engine',
      ['rehearse', 'one', '--engine', 'k7'],
      "error: option '--engine <name>' argument 'k7' is invalid. Allowed choices are auto, k6, autocannon.",
    ],
    [
      'a scenario that does not exist',
      ['rehearse', 'monday-mornin'],
      'there is no scenario "monday-mornin"; did you mean "monday-morning"?',
    ],
    [
      'an id that is a path',
      ['rehearse', '../../etc/passwd'],
      '"../../etc/passwd" is neither the id of a scenario (lower-case words joined by hyphens) nor a .yaml file',
    ],
  ])('%s', async (_title, args, first) => {
    const { code, stdout, stderr } = await call(args, workspace());
    expect(stderr.split('\n')[0]).toContain(first);
    expect(stderr).not.toMatch(/^ +at /m);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

it('bad usage is the same JSON object on demand', async () => {
  const { code, stdout } = await run(['rehearse', '--json'], workspace());
  expect(JSON.parse(stdout)).toEqual({
    ...{ run: null, scenario: null, engine: null, outcome: 'inconclusive', incidents: [], notices: [] },
    arrivals: { planned: 0, started: 0, dropped: 0 },
    error: "error: missing required argument 'scenario'",
    problems: [],
  });
  expect(code).toBe(2);
});

describe('asking for help is no mistake', () => {
  it.each([
    ['--help', /^Usage: surgebook /],
    ['--version', /^\d+\.\d+\.\d+\n$/],
    ['help', /^Usage: surgebook /],
  ])('%s', async (flag, printed) => {
    const { code, stdout, stderr } = await run([flag], workspace());
    expect(stdout).toMatch(printed);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

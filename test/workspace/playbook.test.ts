import { describe, expect, it } from 'vitest';
import type { Written } from '../setup/temporary-folder.ts';
import { edited, env, mistakesIn, sound, toldOf, unmark, writeWorkspace } from './written-workspace.ts';

const file = 'playbooks/slow/playbook.yaml';
const id = 'an id is lower-case words joined by hyphens, such as monday-morning';

/** Makes each mistake in the playbook. Nothing is told of the scenario that expects it: the playbook is there, and only cannot be read. */
const mistakes = mistakesIn(file);

/** The sound playbook under another id, with its notices. */
function another(name: string, change: (text: string) => string): Readonly<Record<string, Written>> {
  const files = Object.entries(sound).filter(([path]) => path.startsWith('playbooks/slow/'));
  return Object.fromEntries(
    files.map(([path, text]) => [
      path.replace('/slow/', `/${name}/`),
      path.endsWith('.yaml') ? change(text.replace('id: slow', `id: ${name}`)) : text,
    ]),
  );
}

/** Without thresholds of its own: it refers to those of the sound playbook. */
const withoutTriggers = (text: string): string => text.replace(/triggers:\n( .*\n)+/, 'triggers: {}\n');

mistakes('a threshold', [
  ['in no unit that there is', 'above: 1s', 'above: «1 parsec»', 'expected a level such as 1s, 500ms, 90%, 30/s or 12'],
  [
    'whose levels are in two units',
    '{ signal: delay, above: 1s',
    '«{» signal: delay, above: 90%',
    'the fire level is in ratio, the clear level in seconds',
  ],
  [
    'whose unit is left out',
    '{ signal: delay, above: 1s',
    '«{» signal: delay, above: 1',
    'the fire level is in count, the clear level in seconds',
  ],
  [
    'in another unit than its signal',
    'above: 1s, hold: 2s, clear: { below: 500ms',
    'above: «90%», hold: 2s, clear: { below: 80%',
    'the target shop measures delay in seconds, this level is in ratio',
  ],
  [
    'that can never fire',
    'above: 1s, hold: 2s, clear: { below: 500ms',
    'below: «0s», hold: 2s, clear: { above: 500ms',
    'delay is never less than 0 ms: the threshold can never fire',
  ],
  [
    'that can never clear',
    'clear: { below: 500ms',
    'clear: { below: «0s»',
    'delay is never less than 0 ms: the threshold can never clear',
  ],
  [
    'whose runbook is not there',
    'clear: { below: 500ms, hold: 5s }',
    'clear: { below: 500ms, hold: 5s }, runbook: «docs/slow.md#delay»',
    'there is no runbook "docs/slow.md#delay" in the workspace',
  ],
  [
    'that looks at two things at once',
    '{ signal: delay, above: 1s',
    '«{» signal: delay, forecast: { ahead: 1m, from: 30s }, change: { warm-up: 10s }, above: 1s',
    'expected at most one of "forecast", "change" and "burn-rate"',
  ],
  [
    'on a change that is no percentage',
    '{ signal: delay, above: 1s',
    '«{» signal: delay, change: { warm-up: 10s }, above: 1s',
    'the levels of a change are percentages of the warm-up, such as 300%',
  ],
  [
    'on a burn rate that is no number',
    '{ signal: delay, above: 1s',
    '«{» signal: delay, burn-rate: { objective: 99%, over: [1h, 5m] }, above: 1s',
    'the levels of a burn rate are numbers, such as 14.4',
  ],
  [
    'on a burn rate whose windows are the wrong way round',
    'above: 1s, hold: 2s, clear: { below: 500ms',
    'burn-rate: { objective: 99%, over: «[»5m, 1h] }, above: 14, hold: 2s, clear: { below: 1',
    'expected the longer window first, then the shorter',
  ],
  [
    'on a burn rate of an objective that allows nothing',
    'above: 1s, hold: 2s, clear: { below: 500ms',
    'burn-rate: { objective: «100%», over: [1h, 5m] }, above: 14, hold: 2s, clear: { below: 1',
    'expected a percentage below 100% such as 99.9%',
  ],
  [
    'on a burn rate of a signal that is no ratio of two series',
    'signal: delay, above: 1s, hold: 2s, clear: { below: 500ms',
    'signal: «delay», burn-rate: { objective: 99%, over: [1h, 5m] }, above: 14, hold: 2s, clear: { below: 1',
    'the target shop measures delay otherwise than as a ratio of two series: it has no burn rate',
  ],
  [
    'on a trend of too short a time',
    '{ signal: delay, above: 1s',
    '{ signal: delay, forecast: { ahead: 1m, from: «2s» }, above: 1s',
    'a trend takes at least 10s',
  ],
  [
    'on a trend that is to be surer than can be asked',
    '{ signal: delay, above: 1s',
    '{ signal: delay, forecast: { ahead: 1m, from: 20s, confidence: «96%» }, above: 1s',
    'expected one of 80%, 90%, 95%, 99%, got "96%"; did you mean "90%"?',
  ],
  [
    'that clears beyond its fire level',
    '{ signal: delay, above: 1s, hold: 2s, clear: { below: 500ms',
    '«{» signal: delay, above: 1s, hold: 2s, clear: { below: 2s',
    'the clear level lies beyond the fire level: the threshold would fire and clear at once',
  ],
  [
    'that clears on the side on which it fires',
    '{ signal: delay, above: 1s, hold: 2s, clear: { below: 500ms',
    '«{» signal: delay, above: 1s, hold: 2s, clear: { above: 500ms',
    'a threshold that fires above a level clears on the other side',
  ],
  [
    'that fires on both sides',
    '{ signal: delay, above: 1s',
    '«{» signal: delay, above: 1s, below: 1ms',
    'expected either "above" or "below", and one only',
  ],
  [
    'that never clears',
    'clear: { below: 500ms, hold: 5s }',
    'clear: «{» hold: 5s }',
    'expected either "above" or "below", and one only',
  ],
  [
    'with a misspelt key, and nothing else is said',
    'above: 1s',
    '«abvoe»: 1s',
    'unknown key "abvoe"; did you mean "above"?',
  ],
  ['under a name that is a path', '  queue-full:', '  «../queue»:', id],
  ['there twice', '  queue-full:', '  «delay-high»:', 'the key "delay-high" is here twice'],
]);

mistakes('a condition', [
  [
    'on a threshold that nobody has',
    'any: [delay-high]',
    'any: [«delay-hihg»]',
    'there is no threshold "delay-hihg"; did you mean "delay-high"?',
  ],
  [
    'of a cause on a threshold that nobody has',
    'any: [queue-full]',
    'any: [«queue-ful»]',
    'there is no threshold "queue-ful"; did you mean "queue-full"?',
  ],
  [
    'that asks for a threshold to be breached and not breached',
    'when: { any: [delay-high] }',
    'when: «{» all: [delay-high], none: [delay-high] }',
    'delay-high must be breached and not breached: the playbook can never apply',
  ],
  [
    'all of whose alternatives hold it back',
    'when: { any: [delay-high] }',
    'when: «{» any: [delay-high, queue-full], none: [queue-full, delay-high] }',
    'delay-high must be breached and not breached: the playbook can never apply',
  ],
  ['that nothing can fulfil', 'any: [delay-high]', 'any: «[»]', 'expected at least 1 in the list'],
  ['that only holds back', '{ any: [delay-high] }', '«{» none: [delay-high] }', 'expected "all" or "any"'],
]);

it('a level below zero is not told of where what is measured may be less than zero', async () => {
  const below = edited(
    file,
    'signal: queue, above: 90%, clear: { below: 80% }',
    'signal: queue, below: 0%, clear: { above: 1% }',
  );
  expect(await toldOf({ [file]: below })).toEqual([]);
});

mistakes('a step', [
  [
    'that waits for an unknown cause',
    '{ cause: queue }',
    '{ cause: «queu» }',
    'the playbook knows no cause "queu"; did you mean "queue"?',
  ],
  [
    'that waits for a prototype',
    '{ cause: queue }',
    '{ cause: «constructor» }',
    'the playbook knows no cause "constructor"',
  ],
  ['with the id of another', '- id: drain', '- id: «look»', 'another step before has the id "look" too'],
  [
    'that lacks a language',
    'do: { zh-CN: 看, zh-TW: 看, en: Look }',
    '«do»: { zh-CN: 看, en: Look }',
    '"zh-TW" is missing',
  ],
  [
    'in a language that notices do not have',
    ', en: Look }',
    ', en: Look, «fr»: Regarder }',
    'unknown key "fr"; known keys are zh-CN, zh-TW, en',
  ],
]);

mistakes('the rest of it', [
  [
    'a severity',
    'severity: major',
    'severity: «majr»',
    'expected one of minor, major, critical, got "majr"; did you mean "major"?',
  ],
  [
    'an audience',
    'audiences: [users]',
    'audiences: [«user»]',
    'expected one of users, staff, management, customers, regulator, vendor, got "user"; did you mean "users"?',
  ],
  [
    'the time to the next update',
    'next-update: 15m',
    'next-update: «15»',
    'expected a length of time such as 500ms, 2s, 6m or 1h',
  ],
]);

it('an id other than the name of its folder is told of', async () => {
  const { text, place } = unmark(file, edited(file, 'id: slow', 'id: «slower»'));
  expect(await toldOf({ [file]: text })).toContainEqual({
    message: 'the playbook in the folder "slow" has the id "slower"; expected "slow"',
    place,
  });
});

it('a folder without a playbook is told of: it would hide a shipped one, without a word', async () => {
  expect(await toldOf({ 'playbooks/stray/notice.en.hbs': '' })).toEqual([
    { message: 'playbooks/stray/playbook.yaml: there is no such file', place: null },
  ]);
});

it('a file beside the playbooks, and hidden folders, are nothing to be told of', async () => {
  expect(await toldOf({ 'playbooks/README.md': '', 'playbooks/.git/HEAD': '' })).toEqual([]);
});

it('a language without a notice is told of', async () => {
  const { place } = unmark(file, edited(file, 'notices: { audiences', 'notices: «{» audiences'));
  expect(await toldOf({ 'playbooks/slow/notice.zh-TW.hbs': null })).toEqual([
    { message: 'there is no notice.zh-TW.hbs: readers of zh-TW would hear nothing', place },
  ]);
});

describe('a template', () => {
  const notice = 'playbooks/slow/notice.en.hbs';
  const closing = 'playbooks/_partials/closing.en.hbs';
  const rows: readonly (readonly [title: string, file: string, from: string, to: string, message: string])[] = [
    [
      'that names a field that does not exist',
      notice,
      '{{started}}',
      '«{{statred}}»',
      'there is no field "statred"; did you mean "started"?',
    ],
    [
      'that uses a phrase that does not exist',
      notice,
      '{{> closing}}',
      '«{{> closnig}}»',
      'there is no shared phrase "closnig"; did you mean "closing"?',
    ],
    [
      'whose phrase names a field that does not exist',
      closing,
      '{{next-update}}{{',
      '«{{nxt-update}}»{{',
      'there is no field "nxt-update"; did you mean "next-update"?',
    ],
    [
      'that is not closed',
      closing,
      '{{next-update}}{{/part}}\n',
      '{{next-update}}\n«»',
      'the template ends before everything in it is closed',
    ],
  ];
  it.each(rows)('%s is told of with its file and place', async (_title, where, from, to, message) => {
    const { text, place } = unmark(where, edited(where, from, to));
    expect(await toldOf({ [where]: text })).toEqual([{ message, place }]);
  });

  it('is told of in every language, whatever characters stand before the place', async () => {
    const chinese = 'playbooks/slow/notice.zh-TW.hbs';
    const { text, place } = unmark(chinese, edited(chinese, '{{service}} has', '😀訊息：«{{svc}}» has'));
    expect(await toldOf({ [chinese]: text })).toEqual([
      { message: expect.stringContaining('there is no field "svc"') as string, place },
    ]);
    expect(place?.column).toBe(24);
  });
});

describe('two playbooks', () => {
  it('that one trouble would choose alike are told of', async () => {
    const { text, place } = unmark(
      'playbooks/slower/playbook.yaml',
      withoutTriggers(sound[file]!).replace('when: {', 'when: «{»').replace('id: slow', 'id: slower'),
    );
    expect(await toldOf({ ...another('slower', withoutTriggers), 'playbooks/slower/playbook.yaml': text })).toEqual([
      { message: 'one trouble would choose both this playbook and slow; make one of them more specific', place },
    ]);
  });

  it('of which one asks for more are none', async () => {
    const more = (text: string): string =>
      withoutTriggers(text).replace('any: [delay-high]', 'all: [delay-high, queue-full]');
    expect(await toldOf(another('slower', more))).toEqual([]);
  });

  it('of which one is held back by the other are none', async () => {
    const apart = (text: string): string =>
      text
        .replace(/triggers:\n( .*\n)+/, 'triggers: { lost-high: { signal: delay, above: 9s, clear: { below: 8s } } }\n')
        .replace('{ any: [delay-high] }', '{ any: [lost-high], none: [delay-high] }');
    expect(await toldOf(another('slower', apart))).toEqual([]);
  });

  it('with a threshold of one id are told of at each', async () => {
    const more = (text: string): string => text.replace('any: [delay-high]', 'all: [delay-high, queue-full]');
    const message = 'slow has a threshold of this id too; refer to it by its id';
    expect(await toldOf(another('slower', more))).toEqual([
      { message, place: { file: 'playbooks/slower/playbook.yaml', line: 6, column: 3, width: 10 } },
      { message, place: { file: 'playbooks/slower/playbook.yaml', line: 7, column: 3, width: 10 } },
    ]);
  });

  it('of which one cannot be read: the other is not blamed for its thresholds', async () => {
    const borrower = (text: string): string =>
      withoutTriggers(text).replace('any: [delay-high]', 'all: [delay-high, queue-full]');
    const { text, place } = unmark(file, edited(file, 'severity:', '«severty»:'));
    expect(await toldOf({ ...another('slower', borrower), [file]: text })).toEqual([
      { message: 'unknown key "severty"; did you mean "severity"?', place },
    ]);
  });
});

it('all playbooks come with their notices', async () => {
  const { workspace } = writeWorkspace();
  const { playbooks, notices } = await workspace.rehearsal('one', env);
  expect(playbooks.map((playbook) => playbook.id)).toEqual(['slow']);
  expect([...notices.keys()]).toEqual(['slow']);
});

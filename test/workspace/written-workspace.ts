import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError, type Place, type Problem } from '../../src/model/problem.ts';
import { openWorkspace, type Workspace } from '../../src/workspace/workspace.ts';
import { temporaryFolder, writeFiles, type Written } from '../setup/temporary-folder.ts';

/** A small workspace in which nothing is wrong. Tests spoil one thing in it. */
export const sound: Readonly<Record<string, string>> = {
  'surgebook.yaml': `version: 1
locale: en
service: { zh-CN: 云店, zh-TW: 雲店, en: Cloud Shop }
signature: { zh-CN: 云店, zh-TW: 雲店, en: Shop }
status-page: https://status.shop.example/now
`,
  'scenarios/one.yaml': `version: 1
id: one
title: One surge
target: shop
surge:
  people: 100
  around: "09:00"
  spread: 6m
variables:
  room: { from: 1, to: 9 }
journeys:
  - id: chat
    share: 60%
    steps:
      - login: {}
      - websocket: /rooms/{{room}}
        name: room
        steps:
          - post: /rooms/{{room}}/messages
            json: { text: "hello {{uuid}}" }
          - receive: { match: "{{uuid}}", name: arrived, within: 5s }
          - think: 1s..2s
  - id: read
    share: 40%
    steps:
      - get: /news
        capture: { news: "$.items[0].id" }
      - get: /news/{{news}}
expect:
  - playbook: slow
    within: 10s
    cause: queue
    resolved: true
`,
  'scenarios/targets/shop.yaml': `version: 1
id: shop
url: http://127.0.0.1:8080
secrets: { key: { env: SHOP_KEY } }
people: { file: people.csv }
headers: { authorization: "Bearer {{token}}" }
fragments:
  login:
    - post: /sessions
      json: { user: "{{person.name}}", key: "{{secret.key}}" }
      capture: { token: $.token }
metrics: [{ scrape: /metrics }]
signals:
  delay: { of: load.delivery.duration, stat: p95, over: 5s, unit: seconds }
  queue: { used: waiting, limit: places }
`,
  'scenarios/targets/people.csv': 'name,team\nAnn,red\nBob,blue\n',
  'playbooks/slow/playbook.yaml': `version: 1
id: slow
title: { zh-CN: 变慢, zh-TW: 變慢, en: Slow }
severity: major
triggers:
  delay-high: { signal: delay, above: 1s, hold: 2s, clear: { below: 500ms, hold: 5s } }
  queue-full: { signal: queue, above: 90%, clear: { below: 80% } }
when: { any: [delay-high] }
causes:
  queue:
    when: { any: [queue-full] }
    say: { zh-CN: 队列已满, zh-TW: 佇列已滿, en: the queue is full }
owners: { command: duty, words: press }
steps:
  - id: look
    person: duty
    within: 5m
    do: { zh-CN: 看, zh-TW: 看, en: Look }
  - id: drain
    person: duty
    when: { cause: queue }
    do: { zh-CN: 清空, zh-TW: 清空, en: Drain the queue }
notices: { audiences: [users], leaves-out: { others: a rehearsal among ourselves }, next-update: 15m }
`,
  ...Object.fromEntries(
    ['zh-CN', 'zh-TW', 'en'].map((locale) => [
      `playbooks/slow/notice.${locale}.hbs`,
      `{{#part "subject"}}{{service}}: {{title}}, {{phase}}{{/part}}
{{#part "summary"}}{{service}} has been slow since {{started}}.{{/part}}
{{> closing}}
`,
    ]),
  ),
  ...Object.fromEntries(
    ['zh-CN', 'zh-TW', 'en'].map((locale) => [
      `playbooks/_partials/closing.${locale}.hbs`,
      `{{#part "cause"}}Cause: {{cause}}{{/part}}
{{#part "recovery"}}Over between {{recovery.from}} and {{recovery.to}}: {{recovery.basis}}{{/part}}
{{#part "next-update"}}Next update by {{next-update}}{{/part}}
`,
    ]),
  ),
};

/** What the sound workspace's secrets are read from. */
export const env = { SHOP_KEY: 'open-sesame' };

/** What is told of a mistake, without the quoted line. */
export type Told = Omit<Problem, 'excerpt'>;

/** A text that marks what is wrong in it, `«spred»: 6m`: the text without the marks, and the place. Columns count characters. */
export function unmark(file: string, marked: string): { readonly text: string; readonly place: Place | null } {
  const [before = '', wrong, ...after] = marked.split(/[«»]/);
  if (wrong === undefined) return { text: marked, place: null };
  const lines = before.split('\n');
  const column = Array.from(lines.at(-1) ?? '').length + 1;
  const place = { file, line: lines.length, column, width: Math.max(1, Array.from(wrong).length) };
  return { text: [before, wrong, ...after].join(''), place };
}

/** A file of the sound workspace with one stretch of it replaced. */
export function edited(file: string, from: string, to: string): string {
  const [before, after, ...more] = (sound[file] ?? '').split(from);
  if (before === undefined || after === undefined || more.length > 0) throw new Error(`not there once: ${from}`);
  return before + to + after;
}

/** Writes the sound workspace, but for some files, to a folder of the test's own. Nothing is shipped behind it. */
export function writeWorkspace(changed: Readonly<Record<string, Written>> = {}): {
  readonly root: string;
  readonly workspace: Workspace;
} {
  const root = temporaryFolder();
  writeFiles(root, { ...sound, ...changed });
  return { root, workspace: openWorkspace({ root, shipped: join(root, 'nothing-shipped') }) };
}

/** What reading tells to be wrong; nothing when it comes to its end. */
export async function problemsOf(reading: Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await reading;
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

/** What is told of the scenario `one` when these files of the sound workspace are changed. */
export async function toldOf(changed: Readonly<Record<string, Written>>): Promise<readonly Told[]> {
  const problems = await problemsOf(writeWorkspace(changed).workspace.rehearsal('one', env));
  return problems.map(({ message, place }) => ({ message, place }));
}

/** One mistake: what is replaced in a file, by a text that marks the place, and what is told of it. */
export type Mistake = readonly [title: string, from: string, to: string, message: string];

/** Makes a mistake in a file of the sound workspace, and expects to be told of it and nothing else. */
export async function expectTold(file: string, [, from, to, message]: Mistake): Promise<void> {
  const { text, place } = unmark(file, edited(file, from, to));
  expect(await toldOf({ [file]: text })).toEqual([{ message, place }]);
}

/** A group of tests, each of which makes one mistake in a file of the sound workspace, and expects to be told of it and nothing else. */
export const mistakesIn =
  (file: string) =>
  (title: string, rows: readonly Mistake[]): void => {
    describe(title, () => {
      it.each(rows)('%s', async (...mistake) => {
        await expectTold(file, mistake);
      });
    });
  };

import { describe, expect, it } from 'vitest';
import { said } from '../notice/plain-notices.ts';
import { temporaryFolder, writeFiles, type Written } from '../setup/temporary-folder.ts';
import { edited, problemsOf, sound, unmark, writeWorkspace } from './written-workspace.ts';
import { openWorkspace } from '../../src/workspace/workspace.ts';

const duty = `version: 1
id: tell
title: ${said('Tell')}
owes: ${said('word')}
source: { name: ${said('a law')}, version: ${said('article 1')}, read: "2026-11-24" }
clocks:
  - { id: first, to: ${said('them')}, within: 1h }
reports: true
`;
const reports: Readonly<Record<string, string>> = Object.fromEntries(
  ['first-report', 'supplement', 'final-report'].flatMap((report) =>
    ['zh-CN', 'zh-TW', 'en'].map((locale) => [`obligations/documents/${report}.${locale}.hbs`, '{{title}} {{duties}}']),
  ),
);
const withDuty = { 'obligations/tell.yaml': duty, ...reports };

/** Everything a check tells of the sound workspace with these files changed. */
const checked = async (changed: Readonly<Record<string, Written>>) =>
  (await writeWorkspace(changed).workspace.check()).problems.map(({ message, place }) => ({ message, place }));

/** A file with a marked mistake in it, and what a check tells of it. */
async function expectChecked(
  file: string,
  marked: string,
  message: string,
  more: Readonly<Record<string, Written>> = {},
): Promise<void> {
  const { text, place } = unmark(file, marked);
  expect(await checked({ ...more, [file]: text })).toEqual([{ message, place }]);
}

describe('duties', () => {
  it('in which nothing is wrong are no problem', async () => {
    expect(await checked(withDuty)).toEqual([]);
  });

  it.each([
    ['whose id is not that of its file', 'id: tell', 'id: «told»', 'the id is "told"; expected "tell", as the file'],
    [
      'of a place that there is none of',
      'version: 1\n',
      'version: 1\njurisdictions: [«mars»]\n',
      'expected one of cn, tw, other, got "mars"',
    ],
    ['read on no day', '"2026-11-24"', '«"2026-13-01"»', 'expected a day such as 2026-11-24'],
  ])('%s are told of', async (_title, from, to, message) => {
    await expectChecked('obligations/tell.yaml', duty.replace(from, to), message, withDuty);
  });

  it('that a playbook names and nobody wrote are told of', async () => {
    const file = 'playbooks/slow/playbook.yaml';
    const marked = edited(file, 'owners:', 'obligations: [«tel»]\nowners:');
    await expectChecked(file, marked, 'there is no obligation "tel"; did you mean "tell"?', withDuty);
  });

  it.each([
    ['a field that there is not', '{{«»titel}}', 'there is no field "titel"; did you mean "title"?'],
    ['a recovery, which a report must not promise', '{{recovery.from}}', 'there is no field "recovery.from"'],
    ['a condition', '{{#if cause}}x{{/if}}', 'a document places fields and computes nothing'],
    ['a call', '{{title cause}}', '"title …": a document places fields and computes nothing'],
    ['a call by name', '{{title a=1}}', '"title …": a document places fields and computes nothing'],
    ['another file', '{{> closing}}', 'a document places fields and computes nothing'],
    ['braces that are not closed', 'text {{title', 'the template cannot be read from here on'],
  ])('whose report has %s are told of', async (_title, source, message) => {
    const file = 'obligations/documents/supplement.zh-TW.hbs';
    const told = await checked({ ...withDuty, [file]: source.replace('«»', '') });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ place: { file, line: 1 } });
    expect(told[0]!.message).toContain(message);
  });

  it('whose report is missing in a language are told of', async () => {
    const file = 'obligations/documents/final-report.zh-CN.hbs';
    expect(await checked({ ...withDuty, [file]: null })).toEqual([{ message: `there is no ${file}`, place: null }]);
  });

  it('that call for no report need none', async () => {
    expect(await checked({ 'obligations/tell.yaml': duty.replace('reports: true\n', '') })).toEqual([]);
  });
});

describe('a hybrid', () => {
  const hybrid = (modules: string): string =>
    `${sound['surgebook.yaml'] ?? ''}operator: { mode: hybrid }\nmodules: ${modules}\n`;

  it('in which nobody answers for what a playbook is about is refused', async () => {
    const marked = hybrid('{ other: { run-by: operator } }').replace('mode: hybrid', 'mode: «hybrid»');
    const message = 'in a hybrid each module needs a "run-by" under "modules"; nobody answers for platform';
    await expectChecked('surgebook.yaml', marked, message);
  });

  it('with a module that is misspelt is told of', async () => {
    const marked = hybrid('{ platform: { run-by: operator }, «platfrom»: { run-by: operator } }');
    const message = 'no playbook has the module "platfrom"; did you mean "platform"?';
    await expectChecked('surgebook.yaml', marked, message);
  });

  it.each(['operator', 'provider', said('Another')])('in which somebody does is not: %s', async (runBy) => {
    expect(await checked({ 'surgebook.yaml': hybrid(`{ platform: { run-by: ${runBy} } }`) })).toEqual([]);
  });

  it('with a party that nobody knows is refused', async () => {
    const marked = hybrid('{ platform: { run-by: «provder» } }');
    await expectChecked('surgebook.yaml', marked, 'there is no vendor "provder"; did you mean "provider"?');
  });
});

it('a notice in a language that there is not is told of', async () => {
  const told = await checked({ 'playbooks/slow/notice.zh-cn.hbs': 'x' });
  expect(told.map(({ message }) => message)).toEqual([
    'playbooks/slow/notice.zh-cn.hbs: there is no language "zh-cn"; did you mean "zh-CN"?',
  ]);
});

describe('a silence', () => {
  const file = 'playbooks/slow/playbook.yaml';
  const spoken = 'audiences: [users], leaves-out: { others: a rehearsal among ourselves }';
  it('without a reason is told of, for each audience', async () => {
    const told = await checked({ [file]: edited(file, spoken, 'audiences: [users]') });
    expect(told.map(({ message }) => message)).toEqual(
      ['staff', 'management', 'customers', 'regulator', 'vendor'].map(
        (audience) => `${audience} are told nothing; say why under "leaves-out"`,
      ),
    );
  });

  it('in some phases needs a reason of its own', async () => {
    const told = await checked({
      [file]: edited(file, spoken, 'audiences: { users: [resolved] }, leaves-out: { others: a rehearsal }'),
    });
    expect(told.map(({ message }) => message)).toEqual([
      'users are not told of every phase; say why under "leaves-out"',
    ]);
  });
});

describe('words', () => {
  const template = (locale: string): string => `playbooks/slow/notice.${locale}.hbs`;
  const personal = (kind: string): string =>
    `a text for many must name nobody: this looks like personal data (${kind})`;

  it.each([
    [
      'a phone number in a notice',
      template('en'),
      '{{service}} has',
      '{{service}} («13800138000») has',
      personal('phone number'),
    ],
    [
      'a mail address in a notice',
      template('zh-CN'),
      '{{service}} has',
      '«ann@example.com» {{service}} has',
      personal('e-mail'),
    ],
    [
      'a name’s card in a playbook',
      'playbooks/slow/playbook.yaml',
      'en: Drain the queue',
      'en: «Ask 11010519491231002X»',
      personal('identity-card number'),
    ],
    [
      'a token in a shared phrase',
      'playbooks/_partials/closing.en.hbs',
      'Next update by',
      '«token=0123456789abcdef» Next update by',
      personal('token'),
    ],
  ])('with %s are told of at their place', async (_title, file, from, to, message) => {
    await expectChecked(file, edited(file, from, to), message);
  });

  it('of another place are told of at their place', async () => {
    const file = template('zh-TW');
    const told = await checked({ [file]: edited(file, '{{service}} has', '{{service}} 信息 has') });
    expect(told).toHaveLength(1);
    expect(told[0]!.message).toMatch(/^"信息" is not written so in zh-TW; readers there know /);
    expect(told[0]!.place).toMatchObject({ file, line: 2, width: 2 });
  });

  it('in a comment are for whoever writes the template', async () => {
    const file = template('zh-TW');
    expect(await checked({ [file]: `{{!-- 信息: ann@example.com --}}\n${sound[file] ?? ''}` })).toEqual([]);
  });
});

describe('clauses', () => {
  const clauses = Object.fromEntries(
    ['zh-CN', 'zh-TW', 'en'].map((locale) => [`clauses/service-level.${locale}.hbs`, '# {{service}}\n\n{{modules}}\n']),
  );
  const file = 'clauses/service-level.en.hbs';

  it('in which nothing is wrong are no problem', async () => {
    expect(await checked(clauses)).toEqual([]);
  });

  it.each([
    ['a field that there is not', '# «{{servise}}»', 'there is no field "servise"; did you mean "service"?'],
    ['a field of notices alone', '# «{{started}}»', 'there is no field "started"'],
    ['a condition', '# «{{#if service}}x{{/if}}»', 'a document places fields and computes nothing'],
    ['personal data', 'Call «13800138000».', personal()],
  ])('with %s are told of', async (_title, marked, message) => {
    const { text, place } = unmark(file, marked);
    const told = await checked({ ...clauses, [file]: text });
    expect(told).toHaveLength(1);
    expect(told[0]!.message).toContain(message);
    expect(told[0]!.place).toMatchObject({ file, line: place!.line, column: place!.column });
  });

  it('that lack a language are told of', async () => {
    expect(await checked({ ...clauses, [file]: null })).toEqual([{ message: `there is no ${file}`, place: null }]);
  });

  function personal(): string {
    return 'this looks like personal data (phone number)';
  }
});

describe('a workspace that words one part anew', () => {
  const own = '{{#part "advice"}}Ours.{{/part}}\n{{> shipped}}\n';
  const layered = (files: Readonly<Record<string, Written>>) => {
    const [root, shipped] = [temporaryFolder(), temporaryFolder()];
    writeFiles(shipped, sound);
    writeFiles(root, files);
    return openWorkspace({ root, shipped });
  };

  it('keeps all others as they ship', async () => {
    const workspace = layered({ 'playbooks/slow/notice.en.hbs': own });
    const { notices } = await workspace.library();
    const template = notices.get('slow')!;
    const occasion = { phase: 'investigating', audience: 'users', again: false } as const;
    const fields = { service: 'Shop', title: 'Slow', phase: 'P', started: '9', 'next-update': '10' };
    const fill = (locale: 'en' | 'zh-TW') => template[locale].fill(fields as never, occasion);
    expect(fill('en')).toEqual({ ...fill('zh-TW'), advice: 'Ours.' });
    expect(fill('zh-TW').advice).toBeUndefined();
  });

  it.each([
    ['where nothing is shipped of that name', { 'playbooks/other/notice.en.hbs': own }],
    ['inside of a part', { 'playbooks/slow/notice.en.hbs': '{{#part "advice"}}{{> shipped}}{{/part}}' }],
  ])('is told what is wrong %s', async (_title, files) => {
    expect(await problemsOf(layered(files).library())).not.toEqual([]);
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { locales, type Locale } from '../../src/model/locale.ts';
import type { NoticeParts } from '../../src/model/notice.ts';
import { instant } from '../../src/model/time.ts';
import { noticeFields } from '../../src/notice/fields.ts';
import { madeUpIncident } from '../../src/notice/made-up-incident.ts';
import { openWorkspace, type Rehearsal, type Workspace } from '../../src/workspace/workspace.ts';
import { temporaryFolder, writeFiles, type Written } from '../setup/temporary-folder.ts';
import { edited, env, problemsOf, sound } from './written-workspace.ts';

const scenario = 'scenarios/one.yaml';
const target = 'scenarios/targets/shop.yaml';
const playbook = 'playbooks/slow/playbook.yaml';
const notice = 'playbooks/slow/notice.en.hbs';
const phrase = 'playbooks/_partials/closing.en.hbs';

/** A workspace with these files, in front of a library with those of the sound one. */
function before(files: Readonly<Record<string, Written>>): { readonly root: string; readonly workspace: Workspace } {
  const [root, shipped] = [temporaryFolder(), temporaryFolder()];
  writeFiles(shipped, { ...sound, 'surgebook.yaml': null });
  writeFiles(root, files);
  return { root, workspace: openWorkspace({ root, shipped }) };
}

/** What the notices of the playbook say to users in one language while its incident is investigated. */
function said({ playbooks, notices, settings }: Rehearsal, locale: Locale): NoticeParts {
  const began = instant(0);
  const incident = madeUpIncident(playbooks[0]!, [], {
    ...{ phase: 'investigating', cause: null, onsetAt: began, now: instant(-840_000), update: 1 },
  });
  const fields = noticeFields({ incident, playbook: playbooks[0]!, thresholds: [], settings, locale, now: began });
  return notices.get('slow')![locale].fill(fields, { phase: 'investigating', audience: 'users', again: false });
}

const nextUpdate = (rehearsal: Rehearsal): string | undefined => said(rehearsal, 'en')['next-update'];

const summaries = (rehearsal: Rehearsal): Readonly<Record<string, string>> =>
  Object.fromEntries(locales.map((locale) => [locale, said(rehearsal, locale).summary]));

describe('the library behind a workspace', () => {
  it('is enough for a workspace that is empty', async () => {
    const rehearsal = await before({}).workspace.rehearsal('one', env);
    expect(rehearsal.scenario.title).toBe('One surge');
    expect(rehearsal.settings.service.en).toBe('the collaboration platform');
    expect(nextUpdate(rehearsal)).toBe('Next update by 1 January, 00:01 (UTC)');
  });

  it.each([
    ['scenario', scenario, 'One surge', 'My surge', (read: Rehearsal) => read.scenario.title],
    ['target profile', target, '127.0.0.1:8080', '127.0.0.2:80', (read: Rehearsal) => read.profile.url],
    ['shared phrase', phrase, 'Next update by', 'More by', nextUpdate],
  ])('is hidden by a %s of the workspace', async (_title, name, from, to, seen) => {
    const shipped = await before({}).workspace.rehearsal('one', env);
    expect(seen(shipped)).toContain(from);
    const files = name === target ? { 'scenarios/targets/people.csv': sound['scenarios/targets/people.csv']! } : {};
    const own = await before({ ...files, [name]: edited(name, from, to) }).workspace.rehearsal('one', env);
    expect(seen(own)).toContain(to);
  });

  it('is hidden by a playbook of the workspace, with its notices', async () => {
    const own = Object.entries(sound).filter(([path]) => path.startsWith('playbooks/slow/'));
    const { workspace } = before({
      ...Object.fromEntries(own),
      [playbook]: edited(playbook, 'en: Slow', 'en: Sluggish'),
    });
    const { playbooks } = await workspace.rehearsal('one', env);
    expect(playbooks.map(({ title }) => title.en)).toEqual(['Sluggish']);
  });

  it('keeps its notices where the workspace has only the playbook anew', async () => {
    const { workspace } = before({ [playbook]: edited(playbook, 'en: Slow', 'en: Sluggish') });
    const rehearsal = await workspace.rehearsal('one', env);
    expect(rehearsal.playbooks.map(({ title }) => title.en)).toEqual(['Sluggish']);
    expect(nextUpdate(rehearsal)).toBe('Next update by 1 January, 00:01 (UTC)');
  });

  it('keeps its playbook, and its notices in other languages, where the workspace words one anew', async () => {
    const { workspace } = before({ [notice]: edited(notice, '{{service}} has been slow', 'Ours has been slow') });
    const rehearsal = await workspace.rehearsal('one', env);
    expect(rehearsal.playbooks.map(({ title }) => title.en)).toEqual(['Slow']);
    expect(summaries(rehearsal)).toEqual({
      en: expect.stringContaining('Ours has been slow') as string,
      'zh-CN': expect.not.stringContaining('Ours') as string,
      'zh-TW': expect.not.stringContaining('Ours') as string,
    });
  });

  it('goes on behind a single part that the workspace words anew', async () => {
    const { workspace } = before({ [notice]: '{{#part "summary"}}Ours alone{{/part}}\n{{> shipped}}\n' });
    const rehearsal = await workspace.rehearsal('one', env);
    expect(summaries(rehearsal)['en']).toBe('Ours alone');
    expect(nextUpdate(rehearsal)).toBe('Next update by 1 January, 00:01 (UTC)');
  });

  it('is checked beside the workspace, each file that is not hidden once', async () => {
    const { workspace } = before({
      'scenarios/two.yaml': edited(scenario, 'id: one', 'id: two'),
      [scenario]: edited(scenario, 'title:', 'titel:'),
    });
    const { problems, ...counts } = await workspace.check();
    expect(counts).toMatchObject({ scenarios: 1, tests: 0, targets: 1, playbooks: 1 });
    expect(problems.map(({ place }) => place?.file)).toEqual([scenario]);
  });

  it('is shown by its path from where the person is', async () => {
    const { root, workspace } = before({
      'surgebook.yaml': 'version: 1\n',
      [phrase]: edited(phrase, '{{cause}}', '{{casue}}'),
    });
    const [told] = await problemsOf(workspace.rehearsal('one', env));
    expect(told?.place?.file).toBe(phrase);
    const [missing] = await problemsOf(workspace.rehearsal(join(root, 'another.yaml'), env));
    expect(missing?.message).toBe('another.yaml: there is no such file');
  });
});

describe('files that are no scenarios', () => {
  it.each(['one.test.yaml', 'one.yml', 'one.k6.ts', 'README.md'])('such as %s are not taken for any', async (name) => {
    const { workspace } = before({
      [`scenarios/${name}`]:
        'version: 1\ntests: [{ name: none, signals: {}, expect: [{ at: 1s, no-incident: true }] }]\n',
    });
    const checked = await workspace.check();
    expect(checked).toMatchObject({ scenarios: 1, problems: [] });
    const [told] = await problemsOf(workspace.rehearsal('another', env));
    expect(told?.message).toBe('there is no scenario "another"; there are one');
  });
});

describe('a file of a scenario elsewhere', () => {
  it('takes the target beside it before that of the workspace', async () => {
    const { workspace } = before({
      'elsewhere/one.yaml': sound[scenario]!,
      'elsewhere/targets/shop.yaml': edited(target, '127.0.0.1:8080', '127.0.0.3:80'),
      'elsewhere/targets/people.csv': sound['scenarios/targets/people.csv']!,
    });
    expect((await workspace.rehearsal('elsewhere/one.yaml', env)).profile.url).toBe('http://127.0.0.3:80');
  });

  it('takes the shipped target when there is no other', async () => {
    const { workspace } = before({ 'elsewhere/one.yaml': sound[scenario]! });
    expect((await workspace.rehearsal('elsewhere/one.yaml', env)).profile.url).toBe('http://127.0.0.1:8080');
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../src/model/incident.ts';
import { instant } from '../../src/model/time.ts';
import { noticeFields } from '../../src/notice/fields.ts';
import { openWorkspace, type Rehearsal, type Workspace } from '../../src/workspace/workspace.ts';
import { edited, env, problemsOf, sound, temporaryFolder, writeFiles, type Written } from './written-workspace.ts';

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

/** What an English notice of the playbook says of the next update. */
function nextUpdate({ playbooks, notices, settings }: Rehearsal): string | undefined {
  const incident: Incident = {
    ...{
      id: 'slow-1',
      playbook: 'slow',
      severity: 'major',
      phase: 'investigating',
      breaches: [],
      cause: null,
      update: 1,
    },
    ...{ onsetAt: instant(0), openedAt: instant(0), nextUpdateAt: instant(60_000) },
  };
  const fields = noticeFields({
    incident,
    playbook: playbooks[0]!,
    thresholds: [],
    settings,
    locale: 'en',
    now: instant(0),
  });
  return notices.get('slow')!.en.fill(fields, { phase: 'investigating', audience: 'users' })['next-update'];
}

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

  it('is not hidden by half: a playbook of the workspace without its notices is told of', async () => {
    const problems = await problemsOf(before({ [playbook]: sound[playbook]! }).workspace.rehearsal('one', env));
    expect(problems.map(({ message }) => message)).toEqual(
      ['zh-CN', 'zh-TW', 'en'].map(
        (locale) => `there is no notice.${locale}.hbs: readers of ${locale} would hear nothing`,
      ),
    );
  });

  it('is not hidden by half: notices of the workspace without their playbook are told of', async () => {
    const problems = await problemsOf(before({ [notice]: sound[notice]! }).workspace.rehearsal('one', env));
    expect(problems.map(({ message }) => message)).toEqual(['playbooks/slow/playbook.yaml: there is no such file']);
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
    const [missing] = await problemsOf(workspace.rehearsal(join(root, 'gone.yaml'), env));
    expect(missing?.message).toBe('gone.yaml: there is no such file');
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

import { describe, expect, it } from 'vitest';
import { locales } from '../../src/model/locale.ts';
import { moduleName } from '../../src/model/module-name.ts';
import { settingsSchema } from '../../src/model/settings.ts';
import { clauseFields } from '../../src/notice/clause-fields.ts';
import { foreignWords } from '../../src/notice/place-words.ts';
import { shipped } from '../notice/shipped.ts';

const wiki = { 'zh-CN': '知识库', 'zh-TW': '知識庫', en: 'the wiki' };
const settingsWith = (modules: object) => settingsSchema.parse({ version: 1, modules });

describe('what people call a part of the platform', () => {
  it.each<[string, string, object, string | null]>([
    ['its own name', 'wiki', { wiki: { name: wiki } }, 'the wiki'],
    ['its own name before the known one', 'mail', { mail: { name: wiki, 'run-by': 'provider' } }, 'the wiki'],
    ['the known name', 'sign-in', {}, 'sign-in'],
    ['the known name where only who runs it is said', 'mail', { mail: { 'run-by': 'provider' } }, 'mail'],
    ['nothing where nobody has named it', 'wiki', { wiki: { 'run-by': 'provider' } }, null],
    ['nothing of what every object has', 'constructor', {}, null],
  ])('is %s', (_, module, modules, name) => {
    expect(moduleName(module, settingsWith(modules))?.en ?? null).toBe(name);
  });

  it.each(shipped.map(({ playbook }) => ({ id: playbook.id, module: playbook.module })))(
    'is known of what $id is about, in the words of each place',
    ({ module }) => {
      const name = moduleName(module, settingsWith({}));
      for (const locale of locales) expect(foreignWords(name?.[locale] ?? '', locale)).toEqual([]);
      expect(name).not.toBeNull();
    },
  );

  it.each([
    ['zh-CN', '视频会议', '知识库'],
    ['zh-TW', '視訊會議', '知識庫'],
    ['en', 'video meetings', 'the wiki'],
  ] as const)('stands in clauses in %s, and the id where there is none', (locale, known, own) => {
    const settings = settingsWith({ wiki: { name: wiki }, kiosk: { 'run-by': 'provider' } });
    const { modules } = clauseFields(settings, ['meetings'], locale);
    for (const shown of [known, own, 'kiosk']) expect(modules).toContain(`| ${shown} |`);
    expect(modules).not.toMatch(/meetings \|(?<!video meetings \|)|\| wiki/);
  });
});

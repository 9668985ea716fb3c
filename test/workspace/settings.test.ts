import { describe, expect, it } from 'vitest';
import { env, expectTold, sound, toldOf, writeWorkspace, type Mistake } from './written-workspace.ts';

const file = 'surgebook.yaml';

describe('the settings', () => {
  it.each<Mistake>([
    ['with a misspelt key', 'service:', '«servce»:', 'unknown key "servce"; did you mean "service"?'],
    ['with a language that is not there', 'locale: en', 'locale: «fr»', 'expected one of zh-CN, zh-TW, en, got "fr"'],
    [
      'with a name that lacks a language',
      'service: { zh-CN: 云店, zh-TW: 雲店, en: Cloud Shop }',
      '«service»: { zh-CN: 云店, en: Cloud Shop }',
      '"zh-TW" is missing',
    ],
    ['with an empty name', 'en: Cloud Shop', 'en: «""»', 'expected a name that can be seen'],
    ['with a name that nobody can see', 'en: Cloud Shop', 'en: «" \\u200b"»', 'expected a name that can be seen'],
    [
      'with a name for which no short message has room',
      'en: Cloud Shop',
      `en: «${'Cloud '.repeat(7)}»`.replace(' »', '»'),
      'a short message has room for 40 characters of it',
    ],
    [
      'with a signature for which no short message has room',
      'en: Shop',
      'en: «The Cloud Shop of Everything»',
      'a short message has room for 20 characters of it',
    ],
    [
      'with a status page that is no address',
      'https://status.shop.example/now',
      '«status.shop.example»',
      'expected an address such as https://status.example.com',
    ],
    [
      'with a status page that is a script',
      'https://status.shop.example/now',
      '«javascript:alert(1)»',
      'expected an address such as https://status.example.com',
    ],
    [
      'with a status page with a blank in it',
      'https://status.shop.example/now',
      '«https://status.shop.example/a b»',
      'expected an address such as https://status.example.com',
    ],
    [
      'with a zone that is none',
      'version: 1\n',
      'version: 1\ntime-zones: { en: «Mars/Olympus» }\n',
      'expected a time zone such as Asia/Shanghai',
    ],
    ['of a later version', 'version: 1', 'version: «2»', 'expected 1, got 2'],
  ])('%s are told of before anything else', async (...mistake) => {
    await expectTold(file, mistake);
  });

  it('that cannot be read end a check: nothing else could be judged', async () => {
    const { workspace } = writeWorkspace({ [file]: 'version: 1\nservice: [\n' });
    const { problems, ...counts } = await workspace.check();
    expect(counts).toMatchObject({ scenarios: 0, tests: 0, targets: 0, playbooks: 0 });
    expect(problems.map(({ place }) => place)).toMatchObject([{ file, line: 3, column: 1 }]);
  });

  it('under a name that is not theirs are told of, not left out', async () => {
    const place = { file: 'surgebook.yml', line: 1, column: 1, width: 1 };
    expect(await toldOf({ [file]: null, 'surgebook.yml': sound[file]! })).toEqual([
      { message: 'is not read; settings are in surgebook.yaml', place },
    ]);
  });

  it('may be left out', async () => {
    const { workspace } = writeWorkspace({ [file]: null });
    const { settings } = await workspace.rehearsal('one', env);
    expect(settings).toMatchObject({
      version: 1,
      locale: 'en',
      service: { 'zh-CN': '协作平台', 'zh-TW': '協作平台', en: 'the collaboration platform' },
      signature: { 'zh-CN': '协作平台', 'zh-TW': '協作平台', en: 'Collaboration' },
      'time-zones': { 'zh-CN': 'Asia/Shanghai', 'zh-TW': 'Asia/Taipei', en: 'UTC' },
      allow: { hosts: [] },
    });
  });

  it('with a name of forty characters, each of two units, are read', async () => {
    expect(await toldOf({ [file]: sound[file]!.replace('Cloud Shop', '😀'.repeat(40)) })).toEqual([]);
  });
});

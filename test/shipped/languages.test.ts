import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Locale } from '../../src/model/locale.ts';
import { drillBanner } from '../../src/notice/drill.ts';
import { words } from '../../src/notice/words.ts';
import { renderPlaybook } from '../../src/playbook/render.ts';
import { madeUpIncident, onsetAt } from '../notice/made-up-incident.ts';
import { settingsOf, shipped, thresholds } from '../notice/shipped.ts';
import { shippedFiles, type ShippedFile } from './shipped-files.ts';

const numbers = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, place) => first + place);

/** Every character of a national character set: what its pairs of bytes stand for. */
function charactersOf(encoding: string, leads: readonly number[], trails: readonly number[]): ReadonlySet<string> {
  const decoder = new TextDecoder(encoding);
  const pairs = leads.flatMap((lead) => trails.map((trail) => decoder.decode(Uint8Array.of(lead, trail))));
  // Not every pair stands for something.
  return new Set(pairs.filter((character) => !character.includes('\ufffd')));
}

/** GB 2312 has the simplified characters; Big5 (without its extensions for Hong Kong) the traditional ones of Taiwan. */
const characters = {
  'zh-CN': charactersOf('gb18030', numbers(0xa1, 0xf7), numbers(0xa1, 0xfe)),
  'zh-TW': charactersOf('big5', numbers(0xa1, 0xf9), [...numbers(0x40, 0x7e), ...numbers(0xa1, 0xfe)]),
} as const;

/** Words that readers there would know as another place's, whichever characters they are written in. */
const foreign = {
  'zh-CN':
    '讯息 视讯 网路 伺服器 资料库 软体 硬体 程式 使用者 萤幕 滑鼠 连线 简讯 预设 当机 回覆 资讯 资安 应变手册 登入 登出 帐号 行动电话 频宽 快取 备援 电信业者',
  'zh-TW':
    '信息 視頻 網絡 服務器 數據庫 軟件 硬件 用戶 屏幕 鼠標 短信 默認 宕機 反饋 預案 登錄 賬號 帶寬 緩存 運營商 客戶端 服務端 加載 鏈接 文檔 高清 復盤 擴容 限流 互聯網 智能',
} as const;

type Chinese = keyof typeof characters;

/** A text of one language, and where it ships. */
interface ShippedText {
  readonly at: string;
  readonly text: string;
}

function textsIn(value: unknown, locale: Locale, at: string): readonly ShippedText[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    key === locale && typeof inner === 'string'
      ? [{ at: `${at}.${key}`, text: inner }]
      : textsIn(inner, locale, `${at}.${key}`),
  );
}

const ofPlaybook =
  (locale: Locale) =>
  ({ file, text }: ShippedFile): readonly ShippedText[] =>
    textsIn(parse(text), locale, file);

/** Every text of one language that ships: notices, phrases, playbooks, and the words of the code. */
function textsOf(locale: Locale): readonly ShippedText[] {
  const templates = shippedFiles(`.${locale}.hbs`).map(({ file, text }) => ({
    at: file,
    text: text.replace(/\{\{!--.*?--\}\}/gs, ''),
  }));
  const playbooks = shippedFiles('playbook.yaml').flatMap(ofPlaybook(locale));
  const settings = settingsOf({ locale });
  const rendered = shipped.map(({ playbook }) =>
    renderPlaybook({
      ...{ playbook, incident: madeUpIncident(playbook, 'investigating'), thresholds, settings },
      ...{ drill: true, now: onsetAt, timeline: [] },
    }),
  );
  const own = [words[locale], drillBanner[locale], settings.service[locale], rendered];
  return [...templates, ...playbooks, { at: 'the code', text: JSON.stringify(own) }];
}

const han = /\p{Script=Han}/u;

describe.each<Chinese>(['zh-CN', 'zh-TW'])('what ships in %s', (locale) => {
  const texts = textsOf(locale);

  it('is there', () => {
    expect(texts.length).toBeGreaterThan(50);
    expect(texts.every(({ text }) => text.length > 0)).toBe(true);
  });

  it('is written in the characters of its readers', () => {
    const strange = texts.flatMap(({ at, text }) =>
      Array.from(text)
        .filter((character) => character > '\u007f' && !characters[locale].has(character))
        .map((character) => `${at}: ${character}`),
    );
    expect(strange).toEqual([]);
  });

  it('uses the words of its readers, not those of another place', () => {
    const found = texts.flatMap(({ at, text }) =>
      foreign[locale]
        .split(' ')
        .filter((word) => text.includes(word))
        .map((word) => `${at}: ${word}`),
    );
    expect(found).toEqual([]);
  });

  it('puts quotation marks as its readers do', () => {
    const others = locale === 'zh-CN' ? /[「」『』]/ : /[“”‘’]/;
    expect(texts.filter(({ text }) => others.test(text)).map(({ at }) => at)).toEqual([]);
  });
});

describe('what ships in en', () => {
  it('has no Chinese in it', () => {
    expect(
      textsOf('en')
        .filter(({ text }) => han.test(text))
        .map(({ at }) => at),
    ).toEqual([]);
  });
});

describe('the character sets', () => {
  it.each<[Chinese, string, string]>([
    ['zh-CN', '视频卡顿，我们已发现问题。“详情”', '視頻卡頓訊息詳情'],
    ['zh-TW', '視訊卡頓，我們已掌握狀況。「詳情」', '视频讯息详'],
  ])('of %s have what is written there and not what is written elsewhere', (locale, own, others) => {
    expect(Array.from(own).filter((character) => !characters[locale].has(character))).toEqual([]);
    expect(Array.from(others).some((character) => !characters[locale].has(character))).toBe(true);
  });
});

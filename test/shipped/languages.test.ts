import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Locale } from '../../src/model/locale.ts';
import { drillBanner } from '../../src/notice/drill.ts';
import { simplifiedCharacters, traditionalCharacters } from '../../src/notice/place-characters.ts';
import { foreignWords } from '../../src/notice/place-words.ts';
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

/** Words that are right in Shanghai too, for something else: our own texts do without them. */
const avoided = { 'zh-CN': ['连线', '资讯'], 'zh-TW': [] } as const;

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
      ...{ drill: true, now: onsetAt, timeline: [], binding: [] },
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

  it('uses the words and characters of its readers, not those of another place', () => {
    const found = texts.flatMap(({ at, text }) =>
      foreignWords(text, locale).map(({ word, instead }) => `${at}: ${word}, not ${instead}`),
    );
    expect(found).toEqual([]);
  });

  it('avoids words that are known better from another place', () => {
    const found = texts.flatMap(({ at, text }) =>
      avoided[locale].filter((word) => text.includes(word)).map((word) => `${at}: ${word}`),
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

describe('the tables of characters that are written in one place alone', () => {
  it('have what GB 2312 has and Big5 has not as simplified, and give what Big5 has instead', () => {
    // Of the rest some are rare names and terms of chemistry, which have no other form.
    const missing = [...characters['zh-CN']].filter(
      (character) => han.test(character) && !characters['zh-TW'].has(character) && !simplifiedCharacters.has(character),
    );
    expect(simplifiedCharacters.size).toBeGreaterThan(2100);
    expect(missing.length).toBeLessThan(265);
    for (const [simplified, traditional] of simplifiedCharacters) {
      expect(characters['zh-CN'].has(simplified), simplified).toBe(true);
      expect(characters['zh-TW'].has(traditional), traditional).toBe(true);
      expect(simplifiedCharacters.has(traditional), traditional).toBe(false);
    }
  });

  it('have nothing of GB 2312 as traditional, and give what it has instead', () => {
    expect(traditionalCharacters.size).toBeGreaterThan(2300);
    for (const [traditional, simplified] of traditionalCharacters) {
      expect(characters['zh-CN'].has(traditional), traditional).toBe(false);
      expect(characters['zh-CN'].has(simplified), simplified).toBe(true);
    }
  });
});

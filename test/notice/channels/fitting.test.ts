import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipped } from '../../../src/notice/channels/clipped.ts';
import { bytesOf, withinBytes } from '../../../src/notice/channels/bytes.ts';
import { everything, fitted, layoutIn, type Room } from '../../../src/notice/channels/fitting.ts';
import { inert, inertLine } from '../../../src/notice/channels/inert.ts';
import { oneLine } from '../../../src/notice/one-line.ts';
import { composition, fullParts, hostileTexts, inDrill } from './compositions.ts';

/** A channel that bears so many characters, and writes the names of what it has room for. */
const roomOf = (most: number): Room<string> => ({
  ...{ limit: `${most} characters`, most: 2000, mostTitle: 255, worth: everything },
  write: ({ title, pieces }) => [title, ...Object.values(pieces)].join('|'),
  fits: (text) => text.length <= most,
  laid: (body) => ({ subject: '', body, request: null }),
});

/** Every text has ten characters, so that a channel has room for a number of them. */
const ten = (letter: string): string => letter.repeat(9);
const made = composition({
  parts: {
    ...{ subject: ten('S'), summary: ten('M'), affected: ten('A'), cause: ten('C'), advice: ten('D') },
    ...{ recovery: ten('R'), 'next-update': ten('N') },
  },
  ...{ link: 'http://li', stamp: ten('T'), smsTemplate: null },
});

const first = (text: string): string =>
  text
    .split('|')
    .map((piece) => piece.charAt(0))
    .join('');

describe('what has room', () => {
  it.each([
    [2000, 'SMACDRNhT'],
    [89, 'SMACDRNhT'],
    [88, 'SMACDRNh'],
    [78, 'SMCDRNh'],
    [68, 'SMCRNh'],
    [58, 'SMRNh'],
    [48, 'SMRN'],
    [38, 'SRN'],
    [29, 'SRN'],
  ])('of %i characters is taken by its worth and written in the order of reading: %s', (most, taken) => {
    expect(first(fitted(made, roomOf(most)).written)).toBe(taken);
    expect(fitted(made, roomOf(most)).whole).toBe(true);
  });

  it('is filled with what is worth less where what is worth more is too long', () => {
    const parts = { ...made.parts, cause: 'C'.repeat(60) };
    expect(first(fitted({ ...made, parts }, roomOf(90)).written)).toBe('SMADRNhT');
  });

  it('may be so little that the subject is cut, and then the rest', () => {
    expect(fitted(made, roomOf(28))).toMatchObject({ written: 'SSSSSSS…|RRRRRRRRR|NNNNNNNNN', whole: false });
    expect(fitted(made, roomOf(17))).toMatchObject({ written: 'SSSS…|RRRR…|NNNN…', whole: false });
    expect(layoutIn(roomOf(17)).fits(made)).toBe(false);
  });

  it('never takes the banner away', () => {
    expect(fitted(inDrill(made), roomOf(30)).written).toBe('[DRILL] S…|RRRRRRRRR|NNNNNNNNN');
    expect(fitted(inDrill(made), roomOf(25)).written).toMatch(/^\[DRILL\] S/);
  });

  it('is asked for nothing that is empty', () => {
    const parts = { ...fullParts, subject: ' \n', summary: '\u0000', advice: '  ', recovery: '' };
    const { written, draft } = fitted(composition({ parts }), roomOf(2000));
    expect(Object.keys(draft.pieces)).toEqual(['affected', 'cause', 'next-update', 'link', 'stamp']);
    expect(written.startsWith('…|')).toBe(true);
  });
});

describe('a text that is cut', () => {
  const graphemesOf = (text: string): readonly string[] =>
    Array.from(new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text), ({ segment }) => segment);

  it('keeps as many whole graphemes as there is room for', () => {
    const text = fc.array(fc.constantFrom('a', '中', '😀', '👩‍👩‍👧‍👦', '🇩🇪', 'e\u0301', '가'), { maxLength: 30 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 80 }), (graphemes, most) => {
        const whole = graphemes.join('');
        const cut = clipped(whole, most);
        expect(cut.length).toBeLessThanOrEqual(Math.max(most, 1));
        if (whole.length <= most) {
          expect(cut).toBe(whole);
          return;
        }
        const all = graphemesOf(whole);
        const kept = graphemesOf(cut.slice(0, -1));
        expect(cut.endsWith('…')).toBe(true);
        expect(kept).toEqual(all.slice(0, kept.length));
        expect(cut.length + (all[kept.length] ?? '').length).toBeGreaterThan(most);
      }),
    );
  });

  it('is a sign alone where a letter has more accents than there is room', () => {
    expect(clipped(`a${'\u0301'.repeat(1_000_000)}`, 50)).toBe('…');
  });
});

describe('bytes of UTF-8', () => {
  it('are counted as they are sent', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom('\ud800', '\udc00', 'a') }),
        (one, two) => {
          for (const text of [one, two, one + two]) expect(bytesOf(text)).toBe(Buffer.byteLength(text));
        },
      ),
    );
  });

  it.each([
    ['中', 3, true],
    ['中', 2, false],
    ['😀', 4, true],
    ['😀', 3, false],
    ['中'.repeat(1365), 4096, true],
    ['中'.repeat(1366), 4096, false],
    ['a'.repeat(4096), 4096, true],
    ['a'.repeat(4097), 4096, false],
  ])('of %j are within %i: %s', (text, most, within) => {
    expect(withinBytes(text, most)).toBe(within);
  });
});

describe('a part made inert', () => {
  it.each([
    ['=1+1', '＝1+1'],
    ['+1', '＋1'],
    ['@SUM(A1)', '＠SUM(A1)'],
    ['-1', '－1'],
    ['- an item\n- another', '- an item\n- another'],
    ['a\r\nb\rc\u2028d\u0085e', 'a\nb\nc\nd\ne'],
    ['  a  \n\n\n\n  b\t', 'a\n\nb'],
    ['a\u0000b\u001bc', 'a b c'],
    ['a\u0000\u0000b \t c  d\t\ne', 'a b c  d\ne'],
    ['\u202egnp.exe\u202c \u2066x\u2069\u200f\ufeff', 'gnp.exe x'],
    ['\ud800a\udc00', '\ufffda\ufffd'],
    ['👩‍👩‍👧‍👦 ok', '👩‍👩‍👧‍👦 ok'],
  ])('%j is %j', (text, expected) => {
    expect(inert(text)).toBe(expected);
  });

  it.each([
    ['!\u0000\u0000!', '! !'],
    ['a \u0000\n\t b', 'a b'],
    ['a\n\nb', 'a b'],
    ['a\u3000b  c', 'a\u3000b  c'],
    ['-\nb', '- b'],
    ['\u0000=1', '＝1'],
  ])('in one line %j is %j', (text, expected) => {
    expect(inertLine(text)).toBe(expected);
  });

  it('stays what it is when it is made inert again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostileTexts)), (text) => {
        expect(inert(inert(text))).toBe(inert(text));
        expect(inertLine(text)).not.toContain('\n');
        expect(inertLine(oneLine(text))).toBe(inertLine(text));
      }),
    );
  });
});

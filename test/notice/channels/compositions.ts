import fc from 'fast-check';
import { phases } from '../../../src/model/incident.ts';
import { locales, type Locale } from '../../../src/model/locale.ts';
import { audiences, type NoticeParts } from '../../../src/model/notice.ts';
import { instant } from '../../../src/model/time.ts';
import type { About, Composition } from '../../../src/notice/channels/layout.ts';
import { drillBanner } from '../../../src/notice/drill.ts';

export const about: About = {
  ...{ incident: 'slow-1', phase: 'identified', severity: 'major', update: 2, audience: 'users' },
  ...{ drill: false, at: instant(Date.parse('2026-11-23T01:00:58Z')) },
};

export const fullParts: NoticeParts = {
  subject: 'Messages are slow: cause identified',
  summary: 'Messages have been slow since 09:00.',
  affected: 'Sending still works.',
  cause: 'Cause: the database was full.',
  advice: '- Please wait.\n- Do not send twice.',
  recovery: 'Well again between 09:20 and 09:30.',
  'next-update': 'Next update by 09:43.',
};

/** A notice in which everything is said, and what differs. */
export const composition = (changed: Partial<Composition> = {}): Composition => ({
  ...{ parts: fullParts, locale: 'en', banner: '', signature: 'Collaboration', about },
  ...{ link: 'https://status.example.com/now', stamp: 'Update 2, 23 November, 01:00 (UTC)', smsTemplate: null },
  ...changed,
});

/** The same in a drill. */
export const inDrill = (made: Composition): Composition => ({
  ...made,
  banner: drillBanner[made.locale],
  about: { ...made.about, drill: true },
});

/** What no channel may take for what it looks like. */
export const hostileTexts: readonly string[] = [
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '<@all> <!channel> <!here> <@U123> <at user_id="all">all</at> <at id=all></at>',
  '&lt;b&gt; &#60;i&#62; &amp; R&D &',
  '[free](javascript:alert(1)) ![x](http://x) [x]: http://x [x][y]',
  '**bold** __bold__ *it* _it_ ~~gone~~ `code` ```code``` :smile:',
  '# heading\n## more\n> quoted\n+ plus\n* star\n1. one\n---\n===\n- - nested\n- # in a list\n| a | b |\n|---|---|',
  '{{title}} {{#part "x"}}{{/part}} {{DATE(2020-01-01, SHORT)}} ${1+1} <%= x %> @{triggerBody()}',
  'Shop\r\nBcc: all@example.com\r\n\r\nbody',
  'a\u2028b\u2029c\u0085d\u000be\u0000f\u001b[31mg',
  '\u202egnp.exe \u2066turned\u2069 \u200f\u061c\ufeff',
  '=HYPERLINK("http://x","y")',
  "+1+cmd|' /C calc'!A0",
  '-2+3',
  '@SUM(A1)',
  '\ud800 half \udc00',
  'C:\\temp\\*x*',
];

const emoji = ['👩‍👩‍👧‍👦', '🇩🇪', '👍🏽', 'é', '가', '😀'];

/** A short text, of what people write and of what nobody should. */
const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileTexts, ...emoji),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('- ', '\n', ' ', '*', '[', ']', '(', '<', '>', '&', '#', '=', '中', '😀', 'a', '|', '…'),
  }),
  fc.tuple(fc.constantFrom(...hostileTexts), fc.constantFrom(...hostileTexts)).map(([one, two]) => `${one}\n${two}`),
);

/** A text of any length up to a megabyte. */
export const anyLength: fc.Arbitrary<string> = fc
  .tuple(anyText, fc.constantFrom(0, 0, 0, 150, 700, 2100, 4100, 19_000, 30_000, 120_000, 1_000_000))
  .map(([text, length]) => (length === 0 ? text : (text || 'x').repeat(Math.ceil(length / (text.length || 1)))));

const anyAbout: fc.Arbitrary<About> = fc.record({
  ...{ incident: fc.constant('slow-1'), phase: fc.constantFrom(...phases), update: fc.integer({ min: 1, max: 99 }) },
  ...{ severity: fc.constantFrom('minor', 'major', 'critical'), audience: fc.constantFrom(...audiences) },
  ...{ drill: fc.constant(false), at: fc.constant(about.at) },
});

/** Any composition: each of its parts is there or not, and made by the arbitrary that is given. */
export const anyComposition = (part: fc.Arbitrary<string>, needed: fc.Arbitrary<string>): fc.Arbitrary<Composition> =>
  fc
    .record({
      parts: fc.record(
        {
          ...{ subject: part, summary: part, affected: part, cause: part, advice: part },
          ...{ recovery: needed, 'next-update': needed },
        },
        { requiredKeys: ['subject', 'summary', 'next-update'] },
      ),
      locale: fc.constantFrom<Locale>(...locales),
      signature: anyText,
      link: fc.constantFrom(
        null,
        'https://status.example.com/a_(b)*c?x=<y>|z&w',
        `https://example.com/${'x'.repeat(3000)}`,
      ),
      stamp: fc.constant('Update 2'),
      smsTemplate: fc.constant(null),
      about: anyAbout,
      drill: fc.boolean(),
    })
    .map(({ drill, ...made }) => (drill ? inDrill({ ...made, banner: '' }) : { ...made, banner: '' }));

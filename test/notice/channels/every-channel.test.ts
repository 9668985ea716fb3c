import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import { channelNames, type ChannelName } from '../../../src/model/notice.ts';
import type { Composition, Laid } from '../../../src/notice/channels/layout.ts';
import { layouts } from '../../../src/notice/channels/registry.ts';
import { mostSegments, segmentsOf } from '../../../src/notice/channels/sms.ts';
import { anyComposition, anyLength, composition, fullParts, hostileTexts, inDrill } from './compositions.ts';

const bytes = (value: Json): number => Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));

/** Every string of a request, and where it stands. */
function stringsIn(value: Json, at = ''): readonly { readonly at: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ at, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, Json]) => stringsIn(inner, `${at}.${key}`));
}

const textAt = (request: Json, end: string): readonly string[] =>
  stringsIn(request).flatMap(({ at, text }) => (at.endsWith(end) ? [text] : []));

/** What a service would refuse, counted from outside as it counts. */
const refused: Readonly<Record<ChannelName, (laid: Laid) => boolean>> = {
  text: ({ body }) => body.length > 100_000,
  email: ({ subject, body }) => bytes(body) > 102_000 || /[\r\n]/.test(subject),
  sms: ({ body }) => segmentsOf(body) > mostSegments,
  wecom: ({ request }) => textAt(request, '.markdown.content').some((text) => bytes(text) > 4096),
  dingtalk: ({ request }) => bytes(request) > 20_000,
  // With the time and the signature that delivery adds.
  feishu: ({ request }) =>
    bytes({ timestamp: '1732350000', sign: 'x'.repeat(44), ...(request as Readonly<Record<string, Json>>) }) > 20_000,
  slack: ({ request }) =>
    textAt(request, '.text').some((text) => text.length > 40_000) ||
    textAt(request, '.0.text.text').some((text) => text.length > 150) ||
    textAt(request, '.text.text').some((text) => text.length > 3000 || text === ''),
  teams: ({ request }) => bytes(request) > 28_000,
  statuspage: ({ request }) => textAt(request, '.name').some((text) => text.length > 255 || text === ''),
  webhook: ({ request }) => bytes(request) > 100_000,
};

/** Our own markup taken out: what is left is what was said. */
const withoutOurs: Readonly<Partial<Record<ChannelName, (text: string) => string>>> = {
  wecom: (text) => withoutLink(text.replace(/^(.*?)\*\*(.*)\*\*$/m, '$1$2')),
  dingtalk: (text) => withoutLink(text.replace(/^(.*?)\*\*(.*)\*\*$/m, '$1$2')),
  slack: (text) => text.replace(/<https:[^<>|]*\|[^<>|]*>/g, ''),
};

const withoutLink = (text: string): string => text.replace(/\[https:[^\][]*\]\([^()\s]*\)/g, '');

/** What a dialect would take for markup. */
const markup: Readonly<Partial<Record<ChannelName, RegExp>>> = {
  wecom: /[*_~`[\]<>|\\]|&#?\w+;|^(?:- )?(?:#|\+|=|-(?! )|\d+[.)](?:\s|$))/m,
  dingtalk: /[*_~`[\]<>|\\]|&#?\w+;|^(?:- )?(?:#|\+|=|-(?! )|\d+[.)](?:\s|$))/m,
  statuspage: /[*_~`[\]<>\\]|&#?\w+;/,
  slack: /[*_~`<>]|&(?!amp;|lt;|gt;)|^&gt;|:[a-z]\w*:/m,
  feishu: /[<>]|&#?\w+;/,
  teams: /[<>]|&#?\w+;|\{\{/,
};

/** What is shown in a channel's dialect, and what is plain there: a title, a header. */
function shown(channel: ChannelName, { subject, body, request }: Laid, made: Composition): readonly string[] {
  const texts = stringsIn(request).filter(
    ({ at, text }) => /\.(text|content|title|name|body)$/.test(at) && (text !== subject || channel === 'statuspage'),
  );
  return [body, ...texts.map(({ text }) => text)]
    .map(withoutOurs[channel] ?? ((text) => text))
    .map((text) => (made.link === null ? text : text.replaceAll(made.link, '')))
    .map((text) => withoutBanner(text, made));
}

/** What is said has nothing in it that the channel would take for markup. */
function expectInert(channel: ChannelName, laid: Laid, made: Composition): void {
  for (const said of shown(channel, laid, made)) expect(said).not.toMatch(markup[channel] ?? /(?!)/);
  if (markup[channel] !== undefined) expect(laid.subject).not.toMatch(/[<>]|&#?\w+;/);
}

const withoutBanner = (text: string, { banner }: Composition): string =>
  banner === '' ? text : text.replaceAll(banner.trim(), '');

describe.each(channelNames)('%s', (channel) => {
  const layout = layouts[channel];

  it('keeps within its limits, inert and whole, whatever is put in', () => {
    fc.assert(
      fc.property(anyComposition(anyLength, anyLength), (made) => {
        const laid = layout.lay(made);
        expect(refused[channel](laid)).toBe(false);
        for (const { text } of [...stringsIn(laid.request), ...stringsIn({ ...laid })]) {
          expect(text).not.toMatch(/\p{Cs}/u);
          expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u);
        }
        expect(laid.subject).not.toContain('\n');
        expectInert(channel, laid, made);
      }),
      { numRuns: 50 },
    );
  });

  it('says when there will be more and when it will be over, however long the rest is', () => {
    const ordinary = fc.constantFrom(
      'Next update by 09:43.',
      '我们将在 09:43 前再次更新。',
      'Well again from 09:20 to 09:30.',
    );
    fc.assert(
      fc.property(anyComposition(anyLength, ordinary), (made) => {
        const { subject, body } = layout.lay(made);
        expect(body).toContain(made.parts['next-update']);
        expect(body).toContain(made.parts.recovery ?? '');
        if (made.banner === '') return;
        const first = channel === 'sms' ? body.slice(body.indexOf(made.banner.trim())) : body;
        expect(first.startsWith(made.banner.trim())).toBe(true);
        if (subject !== '') expect(subject.startsWith(made.banner)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it.each(['en', 'zh-CN', 'zh-TW'] as const)('has room for an ordinary notice in %s', (locale) => {
    const made = inDrill(composition({ locale }));
    expect(layout.fits(made)).toBe(true);
    const { body } = layout.lay(made);
    for (const name of ['summary', 'cause', 'recovery', 'next-update'] as const)
      expect(body).toContain(fullParts[name]);
    expect(body).toContain('https://status.example.com/now');
    if (channel !== 'sms') expect(body).toContain('Update 2, 23 November, 01:00 (UTC)');
  });

  it('has no room for a next update or a recovery that is a book', () => {
    for (const name of ['next-update', 'recovery'] as const) {
      const parts = { ...fullParts, [name]: 'for ever and '.repeat(20_000) };
      expect(layout.fits(composition({ parts }))).toBe(false);
      expect(layout.lay(composition({ parts })).body).toContain('for ever and');
    }
  });

  it('leaves a part out whole, and never a sentence by halves', () => {
    const parts = { ...fullParts, advice: 'Please do not '.repeat(20_000) };
    const { body } = layout.lay(composition({ parts }));
    expect(body).not.toContain('Please do not');
    expect(body).not.toContain('…');
    expect(body).toContain(fullParts.cause);
  });

  it('begins with the subject where the summary is too long', () => {
    const parts = { ...fullParts, summary: 'It is a long story. '.repeat(20_000) };
    const { subject, body } = layout.lay(composition({ parts }));
    expect(`${subject}\n${body}`).toContain(fullParts.subject);
    expect(body).not.toContain('long story');
    expect(layout.fits(composition({ parts }))).toBe(true);
  });

  it('cuts a subject that is too long itself, with a sign that it does', () => {
    const made = composition({ parts: { ...fullParts, subject: '👩‍👩‍👧‍👦'.repeat(9000), summary: 'x'.repeat(900_000) } });
    const { subject, body } = layout.lay(made);
    expect(`${subject}\n${body}`).toMatch(/(?:👩‍👩‍👧‍👦)+…/u);
    expect(`${subject}\n${body}`.replaceAll('👩‍👩‍👧‍👦', '')).not.toMatch(/[\u200d👩👧👦]/u);
    expect(layout.fits(made)).toBe(false);
  });

  it.each(hostileTexts)('takes %j as text in every part', (text) => {
    const parts = Object.fromEntries(Object.keys(fullParts).map((name) => [name, text])) as typeof fullParts;
    const made = inDrill(composition({ parts, link: null }));
    const laid = layout.lay(made);
    expectInert(channel, laid, made);
    expect(layout.lay({ ...made, banner: '' }).subject).not.toMatch(/^[=+@-]/);
    if (channel === 'webhook') {
      for (const said of textAt(laid.request, '')) expect(said).not.toMatch(/^(?:[=+@]|-\S)/);
    }
  });
});

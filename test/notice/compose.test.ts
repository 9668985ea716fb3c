import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phases, type PhaseName } from '../../src/model/incident.ts';
import { locales, type Locale } from '../../src/model/locale.ts';
import { channelNames, noticeParts, type Notice, type NoticePart } from '../../src/model/notice.ts';
import { audiencesIn } from '../../src/model/playbook.ts';
import type { Settings } from '../../src/model/settings.ts';
import { duration, instant, plus } from '../../src/model/time.ts';
import { drillBanner } from '../../src/notice/drill.ts';
import { noticeFields } from '../../src/notice/fields.ts';
import { noticeFile } from '../../src/notice/file.ts';
import { inert, inertLine } from '../../src/notice/channels/inert.ts';
import { localTime } from '../../src/notice/local-time.ts';
import { mostSegments, segmentsOf } from '../../src/notice/channels/sms.ts';
import { words } from '../../src/notice/words.ts';
import { begins, madeUpIncident } from './made-up-incident.ts';
import { noticesOf, plainSettings, settingsOf, shipped, thresholds, type Shipped } from './shipped.ts';

const link = 'https://status.example.com/now';
const linked = settingsOf({ 'status-page': link });

/** Every shipped playbook in every phase. */
const occasions = shipped.flatMap((one) => phases.map((phase) => ({ one, id: one.playbook.id, phase })));
const beforeResolved = occasions.filter(({ phase }) => phase !== 'resolved');

const nameOf = ({ audience, locale, channel }: Notice): string => `${audience} ${locale} ${channel}`;
const textOf = ({ subject, body }: Notice): string => `${subject}\n${body}`;

/** What says why a recovery is expected. Where whoever did the harm reads along, readings and limits are not spoken of. */
const recoveryBasis = (playbook: string, locale: Locale): string =>
  playbook === 'insider' ? insiderBasis[locale] : words[locale].clearHoldBasis;
const insiderBasis: Readonly<Record<Locale, string>> = {
  'zh-CN': '没有再出现新的异常',
  'zh-TW': '沒有再出現新的異常',
  en: 'Nothing further has gone wrong',
};

/** Channels that write a notice as it is read; what each other makes of it, its own tests tell. */
const asRead = ['text', 'email', 'sms'] as const;
const readOf = (...[one, phase, changed]: Parameters<typeof noticesOf>): readonly Notice[] =>
  noticesOf(one, phase, { channels: asRead, ...changed });

/** The same of every shipped playbook as it ships, composed once. */
const usual = new Map(
  shipped.map((one) => [one.playbook.id, Object.fromEntries(phases.map((phase) => [phase, readOf(one, phase)]))]),
);
const usualOf = ({ playbook }: Shipped, phase: PhaseName): readonly Notice[] => usual.get(playbook.id)![phase]!;

describe('the notices of one update', () => {
  it.each(occasions)('of $id, $phase: one for each audience, language and channel', ({ one, phase }) => {
    const names = audiencesIn(one.playbook, phase).flatMap((audience) =>
      locales.flatMap((locale) => channelNames.map((channel) => `${audience} ${locale} ${channel}`)),
    );
    const notices = noticesOf(one, phase);
    expect(notices.map(nameOf).sort()).toEqual(names.sort());
    const { id, update } = madeUpIncident(one.playbook, phase);
    for (const notice of notices) expect(notice).toMatchObject({ incident: id, phase, update, drill: false });
  });

  it('are for the audiences that the playbook names alone', () => {
    const [one] = shipped;
    const told = (phase: PhaseName): readonly string[] => [
      ...new Set(noticesOf(one!, phase, { playbook }).map(({ audience }) => audience)),
    ];
    const playbook = {
      ...one!.playbook,
      notices: { ...one!.playbook.notices, audiences: { staff: 'always' as const, customers: ['resolved' as const] } },
    };
    expect(phases.map(told)).toEqual([['staff'], ['staff'], ['staff'], ['staff', 'customers']]);
  });

  it('are none where nobody is spoken to', () => {
    const [one] = shipped;
    const playbook = { ...one!.playbook, notices: { ...one!.playbook.notices, audiences: {} } };
    expect(noticesOf(one!, 'investigating', { playbook })).toEqual([]);
  });

  it('have files that sort as they came, with the subject first', () => {
    const notice: Notice = {
      ...{ incident: 'slow-1', phase: 'identified', update: 2, audience: 'users', locale: 'zh-CN', drill: false },
      ...{ channel: 'email', subject: 'One', body: 'Two', request: null },
    };
    expect(noticeFile(notice)).toEqual({
      path: '02-identified/users.zh-CN.email.txt',
      content: 'Subject: One\n\nTwo\n',
    });
    expect(noticeFile({ ...notice, update: 12, channel: 'sms', subject: '' })).toEqual({
      ...{ path: '12-identified/users.zh-CN.sms.txt', content: 'Two\n' },
    });
  });
});

describe('the drill banner', () => {
  it.each(occasions)('begins every notice of a drill: $id, $phase', ({ one, phase }) => {
    for (const { channel, locale, subject, body } of readOf(one, phase, { drill: true })) {
      const banner = drillBanner[locale];
      if (channel === 'email') expect(subject.startsWith(banner)).toBe(true);
      const signature = plainSettings.signature[locale];
      const head = locale === 'en' ? `${signature}: ` : `【${signature}】`;
      expect(body.startsWith(channel === 'sms' ? head + banner : banner.trim())).toBe(true);
    }
  });

  it.each(occasions)('stands in no other: $id, $phase', ({ one, phase }) => {
    const banners = Object.values(drillBanner).map((banner) => banner.trim());
    for (const notice of usualOf(one, phase)) {
      for (const banner of banners) expect(textOf(notice)).not.toContain(banner);
    }
  });
});

describe('a notice claims only what is known', () => {
  const fullChannels = (notices: readonly Notice[]): readonly Notice[] =>
    notices.filter(({ channel }) => channel !== 'sms');
  const says = ({ playbook }: Shipped): readonly string[] =>
    Object.values(playbook.causes).flatMap(({ say }) => Object.values(say));

  it.each(occasions)('the cause is said once it is identified, and not before: $id, $phase', ({ one, phase }) => {
    const incident = madeUpIncident(one.playbook, phase);
    for (const notice of usualOf(one, phase)) {
      const said = incident.cause === null ? undefined : one.playbook.causes[incident.cause]!.say[notice.locale];
      for (const other of says(one)) if (other !== said) expect(textOf(notice)).not.toContain(other);
      // Some are told less: what a monitor can tell, whoever did it must not learn from a notice.
      if (said !== undefined && notice.audience === 'management' && notice.channel !== 'sms') {
        expect(notice.body).toContain(said);
      }
    }
  });

  it.each(['monitoring', 'resolved'] as const)('a trouble may be %s without that its cause was ever known', (phase) => {
    for (const one of shipped) {
      const incident = madeUpIncident(one.playbook, phase, false);
      const text = readOf(one, phase, { incident }).map(textOf).join('\n');
      for (const cause of says(one)) expect(text).not.toContain(cause);
    }
  });

  it.each(occasions)('a recovery is expected only while it can be: $id, $phase', ({ id, one, phase }) => {
    for (const notice of fullChannels(usualOf(one, phase))) {
      expect(notice.body.includes(recoveryBasis(id, notice.locale))).toBe(phase === 'monitoring');
    }
  });

  it('a recovery that should have come by now is expected no more', () => {
    for (const one of shipped) {
      const incident = madeUpIncident(one.playbook, 'monitoring');
      const now = plus(begins.monitoring, duration(60_000));
      for (const notice of readOf(one, 'monitoring', { incident, now })) {
        expect(notice.body).not.toContain(recoveryBasis(one.playbook.id, notice.locale));
      }
    }
  });

  it.each(beforeResolved)('the time of the next update is said in every channel: $id, $phase', ({ one, phase }) => {
    const nextUpdateAt = instant(Date.parse('2026-11-23T05:43:00Z'));
    const incident = { ...madeUpIncident(one.playbook, phase), nextUpdateAt };
    for (const notice of readOf(one, phase, { incident, drill: true, settings: linked })) {
      const time = localTime(nextUpdateAt, notice.locale, plainSettings['time-zones'][notice.locale]);
      expect(notice.body).toContain(time);
    }
  });

  it('and once a trouble is resolved there is none', () => {
    const nextUpdateAt = instant(Date.parse('2026-11-23T05:43:00Z'));
    for (const one of shipped) {
      const incident = { ...madeUpIncident(one.playbook, 'resolved'), nextUpdateAt };
      for (const notice of readOf(one, 'resolved', { incident })) expect(notice.body).not.toMatch(/\d\d:43/);
    }
  });
});

describe('the status page', () => {
  it.each(occasions)('is linked where it is set: $id, $phase', ({ one, phase }) => {
    for (const { channel, locale, body } of readOf(one, phase, { settings: linked })) {
      if (channel === 'sms') expect(body.split(link)).toHaveLength(2);
      else expect(body).toContain(`\n\n${words[locale].details}${link}`);
    }
  });

  it('is not spoken of where it is not', () => {
    for (const { one, phase } of occasions) {
      for (const notice of usualOf(one, phase))
        expect(textOf(notice)).not.toContain(words[notice.locale].details.trim());
    }
  });
});

/** The parts a notice is made of, as a short message writes them. */
function shortParts(
  { one, phase }: (typeof occasions)[number],
  { locale, audience }: Notice,
  settings: Settings,
): Readonly<Partial<Record<NoticePart, string>>> {
  const fields = noticeFields({
    ...{ incident: madeUpIncident(one.playbook, phase), playbook: one.playbook },
    ...{ thresholds, settings, locale, now: begins[phase] },
  });
  const { subject, ...parts } = one.templates[locale].fill(fields, { phase, audience, again: false });
  const { stop, space } = words[locale];
  const written = Object.entries({ subject: inertLine(subject) + stop, ...parts });
  return Object.fromEntries(
    written.map(([name, text]) => [
      name,
      inert(text)
        .replace(/^- /gm, '')
        .replace(/\s*\n\s*/g, space),
    ]),
  );
}

/** Every choice of some of these texts, in their order. */
const choices = (texts: readonly string[]): readonly (readonly string[])[] =>
  texts.reduceRight<readonly (readonly string[])[]>(
    (rest, text) => rest.flatMap((chosen) => [chosen, [text, ...chosen]]),
    [[]],
  );

describe('a short message', () => {
  it.each(occasions)(
    'of a usual service says all that matters, in a drill and with a link: $id, $phase',
    (occasion) => {
      const withoutLink: string[] = [];
      for (const notice of noticesOf(occasion.one, occasion.phase, {
        channels: ['sms'],
        settings: linked,
        drill: true,
      })) {
        const { summary, recovery, 'next-update': nextUpdate } = shortParts(occasion, notice, linked);
        for (const needed of [summary, recovery ?? '', nextUpdate ?? '']) expect(notice.body).toContain(needed);
        if (!notice.body.includes(link)) withoutLink.push(`${occasion.id} ${occasion.phase} ${notice.audience}`);
      }
      expect(withoutLink).toEqual([]);
    },
  );

  it('fits whatever the service is called, is made of whole parts, and always says when there will be more', () => {
    const named = (most: number): fc.Arbitrary<string> =>
      fc
        .oneof(
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: most }),
          fc.string({ unit: 'binary', minLength: 1, maxLength: most }),
          fc.string({ unit: fc.constantFrom('[', '€', '早', '😀', 'W', '\n'), minLength: 1, maxLength: most }),
        )
        .filter((name) => Array.from(name).length <= most && /[^\s\p{C}]/u.test(name));
    const everywhere = (name: string): object => ({ 'zh-CN': name, 'zh-TW': name, en: name });
    const told = fc.record({
      ...{ place: fc.nat({ max: occasions.length - 1 }), service: named(40), signature: named(20) },
      ...{ drill: fc.boolean(), page: fc.boolean() },
    });
    fc.assert(
      fc.property(told, ({ place, service, signature, drill, page }) => {
        const occasion = occasions[place]!;
        const written = { service: everywhere(service), signature: everywhere(signature) };
        const settings = settingsOf(page ? { ...written, 'status-page': link } : written);
        for (const notice of noticesOf(occasion.one, occasion.phase, {
          channels: ['sms'],
          settings,
          drill,
        })) {
          const { locale, body } = notice;
          expect(segmentsOf(body)).toBeLessThanOrEqual(mostSegments);
          const banner = drill ? drillBanner[locale] : '';
          const head = locale === 'en' ? `${inertLine(signature)}: ${banner}` : `【${inertLine(signature)}】${banner}`;
          const parts = shortParts(occasion, notice, settings);
          const pieces = [...noticeParts.flatMap((name) => parts[name] ?? []), ...(page ? [link] : [])];
          const whole = choices(pieces).map((chosen) => head + chosen.join(words[locale].space));
          // What is too long is cut, and says so.
          if (!/…|\.{3}/.test(body)) expect(whole).toContain(body);
          expect(body).toContain(parts['next-update'] ?? '');
        }
      }),
      {
        numRuns: 200,
        // Runs of control characters, which a name is read with as one space.
        examples: ['!\u0000\u0000!', '- \n\t!'].map((signature) => [
          { place: 0, service: '[', signature, drill: false, page: false },
        ]),
      },
    );
  });
});

/** Whether the mail of a playbook to somebody speaks of the service by its name. */
function namesService(one: Shipped, { phase, audience, locale, channel }: Notice): boolean {
  const said = usualOf(one, phase).find(
    (notice) => notice.channel === channel && notice.audience === audience && notice.locale === locale,
  );
  return (
    channel === 'email' && (said?.body.replace(/\n\n-- \n[^]*$/, '').includes(plainSettings.service[locale]) ?? false)
  );
}

describe('what names hold stays what it is', () => {
  const hostile = [
    'Shop\r\nBcc: all@example.com',
    'Shop\u2028Bcc: x',
    'Shop\u0085\u000b\u000cx',
    '{{title}} {{> closing}}',
    '{{#part "x"}}{{/part}}',
    '<b>Shop</b><script>',
    '[Shop](javascript:x) *x* | `y`',
    '$& $1 $$',
  ];

  it.each(hostile)('in the name of the service: %j', (name) => {
    const settings = settingsOf({ service: { 'zh-CN': name, 'zh-TW': name, en: name } });
    const inOneLine = name.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
    for (const { one, phase } of occasions) {
      for (const notice of readOf(one, phase, { settings })) {
        if (namesService(one, notice)) expect(notice.body).toContain(inOneLine);
        expect(notice.subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(notice.body).not.toMatch(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(notice.body).not.toMatch(/^Bcc/m);
      }
    }
  });

  it.each(hostile)('in the signature: %j', (name) => {
    const signature = Array.from(name).slice(0, 20).join('');
    const settings = settingsOf({ signature: { 'zh-CN': signature, 'zh-TW': signature, en: signature } });
    for (const { channel, body } of readOf(shipped[0]!, 'investigating', { settings })) {
      const inOneLine = signature.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
      if (channel === 'email') expect(body.endsWith(`-- \n${inOneLine}`)).toBe(true);
      if (channel === 'sms') expect(body).toContain(inOneLine);
    }
  });

  it.each(hostile)('in a playbook’s title and cause: %j', (name) => {
    const text = { 'zh-CN': name, 'zh-TW': name, en: name };
    const [one] = shipped;
    const causes = Object.fromEntries(
      Object.entries(one!.playbook.causes).map(([id, cause]) => [id, { ...cause, say: text }]),
    );
    const playbook = { ...one!.playbook, title: text, causes };
    const inOneLine = name.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
    for (const notice of readOf(one!, 'identified', { playbook })) {
      if (notice.channel === 'email') expect(notice.body).toContain(inOneLine);
      expect(notice.subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    }
  });
});

describe('times in a notice', () => {
  it('are those of each language’s readers', () => {
    const settings = settingsOf({ 'time-zones': { en: 'Asia/Kolkata', 'zh-TW': 'America/New_York' } });
    const [one] = shipped;
    const started = Object.fromEntries(
      noticesOf(one!, 'investigating', { settings })
        .filter(({ channel, audience }) => channel === 'text' && audience === 'users')
        .map(({ locale, body }) => [
          locale,
          /\d\d?(?:月\d+日| November,) \d\d:\d\d ?[（(][^)）]+[)）]/.exec(body)?.[0],
        ]),
    );
    expect(started).toEqual({
      'zh-CN': '11月23日 09:00（UTC+8）',
      'zh-TW': '11月22日 20:00（UTC-5）',
      en: '23 November, 06:30 (UTC+5:30)',
    });
  });
});

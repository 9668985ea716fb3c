import { describe, expect, it } from 'vitest';
import { bookFiles } from '../../src/export/notice-book/files.ts';
import { bookNotices, pageChannels, tellings, type BookInput } from '../../src/export/notice-book/occasions.ts';
import { phases } from '../../src/model/incident.ts';
import { locales } from '../../src/model/locale.ts';
import { audiences, channelNames, type Notice } from '../../src/model/notice.ts';
import { phasesFor } from '../../src/model/playbook.ts';
import { duration, instant, minus } from '../../src/model/time.ts';
import { composeNotices } from '../../src/notice/compose.ts';
import { asKnown } from '../../src/notice/field-values.ts';
import { madeUpIncident } from '../../src/notice/made-up-incident.ts';
import { drillBanner } from '../../src/notice/drill.ts';
import { library, thresholds } from '../notice/library.ts';
import { hostileTexts } from '../notice/channels/compositions.ts';
import { plainSettings, settingsOf } from '../notice/shipped.ts';

const input: BookInput = {
  playbooks: library.playbooks,
  thresholds,
  templates: library.notices,
  settings: plainSettings,
  channels: channelNames,
  drill: true,
  wanted: () => true,
  now: instant(Date.parse('2026-11-24T01:00:00Z')),
};

/** How many notices the playbooks declare for one channel, told for the first time. */
const declared = library.playbooks.reduce(
  (sum, playbook) =>
    sum + audiences.reduce((told, audience) => told + phasesFor(playbook, audience).length, 0) * locales.length,
  0,
);

const readWhole = [...pageChannels, ...plainSettings.channels];

/** Every notice that could be said: what the book must hold once. */
const said = library.playbooks.flatMap((playbook) => {
  const templates = library.notices.get(playbook.id)!;
  return phases.flatMap((phase, place) =>
    (phase === 'investigating' ? [null] : Object.keys(playbook.causes)).flatMap((cause) =>
      tellings.flatMap((telling) => {
        if (telling === 'again' && phase === 'resolved') return [];
        const puttingRight = telling === 'correction' || telling === 'withdrawal';
        const update = place + (puttingRight ? 2 : 1);
        const { now, settings } = input;
        const onsetAt = minus(now, duration(20 * 60_000));
        return composeNotices({
          incident: madeUpIncident(playbook, thresholds, { phase, cause, onsetAt, now, update }),
          ...{ playbook, thresholds, templates, settings, channels: ['text', 'sms'], now, drill: true, set: asKnown },
          again: telling === 'again',
          revision: puttingRight ? { kind: telling, of: place + 1 } : null,
        }).map((notice) => ({ playbook: playbook.id, notice, occasion: { telling, cause } }));
      }),
    ),
  );
});

const placeOf = (playbook: string, { phase, audience, locale, channel }: Notice): string =>
  [playbook, phase, audience, locale, channel].join(' ');

describe('the book of notices', () => {
  const files = bookFiles(input);
  const notices = bookNotices(input);

  it('has each notice in a file of its own, a list of them and one page', () => {
    expect(files).toHaveLength(notices.length + 2);
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
    expect(files.slice(-2).map(({ path }) => path)).toEqual(['contents.csv', 'index.html']);
  });

  it('has for every channel what is said first, with the first cause, in the folder of its phase', () => {
    const usual = files.filter(({ path }) => /^[\w-]+\/0\d-\w+\/[\w.-]+$/.test(path));
    expect(usual).toHaveLength(declared * channelNames.length);
  });

  it('has what is said on every occasion once, with every occasion on which it is the same', () => {
    const shown = notices.filter(({ notice }) => ['text', 'sms'].includes(notice.channel));
    const held = shown.flatMap(({ playbook, notice, occasions }) =>
      occasions.map(({ telling, cause }) => `${placeOf(playbook.id, notice)} ${telling} ${cause}\n${notice.body}`),
    );
    const wanted = said.map(
      ({ playbook, notice, occasion: { telling, cause } }) =>
        `${placeOf(playbook, notice)} ${telling} ${cause}\n${notice.body}`,
    );
    expect(held.sort()).toEqual(wanted.sort());
    const texts = shown.map(({ playbook, notice }) => `${placeOf(playbook.id, notice)}\n${notice.body}`);
    expect(new Set(texts).size).toBe(texts.length);
    // Some are the same whatever the cause, and some with nothing new too.
    expect(texts.length).toBeLessThan(held.length);
  });

  it('has what is not said first for the channels that are read whole alone', () => {
    const later = notices.filter(({ occasions: [{ telling }] }) => telling !== 'first');
    expect(new Set(later.map(({ notice }) => notice.channel))).toEqual(new Set(readWhole));
  });

  it('lists every file with the occasions that it is for', () => {
    const [head, ...rows] = files.at(-2)!.content.trim().split('\n');
    expect(head).toBe('file,playbook,phase,audience,locale,channel,occasions');
    expect(rows.map((row) => row.split(',')[0])).toEqual(files.slice(0, -2).map(({ path }) => path));
    expect(rows.find((row) => row.startsWith('health-data/02-identified/withdrawal/management.en.text.txt,'))).toMatch(
      /,management,en,text,withdrawal-[\w-]+ withdrawal-[\w-]+ withdrawal-[\w-]+$/,
    );
  });

  it('has the files of a playbook and a phase together, in the order of an incident’s life', () => {
    const folders = new Set(files.slice(0, -2).map(({ path }) => path.split('/').slice(0, 2).join('/')));
    const expected = library.playbooks.flatMap(({ id }) =>
      phases.map((phase, place) => `${id}/0${place + 1}-${phase}`),
    );
    expect([...folders]).toEqual(expected);
  });

  it('has a page that a browser opens at once: every notice in eight megabytes', () => {
    expect(Buffer.byteLength(files.at(-1)!.content)).toBeLessThan(8_000_000);
  });

  it.each([true, false])('begins each notice with the banner only in a drill: %s', (drill) => {
    for (const { notice } of bookNotices({ ...input, channels: ['text'], drill })) {
      expect(notice.body.startsWith(drillBanner[notice.locale].trim())).toBe(drill);
    }
  });

  it.each([...hostileTexts, 'x'.repeat(1_000_000)].map((text) => [text.slice(0, 40), text] as const))(
    'has a page in which names are text: %j',
    (_title, hostile) => {
      const [playbook] = library.playbooks;
      const named = { 'zh-CN': hostile, 'zh-TW': hostile, en: hostile };
      const settings = { ...settingsOf(), service: named, signature: named };
      const page = bookFiles({ ...input, playbooks: [{ ...playbook!, title: named }], settings }).at(-1)!.content;
      const usual = bookFiles({ ...input, playbooks: [playbook!] }).at(-1)!.content;
      // A text that is the same on two occasions stands once, and so has one article: what is counted is what stands beside them.
      const counted = (text: string, tag: RegExp): number => text.split(tag).length;
      const tags = (text: string): number => counted(text, /<[a-z/!]/i) - 8 * counted(text, /<article /);
      expect(tags(page)).toBe(tags(usual));
      expect(page).not.toContain('<script>alert');
    },
  );
});

import { describe, expect, it } from 'vitest';
import { bookFiles } from '../../src/export/notice-book/files.ts';
import { bookNotices, type BookInput } from '../../src/export/notice-book/occasions.ts';
import { phases } from '../../src/model/incident.ts';
import { locales } from '../../src/model/locale.ts';
import { channelNames } from '../../src/model/notice.ts';
import { phasesFor } from '../../src/model/playbook.ts';
import { audiences } from '../../src/model/notice.ts';
import { instant } from '../../src/model/time.ts';
import { drillBanner } from '../../src/notice/drill.ts';
import { library } from '../notice/library.ts';
import { hostileTexts } from '../notice/channels/compositions.ts';
import { plainSettings, settingsOf } from '../notice/shipped.ts';

const input: BookInput = {
  playbooks: library.playbooks,
  templates: library.notices,
  settings: plainSettings,
  channels: channelNames,
  drill: true,
  wanted: () => true,
  now: instant(Date.parse('2026-11-24T01:00:00Z')),
};

const declared = library.playbooks.reduce(
  (sum, playbook) =>
    sum + audiences.reduce((told, audience) => told + phasesFor(playbook, audience).length, 0) * locales.length,
  0,
);

describe('the book of notices', () => {
  it('has each notice that is declared once, in a file of its own, and one page', () => {
    const files = bookFiles(input);
    expect(files).toHaveLength(declared * channelNames.length + 1);
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
    expect(files.at(-1)?.path).toBe('index.html');
  });

  it('has the files of a playbook and a phase together, in the order of an incident’s life', () => {
    const paths = bookFiles({ ...input, channels: ['text'] }).map(({ path }) => path);
    const folders = new Set(paths.slice(0, -1).map((path) => path.replace(/\/[^/]*$/, '')));
    const expected = library.playbooks.flatMap(({ id }) =>
      phases.map((phase, place) => `${id}/0${place + 1}-${phase}`),
    );
    expect([...folders]).toEqual(expected);
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
      const tags = (text: string): number => text.split(/<[a-z/!]/i).length;
      expect(tags(page)).toBe(tags(usual));
      expect(page).not.toContain('<script>alert');
    },
  );
});

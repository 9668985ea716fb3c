import { describe, expect, it } from 'vitest';
import { locales } from '../../src/model/locale.ts';
import { noticeFields, type NoticeFields } from '../../src/notice/fields.ts';
import { begins, madeUpIncident } from './made-up-incident.ts';
import { noticesOf, settingsOf, shipped, thresholds } from './shipped.ts';

const one = shipped.find(({ playbook: { id } }) => id === 'vendor-failure')!;
const { playbook } = one;

const yitong = {
  ...{ id: 'yitong', name: { 'zh-CN': '译通', 'zh-TW': '譯通', en: 'Yitong' }, modules: [playbook.module] },
  contacts: { duty: 'duty@yitong.example', escalation: '555 0101' },
  contract: { review: '2027-06-01', notice: '90d' },
};

const fieldsWith = (vendors: readonly object[], locale: (typeof locales)[number] = 'en'): NoticeFields =>
  noticeFields({
    ...{ incident: madeUpIncident(playbook, 'investigating'), playbook, thresholds, locale },
    ...{ settings: settingsOf({ vendors }), now: begins.investigating },
  });

describe('the fields of a vendor', () => {
  it('are those of the register', () => {
    expect(fieldsWith([{ ...yitong, sla: { respond: '15m', recover: '2h' } }])).toMatchObject({
      ...{ vendor: 'Yitong', 'vendor-contact': 'duty@yitong.example' },
      ...{ 'vendor-respond-within': '15 minutes', 'vendor-recover-within': '2 hours' },
    });
  });

  it('are words where the contract promises no time', () => {
    expect(fieldsWith([{ ...yitong, sla: { respond: '15m' } }])).toMatchObject({
      ...{ 'vendor-respond-within': '15 minutes', 'vendor-recover-within': 'as agreed in the contract' },
    });
  });

  it.each(locales)('are words in %s where no vendor is known', (locale) => {
    const { vendor, 'vendor-contact': contact, 'vendor-respond-within': respond } = fieldsWith([], locale);
    for (const said of [vendor, contact, respond]) expect(said).not.toBe('');
    expect(fieldsWith([yitong], locale)).toMatchObject({ vendor: yitong.name[locale] });
  });
});

describe('the notice to a vendor whose service fails', () => {
  const settings = settingsOf({ vendors: [{ ...yitong, sla: { respond: '15m', recover: '2h' } }] });
  const said = noticesOf(one, 'investigating', { settings }).filter(({ channel }) => channel === 'text');

  it.each([
    ['zh-CN', '译通', '15 分钟'],
    ['zh-TW', '譯通', '15 分鐘'],
    ['en', 'Yitong', '15 minutes'],
  ])('in %s names it, its duty contact and its times', (locale, name, time) => {
    const body = said.find((notice) => notice.audience === 'vendor' && notice.locale === locale)!.body;
    for (const part of [name, 'duty@yitong.example', time]) expect(body).toContain(part);
  });

  it('is the only one, beside that to management, that names it', () => {
    const naming = said.filter(({ body }) => /译通|譯通|Yitong/.test(body)).map(({ audience }) => audience);
    expect(new Set(naming)).toEqual(new Set(['management', 'vendor']));
  });
});

import { describe, expect, it } from 'vitest';
import { locales } from '../../src/model/locale.ts';
import { thresholdsOf } from '../../src/model/playbook.ts';
import { completeness } from '../../src/notice/completeness.ts';
import { parseTemplate } from '../../src/notice/parse-template.ts';
import { noticeTemplate, type NoticeTemplate } from '../../src/notice/template.ts';
import type { Locale } from '../../src/model/locale.ts';
import { playbook } from '../judge/histories.ts';
import { settingsOf } from './shipped.ts';

const slow = playbook({ id: 'slow', when: { any: ['high'] } });

/** One text in every language, with a subject of so many characters. */
const templates = (subject: string, next = 'until {{next-update}}'): Readonly<Record<Locale, NoticeTemplate>> => {
  const source = `{{#part "subject"}}${subject}{{/part}}{{#part "summary"}}${'so long a summary '.repeat(40)}{{/part}}
{{#part "next-update" phase="investigating identified monitoring"}}${next}{{/part}}`;
  const template = noticeTemplate(parseTemplate(source), {});
  return Object.fromEntries(locales.map((locale) => [locale, template])) as Record<Locale, NoticeTemplate>;
};

const told = (subject: string, next?: string): readonly string[] =>
  completeness(slow, thresholdsOf(slow), templates(subject, next), settingsOf())
    .faults.filter(({ channel }) => channel === 'sms')
    .map(({ message }) => message);

describe('short messages that are too long', () => {
  it('are none where the subject and the next update fit', () => {
    expect(told('Slow')).toEqual([]);
  });

  it('are told of by audience, language and phase', () => {
    const [first, ...more] = told('x'.repeat(470));
    expect(first).toBe(
      'the sms notice to users in zh-CN (investigating, identified, monitoring, resolved) does not fit into 3 segments, not even its subject, the recovery and the next update',
    );
    expect(more).toHaveLength(2);
  });

  it('are told of only for the phases in which they are', () => {
    expect(told('x'.repeat(30), 'y'.repeat(440))[0]).toContain('(investigating, identified, monitoring) does not fit');
  });
});

import { describe, it } from 'vitest';
import { locales } from '../../src/model/locale.ts';
import { phases } from '../../src/model/incident.ts';
import type { Notice } from '../../src/model/notice.ts';
import { noticeFile } from '../../src/notice/file.ts';
import { expectGolden } from '../golden/golden-file.ts';
import { noticesOf, settingsOf, shipped } from './shipped.ts';

const settings = settingsOf({ 'status-page': 'https://status.example.com' });
const inDrill = { settings, drill: true, channels: ['text', 'sms'] as const };

/** Notices as their files have them, one below the other. */
const shown = (notices: readonly Notice[]): string =>
  notices
    .map(noticeFile)
    .map(({ path, content }) => `======== ${path}\n${content}`)
    .join('\n');

describe('what the shipped playbooks say in a drill', () => {
  it.each(shipped.flatMap((one) => locales.map((locale) => ({ ...one, id: one.playbook.id, locale }))))(
    'of $id in $locale is what people have read and found right',
    ({ id, locale, ...one }) => {
      const said = phases.flatMap((phase) => noticesOf(one, phase, inDrill));
      expectGolden(`notices/${id}.${locale}.txt`, shown(said.filter((notice) => notice.locale === locale)));
    },
  );

  it.each(locales)('with nothing new to tell, in %s, is what people have read and found right', (locale) => {
    const said = shipped.flatMap((one) =>
      phases
        .filter((phase) => phase !== 'resolved')
        .flatMap((phase) => {
          const told = (again: boolean) => noticesOf(one, phase, { ...inDrill, channels: ['text'], again });
          const first = new Set(told(false).map(({ body }) => body));
          // What is said as it was the first time has been read there.
          return told(true).filter(({ body }) => !first.has(body));
        }),
    );
    expectGolden(
      `notices/again.${locale}.txt`,
      said
        .filter((notice) => notice.locale === locale)
        .map(({ incident, phase, audience, body }) => `==== ${incident}, ${phase}, ${audience}\n${body}\n`)
        .join('\n'),
    );
  });

  it.each(['correction', 'withdrawal'] as const)('as a %s is what people have read and found right', (kind) => {
    const [one] = shipped.filter(({ playbook: { id } }) => id === 'message-delay');
    const said = noticesOf(one!, 'identified', { ...inDrill, revision: { kind, of: 1 } });
    expectGolden(`notices/${kind}.txt`, shown(said.filter(({ audience }) => audience === 'users')));
  });
});

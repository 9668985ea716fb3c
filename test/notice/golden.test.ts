import { describe, it } from 'vitest';
import { locales } from '../../src/model/locale.ts';
import { phases } from '../../src/model/incident.ts';
import { noticeFile } from '../../src/notice/file.ts';
import { expectGolden } from '../golden/golden-file.ts';
import { noticesOf, settingsOf, shipped } from './shipped.ts';

const settings = settingsOf({ 'status-page': 'https://status.example.com' });

describe('what the shipped playbooks say in a drill', () => {
  it.each(shipped.flatMap((one) => locales.map((locale) => ({ ...one, id: one.playbook.id, locale }))))(
    'of $id in $locale is what people have read and found right',
    ({ id, locale, ...one }) => {
      const said = phases
        .flatMap((phase) => noticesOf(one, phase, { settings, drill: true }))
        .filter((notice) => notice.locale === locale)
        .map(noticeFile)
        .map(({ path, content }) => `======== ${path}\n${content}`);
      expectGolden(`notices/${id}.${locale}.txt`, said.join('\n'));
    },
  );
});

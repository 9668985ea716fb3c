import { noticeFile, type NoticeFile } from '../../notice/file.ts';
import { bookNotices, type BookInput } from './occasions.ts';
import { bookPage } from './page.ts';

/** The whole book of notices: one file for each notice, in a folder for each playbook and phase, and one page to search and print. */
export function bookFiles(input: BookInput): readonly NoticeFile[] {
  const all = bookNotices(input);
  return [
    ...all.map(({ playbook, notice }) => {
      const { path, content } = noticeFile(notice);
      return { path: `${playbook.id}/${path}`, content };
    }),
    { path: 'index.html', content: bookPage(all, input) },
  ];
}

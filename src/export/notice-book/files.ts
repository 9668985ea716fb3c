import { phases } from '../../model/incident.ts';
import { noticeFile, type NoticeFile } from '../../notice/file.ts';
import { bookNotices, type BookInput, type BookNotice, type Occasion } from './occasions.ts';
import { bookPage } from './page.ts';

/** The whole book of notices: one file for each notice, in a folder for each playbook, phase and occasion; a list of them with every occasion; and one page to search and print. */
export function bookFiles(input: BookInput): readonly NoticeFile[] {
  const all = bookNotices(input).map((one) => ({ ...one, ...fileOf(one) }));
  return [
    ...all.map(({ path, content }) => ({ path, content })),
    { path: 'contents.csv', content: contentsOf(all) },
    { path: 'index.html', content: bookPage(all, input) },
  ];
}

/** What is said first, with the first cause, stands in the phase's folder itself; what is said otherwise, in a folder that tells when. */
function fileOf({ playbook, notice, occasions: [{ telling, cause }] }: BookNotice): NoticeFile {
  const { path, content } = noticeFile({ ...notice, update: phases.indexOf(notice.phase) + 1 });
  const [usual] = Object.keys(playbook.causes);
  const folder = nameOf({ telling, cause: cause === usual ? null : cause });
  return { path: `${playbook.id}/${folder === 'first' ? path : path.replace('/', `/${folder}/`)}`, content };
}

const nameOf = ({ telling, cause }: Occasion): string => (cause === null ? telling : `${telling}-${cause}`);

/** Ids and the names of files, none of which a spreadsheet would take for anything else. */
function contentsOf(all: readonly (BookNotice & NoticeFile)[]): string {
  const rows = all.map(({ path, notice: { phase, audience, locale, channel }, playbook, occasions }) =>
    [path, playbook.id, phase, audience, locale, channel, occasions.map(nameOf).join(' ')].join(','),
  );
  return ['file,playbook,phase,audience,locale,channel,occasions', ...rows, ''].join('\n');
}

import type { Notice } from '../model/notice.ts';

/** A text and where it is kept, relative to a folder. */
export interface NoticeFile {
  readonly path: string;
  readonly content: string;
}

/**
 * Where a notice is kept in its incident's folder, and its text: `01-investigating/users.zh-CN.sms.txt`. Updates sort in the order they came. What a
 * service is sent is kept as that, in JSON.
 */
export function noticeFile(notice: Notice): NoticeFile {
  const { update, phase, audience, locale, channel, request } = notice;
  const name = `${String(update).padStart(2, '0')}-${phase}/${audience}.${locale}.${channel}`;
  return request === null
    ? { path: `${name}.txt`, content: plainNotice(notice) }
    : { path: `${name}.json`, content: `${JSON.stringify(request, null, 2)}\n` };
}

/** A notice as it is read: its subject in front, where it has one. */
export const plainNotice = ({ subject, body }: Notice): string =>
  `${subject === '' ? '' : `Subject: ${subject}\n\n`}${body}\n`;

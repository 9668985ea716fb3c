import type { Notice } from '../model/notice.ts';

/** Where a notice is kept in its incident's folder, and its text: `01-investigating/users.zh-CN.sms.txt`. Updates sort in the order they came. */
export function noticeFile(notice: Notice): { readonly path: string; readonly content: string } {
  const { update, phase, audience, locale, channel, subject, body } = notice;
  const folder = `${String(update).padStart(2, '0')}-${phase}`;
  const head = subject === '' ? '' : `Subject: ${subject}\n\n`;
  return { path: `${folder}/${audience}.${locale}.${channel}.txt`, content: `${head}${body}\n` };
}

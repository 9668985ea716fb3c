import smsSegments from 'sms-segments-calculator';
import { noticeParts, type NoticePart } from '../../model/notice.ts';
import { words } from '../words.ts';
import type { Composition, Layout } from './layout.ts';

/** A short message may be so many segments long: 459 characters of GSM-7, 201 of UCS-2. */
export const mostSegments = 3;

/** What a reader misses most comes first. What does not fit is left out whole: half a sentence may say the opposite. */
const worth: readonly (NoticePart | 'link')[] = ['summary', 'recovery', 'next-update', 'link', 'cause', 'advice'];

/** One short message: who speaks, the banner, and the parts that fit in the order of their worth, then laid in the order of reading. */
export const sms: Layout = {
  lay: (composition) => {
    let taken: readonly string[] = [];
    for (const piece of worth) {
      const more = [...taken, piece];
      if (mayFit(write(composition, more))) taken = more;
    }
    // Counting segments costs far more than measuring a length, so it is done for what is about to be sent.
    while (taken.length > 1 && segmentsOf(write(composition, taken)) > mostSegments) taken = taken.slice(0, -1);
    return { subject: '', body: write(composition, taken) };
  },
};

/** Whether a text is short enough at the very best: a concatenated segment holds 153 characters of GSM-7 or 67 of UCS-2. */
const mayFit = (text: string): boolean => text.length <= mostSegments * (/^[ -~\n]*$/.test(text) ? 153 : 67);

/** How many segments a text takes: one character outside GSM-7 makes all of it UCS-2. */
export const segmentsOf = (text: string): number => new smsSegments.SegmentedMessage(text).segmentsCount;

function write({ parts, banner, signature, link, locale }: Composition, taken: readonly string[]): string {
  const { space } = words[locale];
  const said = noticeParts.flatMap((name) => (taken.includes(name) ? (parts[name] ?? []) : []));
  const all = link !== null && taken.includes('link') ? [...said, link] : said;
  const head = locale === 'en' ? `${signature}: ${banner}` : `【${signature}】${banner}`;
  return head + all.map((part) => part.replace(/^- /gm, '').replace(/\s*\n\s*/g, space === '' ? '' : ' ')).join(space);
}

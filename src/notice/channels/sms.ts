import smsSegments from 'sms-segments-calculator';
import { noticeParts, type NoticePart } from '../../model/notice.ts';
import { words } from '../words.ts';
import type { Composition, Layout } from './layout.ts';

/** Whether a short message has room for its beginning and the time of the next update; without that it is not worth sending. */
export const smsFits = (composition: Composition): boolean =>
  fitting(composition, 'summary') !== null || fitting(composition, 'subject') !== null;

/** A short message may be so many segments long: 459 characters of GSM-7, 201 of UCS-2. */
export const mostSegments = 3;

/** After its beginning, what a reader misses most comes first. What does not fit is left out whole: half a sentence may say the opposite. */
const worth: readonly (NoticePart | 'link')[] = ['next-update', 'recovery', 'link', 'cause', 'advice'];

/**
 * One short message: who speaks, the banner, and the parts that fit in the order of their worth, then laid in the order of reading. It begins with the
 * summary; where that is too long to say also when there will be more, with the subject.
 */
export const sms: Layout = {
  lay: (composition) => {
    const taken = fitting(composition, 'summary') ?? fitting(composition, 'subject') ?? [];
    return { subject: '', body: write(composition, taken) };
  },
};

/** The parts that fit after a beginning; null where that leaves no room for the next update. */
function fitting(composition: Composition, lead: NoticePart): readonly string[] | null {
  let taken: readonly string[] = [];
  for (const piece of [lead, ...worth]) {
    const more = [...taken, piece];
    if (mayFit(write(composition, more))) taken = more;
  }
  while (taken.length > 0 && !fits(write(composition, taken))) taken = taken.slice(0, -1);
  return taken[0] === lead && taken[1] === worth[0] ? taken : null;
}

/** Whether a text is short enough at the very best: a concatenated segment holds 153 characters of GSM-7 or 67 of UCS-2. */
const mayFit = (text: string): boolean => text.length <= mostSegments * (/^[ -~\n]*$/.test(text) ? 153 : 67);

/** Counting segments takes milliseconds, and people are waiting: a text that surely fits is not counted. */
const fits = (text: string): boolean => (ofOnePlaceEach.test(text) && mayFit(text)) || segmentsOf(text) <= mostSegments;

/** ASCII without what GSM-7 lacks or gives two places, or with Chinese among it: no character takes two places, or joins the one before. */
const ofOnePlaceEach =
  /^(?:[\n -Z_a-z]*|[\n -~\u2010-\u2027\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e]*[\u4e00-\u9fff][\n -~\u2010-\u2027\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e]*)$/;

/** How many segments a text takes: one character outside GSM-7 makes all of it UCS-2. */
export const segmentsOf = (text: string): number => new smsSegments.SegmentedMessage(text).segmentsCount;

function write({ parts, banner, signature, link, locale }: Composition, taken: readonly string[]): string {
  const { space, stop } = words[locale];
  const said = noticeParts.flatMap((name) => {
    const part = taken.includes(name) ? parts[name] : undefined;
    return part === undefined ? [] : [name === 'subject' ? part + stop : part];
  });
  const all = link !== null && taken.includes('link') ? [...said, link] : said;
  const head = locale === 'en' ? `${signature}: ${banner}` : `【${signature}】${banner}`;
  return head + all.map((part) => part.replace(/^- /gm, '').replace(/\s*\n\s*/g, space === '' ? '' : ' ')).join(space);
}

import smsSegments from 'sms-segments-calculator';
import { words } from '../words.ts';
import { fitted, layoutIn, pieceOrder, type Draft, type Piece, type Pieces, type Room } from './fitting.ts';
import type { Composition, Layout } from './layout.ts';

/** A short message may be so many segments long: 459 characters of GSM-7, 201 of UCS-2. */
export const mostSegments = 3;

/** What a segment of several holds, in characters of GSM-7 (septets) and of UCS-2. */
const segment = { gsm7: 153, ucs2: 67 } as const;

const most = mostSegments * segment.gsm7;

const room: Room<string> = {
  ...{ limit: `${mostSegments} segments`, most, mostTitle: most, worth: ['link', 'cause', 'advice'] },
  ...{ write, fits },
  laid: (body) => ({ subject: '', body, request: null }),
};

const plain = layoutIn(room);

/**
 * One short message: who speaks, the banner, and the parts that fit. It begins with the summary, or with the subject: there is no room for both. Where a
 * provider sends only templates that it has approved, its request names the template and what stands in it.
 */
export const sms: Layout = {
  ...plain,
  lay: (composition) => {
    const laid = plain.lay(composition);
    const { smsTemplate: template } = composition;
    if (template === null) return laid;
    const { sender, lead, pieces } = shortMessage(composition);
    return { ...laid, request: { sign: sender, template, parameters: { lead, ...pieces }, text: laid.body } };
  },
};

/** What a short message says, each part in one line. */
export interface ShortMessage {
  readonly sender: string;
  /** What it begins with: the summary or the subject, behind the banner. */
  readonly lead: string;
  readonly pieces: Pieces;
}

/** The parts of a short message one by one: providers that fill templates take them as variables. */
export function shortMessage(composition: Composition): ShortMessage {
  const { draft } = fitted(composition, room);
  const pieces = Object.entries(draft.pieces).flatMap(([name, text]) =>
    name === 'summary' ? [] : [[name, inOneLine(text, draft)]],
  );
  return { sender: draft.signature, lead: leadOf(draft), pieces: Object.fromEntries(pieces) as Pieces };
}

function write(draft: Draft): string {
  const { composition, signature, pieces } = draft;
  const head = composition.locale === 'en' ? `${signature}: ` : `【${signature}】`;
  const said = pieceOrder.flatMap((name: Piece) => (name === 'summary' ? [] : (pieces[name] ?? [])));
  const text =
    head + [leadOf(draft), ...said.map((part) => inOneLine(part, draft))].join(words[composition.locale].space);
  // GSM-7 has no ellipsis: the sign that something was left out would take more than half of the room.
  const spelt = text.replaceAll('…', '...');
  return spelt !== text && inGsm7.test(spelt) ? spelt : text;
}

/** What the message begins with, the banner in front. */
function leadOf(draft: Draft): string {
  const { title, pieces, composition } = draft;
  if (pieces.summary !== undefined) return composition.banner + inOneLine(pieces.summary, draft);
  return title.endsWith('…') ? title : title + words[composition.locale].stop;
}

const inOneLine = (text: string, { composition: { locale } }: Draft): string =>
  text.replace(/^- /gm, '').replace(/\n+/g, words[locale].space);

/** Counting segments takes milliseconds, and people are waiting: a text of which it is plain to see is not counted. */
function fits(text: string): boolean {
  if (inGsm7.test(text)) {
    const septets = text.length + (text.match(ofTwoSeptets)?.length ?? 0);
    // A character of two septets is not divided: each segment but the last may lack one.
    if (septets <= most - (mostSegments - 1)) return true;
    return septets <= most && segmentsOf(text) <= mostSegments;
  }
  if (text.length > mostSegments * segment.ucs2) return false;
  return ofOnePlaceEach.test(text) || segmentsOf(text) <= mostSegments;
}

/** What GSM-7 has: ASCII without the grave accent, and some letters of Europe. */
const inGsm7 = /^[\n -_a-~£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€]*$/;
const ofTwoSeptets = /[[\]{}\\^~|€]/g;

/** Characters of one place each, none of which joins the one before: so many of them fit whichever way they are encoded. */
const ofOnePlaceEach =
  /^[\n -~\u00a1-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u23ff\u25a0-\u25ff\u3000-\u3029\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff\uff01-\uffe6]*$/;

/** How many segments a text takes: one character outside GSM-7 makes all of it UCS-2. */
export const segmentsOf = (text: string): number => new smsSegments.SegmentedMessage(text).segmentsCount;

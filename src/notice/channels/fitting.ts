import { noticeParts, type NoticePart } from '../../model/notice.ts';
import { clipped } from './clipped.ts';
import { inert, inertLine } from './inert.ts';
import type { Composition, Laid, Layout } from './layout.ts';

/** What a notice says after its title. */
export type Piece = Exclude<NoticePart, 'subject'> | 'link' | 'stamp';
export type Pieces = Readonly<Partial<Record<Piece, string>>>;

const parted = noticeParts.filter((name) => name !== 'subject');

/** In the order of reading. */
export const pieceOrder: readonly Piece[] = [...parted, 'link', 'stamp'];

/** What is added to what every notice says, in the order of its worth, where there is room for all. */
export const everything: readonly Piece[] = ['link', 'cause', 'advice', 'affected', 'stamp'];

/** A title of more is not taken in at a glance, and services cut it where they like. In UTF-16 code units. */
export const usualTitle = 255;

/** A choice of what to say. All its texts are inert, and not yet in any dialect. */
export interface Draft {
  readonly composition: Composition;
  /** The banner and the subject. */
  readonly title: string;
  readonly signature: string;
  /** In the order of reading. Without a summary, a notice begins with its title. */
  readonly pieces: Pieces;
}

/** How a channel writes a draft, and whether what it wrote has room. */
export interface Room<Written> {
  /** How much that is, for people. */
  readonly limit: string;
  /** A piece of more UTF-16 code units than this surely has no room: it is not looked at. */
  readonly most: number;
  readonly mostTitle: number;
  readonly worth: readonly Piece[];
  readonly write: (draft: Draft) => Written;
  readonly fits: (written: Written) => boolean;
  readonly laid: (written: Written) => Laid;
}

/** What had room. */
export interface Fitted<Written> {
  readonly written: Written;
  readonly draft: Draft;
  /** Whether the beginning, the recovery and the next update are there as they were given. */
  readonly whole: boolean;
}

/** The layout of a channel that takes what fits. */
export const layoutIn = <Written>(room: Room<Written>): Layout => ({
  limit: room.limit,
  lay: (composition) => room.laid(fitted(composition, room).written),
  fits: (composition) => fitted(composition, room).whole,
});

/** What every notice says, with its title: they survive in every channel. */
const needed = ['recovery', 'next-update'] as const;

/**
 * What of a notice fits: its beginning (the title and the summary; where that is too long the title alone; where that is too long its beginning), the
 * recovery and the next update, then the rest in the order of its worth. What has no room is left out whole: half a sentence may say the opposite.
 */
export function fitted<Written>(composition: Composition, room: Room<Written>): Fitted<Written> {
  const said = gathered(composition, room.most);
  const title = clipped(composition.banner + said.subject, room.mostTitle);
  const draft = { composition, title, signature: signatureOf(composition), pieces: {} };
  const { written, draft: taken } = best(room, draft, said.pieces);
  return { written, draft: taken, whole: isWhole(taken, said) };
}

function best<Written>(room: Room<Written>, draft: Draft, said: Pieces): Attempt<Written> {
  const saying = (names: readonly Piece[]): Attempt<Written> =>
    attempt(room, { ...draft, pieces: chosen(said, names) });
  const all = saying(['summary', ...needed, ...room.worth]);
  if (all.fits) return all;
  for (const names of [['summary', ...needed] as const, needed]) {
    const begun = saying(names);
    if (begun.fits) return enriched(room, begun, said);
  }
  const least = { ...draft, pieces: chosen(said, needed) };
  return enriched(room, withTitleCut(room, least) ?? withAllCut(room, least), said);
}

/** Whether the beginning, the recovery and the next update are there as they were given. */
function isWhole({ title, pieces, composition: { banner, parts } }: Draft, said: Gathered): boolean {
  const begins = pieces.summary !== undefined || (!said.cut && title.length === banner.length + said.subject.length);
  return begins && needed.every((name) => parts[name] === undefined || pieces[name] === inert(parts[name]));
}

interface Attempt<Written> {
  readonly draft: Draft;
  readonly written: Written;
  readonly fits: boolean;
}

function attempt<Written>(room: Room<Written>, draft: Draft): Attempt<Written> {
  const written = room.write(draft);
  return { draft, written, fits: room.fits(written) };
}

/** With what else there is room for. */
function enriched<Written>(room: Room<Written>, begun: Attempt<Written>, said: Pieces): Attempt<Written> {
  let richest = begun;
  for (const name of room.worth) {
    const text = said[name];
    if (text === undefined) continue;
    const pieces = chosen({ ...richest.draft.pieces, [name]: text }, pieceOrder);
    const more = attempt(room, { ...richest.draft, pieces });
    if (more.fits) richest = more;
  }
  return richest;
}

/** With as much of the title as there is room for; null where there is room for none. */
function withTitleCut<Written>(room: Room<Written>, draft: Draft): Attempt<Written> | null {
  const least = draft.composition.banner.length + 2;
  return longest(least, Math.min(draft.title.length, room.most), (most) =>
    attempt(room, { ...draft, title: clipped(draft.title, most) }),
  );
}

/** A sentence of more code units was not written to be read. */
const longestSentence = 500;

/** With title, recovery and next update cut to one length: something is said of each, and the channel takes it. */
function withAllCut<Written>(room: Room<Written>, draft: Draft): Attempt<Written> {
  const banner = draft.composition.banner.length;
  const cut = (most: number): Attempt<Written> => {
    const pieces = Object.entries(draft.pieces).map(([name, text]) => [name, clipped(text, most)]);
    const title = clipped(draft.title, banner + most);
    return attempt(room, { ...draft, title, pieces: Object.fromEntries(pieces) as Pieces });
  };
  return longest(1, longestSentence, cut) ?? cut(1);
}

/** The attempt with the greatest length that fits. */
function longest<Written>(
  least: number,
  most: number,
  attempted: (length: number) => Attempt<Written>,
): Attempt<Written> | null {
  let found: Attempt<Written> | null = null;
  let [low, high] = [least, most];
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const tried = attempted(middle);
    if (tried.fits) [found, low] = [tried, middle + 1];
    else high = middle - 1;
  }
  return found;
}

/** Everything a composition says, inert. */
interface Gathered {
  readonly subject: string;
  /** Whether the subject was too long to be read. */
  readonly cut: boolean;
  readonly pieces: Pieces;
}

/** So much of a subject is read at most, to be cut to what the channel has room for. */
const longestTitle = 1000;

/** What is too long for the channel is missing, but of what every notice says there is the beginning. */
function gathered({ parts, link, stamp }: Composition, most: number): Gathered {
  const pieces: Partial<Record<Piece, string>> = {};
  const put = (name: Piece, text: string): void => {
    const said = name === 'link' || name === 'stamp' ? inertLine(text) : inert(text);
    if (said !== '') pieces[name] = said;
  };
  for (const name of parted) {
    const text = parts[name] ?? '';
    if (text.length <= most) put(name, text);
    else if (name === 'recovery' || name === 'next-update') put(name, clipped(text, longestSentence));
  }
  if (link !== null && link.length <= most && /^https?:\/\//i.test(link)) put('link', link);
  if (stamp.length <= most) put('stamp', stamp);
  const subject = inertLine(clipped(parts.subject, longestTitle));
  // A title without a character would be refused by services, and by readers.
  return { subject: subject === '' ? '…' : subject, cut: parts.subject.length > longestTitle, pieces };
}

/** Who speaks has a name of 20 characters, as the settings have it; a longer one leaves no room for what is said. */
const signatureOf = ({ signature }: Composition): string => inertLine(clipped(signature, 40));

function chosen(said: Pieces, names: readonly Piece[]): Pieces {
  const pieces: Partial<Record<Piece, string>> = {};
  for (const name of pieceOrder) {
    const text = said[name];
    if (text !== undefined && names.includes(name)) pieces[name] = text;
  }
  return pieces;
}

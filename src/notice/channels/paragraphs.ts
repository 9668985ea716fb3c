import { words } from '../words.ts';
import { pieceOrder, type Draft } from './fitting.ts';

/** How a dialect writes what is text, and what is an address. */
export interface Dialect {
  readonly text: (text: string) => string;
  readonly address: (address: string) => string;
}

/** A dialect in which everything stands as it is. */
export const plain: Dialect = { text: (text) => text, address: (address) => address };

/** The paragraphs below the title, in the order of reading. */
export const paragraphs = ({ pieces, composition: { locale } }: Draft, { text, address }: Dialect): readonly string[] =>
  pieceOrder.flatMap((name) => {
    const said = pieces[name];
    if (said === undefined) return [];
    return [name === 'link' ? words[locale].details + address(said) : text(said)];
  });

/** The same with the banner in front of the first: what is written below a title is passed on without it, too. */
export function banneredParagraphs(draft: Draft, dialect: Dialect): readonly string[] {
  const { banner } = draft.composition;
  const [first, ...more] = paragraphs(draft, dialect);
  if (banner === '') return first === undefined ? [] : [first, ...more];
  if (first === undefined) return [banner.trim()];
  const isList = /^[-•] /.test(first);
  return [isList ? `${banner.trim()}\n${first}` : banner + first, ...more];
}

/** What a button says that leads to the full notice. */
export const detailsLabel = ({ composition: { locale } }: Draft): string =>
  words[locale].details.replace(/[:：]\s*$/, '');

import type { Json } from '../../model/json.ts';

/** Whether a text takes so many bytes of UTF-8 at most. */
export const withinBytes = (text: string, most: number): boolean =>
  // A code unit takes one byte at least and three at most: most texts need no counting.
  text.length <= most && (text.length * 3 <= most || bytesOf(text) <= most);

/** How many bytes of UTF-8 a text takes; half a surrogate pair counts as the character that is sent in its place. */
export function bytesOf(text: string): number {
  let bytes = text.length;
  for (let place = 0; place < text.length; place += 1) {
    const unit = text.charCodeAt(place);
    // A surrogate pair takes four bytes, two for each of its halves.
    if (unit >= 0xd800 && unit < 0xe000) bytes += pairAt(text, place) ? 1 : 2;
    else if (unit >= 0x800) bytes += 2;
    else if (unit >= 0x80) bytes += 1;
  }
  return bytes;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** Whether the surrogate at a place has its other half beside it. */
function pairAt(text: string, place: number): boolean {
  const unit = text.charCodeAt(place);
  return isHigh(unit) ? isLow(text.charCodeAt(place + 1)) : isHigh(text.charCodeAt(place - 1));
}

/** What a request takes beside its texts: names, braces, colours. */
const frame = 2000;

/** Whether a request takes so many bytes of JSON at most; `characters` is how many code units of text it holds. */
export const requestWithin = (request: Json, characters: number, most: number): boolean =>
  // A code unit takes six bytes at most (an escape): a request with room enough is not written to be counted.
  characters * 6 + frame <= most || withinBytes(JSON.stringify(request), most);

/** Bytes that are no snappy block, or one that does not unpack to the length it claims. */
export class SnappyError extends Error {
  override readonly name = 'SnappyError';
}

/** A copy of 64 bytes takes three: no block unpacks to more than this many times its size. */
const mostGrowth = 64 / 3;

/** What a block says it unpacks to, in bytes, and where its content begins. A block begins with that length, as a variable-length number of at most 32 bits. */
export function claimOf(packed: Uint8Array): { readonly length: number; readonly start: number } {
  let length = 0;
  for (let place = 0; place < 5; place += 1) {
    const byte = packed[place];
    if (byte === undefined) break;
    length += (byte & 0x7f) * 2 ** (7 * place);
    if (byte < 0x80 && length <= 0xffffffff) return { length, start: place + 1 };
  }
  throw new SnappyError('it does not begin with its length');
}

/**
 * Unpacks a snappy block (the format description of google/snappy). Memory is taken only for a length that so many packed bytes can reach.
 * @throws SnappyError
 */
export function unpackSnappy(packed: Uint8Array): Uint8Array {
  const { length, start } = claimOf(packed);
  if (length > packed.length * mostGrowth) throw new SnappyError('it claims more than its bytes can hold');
  const unpacked = new Uint8Array(length);
  let to = 0;
  for (let from = start; from < packed.length;) {
    const tag = packed[from] ?? 0;
    const kind = (tag & 3) as 0 | 1 | 2 | 3;
    const extra = kind === 0 ? Math.max(0, (tag >>> 2) - 59) : copyBytes[kind];
    const told = extra === 0 ? tag >>> 2 : number(packed, from + 1, extra);
    from += 1 + extra;
    // A copy of more than 64 bytes is told in pieces; to make it at once is quicker.
    const pieces = kind === 2 ? endOfPieces(packed, from, told) : from;
    const size = kind === 0 ? told + 1 : copySize(tag) + sizeOfPieces(packed, from, pieces);
    if (kind === 0 && from + size > packed.length) throw new SnappyError('it breaks off');
    if (to + size > length) throw new SnappyError('it goes on after its length is reached');
    if (kind === 0) {
      copyLiteral(packed, from, unpacked, to, size);
      from += size;
    } else {
      from = pieces;
      copyBack(unpacked, to, kind === 1 ? (tag >>> 5) * 256 + told : told, size);
    }
    to += size;
  }
  if (to !== length) throw new SnappyError('it ends before its length is reached');
  return unpacked;
}

/** A piece of a copy takes a tag, and two bytes that tell how far back it begins. */
const pieceBytes = 3;

/** Where the copies end that stand from a place on and all begin so far back. */
function endOfPieces(packed: Uint8Array, from: number, back: number): number {
  const [low, high] = [back & 0xff, back >>> 8];
  let place = from;
  while (
    place + pieceBytes <= packed.length &&
    ((packed[place] ?? 0) & 3) === 2 &&
    packed[place + 1] === low &&
    packed[place + 2] === high
  ) {
    place += pieceBytes;
  }
  return place;
}

function sizeOfPieces(packed: Uint8Array, from: number, end: number): number {
  let size = 0;
  for (let place = from; place < end; place += pieceBytes) size += copySize(packed[place] ?? 0);
  return size;
}

/** A literal of over 60 bytes tells its length in 1 to 4 bytes of its own; a copy tells in so many, by its kind, how far back it begins. */
const copyBytes = [0, 1, 2, 4] as const;

const copySize = (tag: number): number => ((tag & 3) === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1);

/** Takes a little-endian number of so many bytes. */
function number(packed: Uint8Array, from: number, bytes: number): number {
  if (from + bytes > packed.length) throw new SnappyError('it breaks off');
  let value = 0;
  for (let place = from + bytes - 1; place >= from; place -= 1) value = value * 256 + (packed[place] ?? 0);
  return value;
}

/** Bytes that stand there as they are. */
function copyLiteral(packed: Uint8Array, from: number, unpacked: Uint8Array, to: number, size: number): void {
  if (size > longCopy) unpacked.set(packed.subarray(from, from + size), to);
  else for (let place = 0; place < size; place += 1) unpacked[to + place] = packed[from + place] ?? 0;
}

/** A shorter copy is made byte by byte sooner than it is asked for. */
const longCopy = 64;

/** Bytes that have been unpacked before, some way back; they may overlap what they are copied to, and then repeat. */
function copyBack(unpacked: Uint8Array, to: number, back: number, size: number): void {
  if (back === 0 || back > to) throw new SnappyError('it copies from before its beginning');
  if (size > longCopy && size <= back) unpacked.copyWithin(to, to - back, to - back + size);
  else for (let place = to; place < to + size; place += 1) unpacked[place] = unpacked[place - back] ?? 0;
}

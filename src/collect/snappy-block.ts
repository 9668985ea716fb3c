/** Bytes that are no snappy block, or one that does not unpack to the length it claims. */
export class SnappyError extends Error {
  override readonly name = 'SnappyError';
}

/** A copy of 64 bytes takes three: no block unpacks to more than this many times its size. */
const mostGrowth = 64 / 3;

/** How far unpacking has come. */
interface Unpacking {
  readonly packed: Uint8Array;
  readonly unpacked: Uint8Array;
  from: number;
  to: number;
}

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
  const state: Unpacking = { packed, unpacked: new Uint8Array(length), from: start, to: 0 };
  while (state.from < packed.length) {
    const tag = number(state, 1);
    if ((tag & 3) === 0) literal(state, tag >>> 2);
    else copy(state, tag);
  }
  if (state.to !== length) throw new SnappyError('it ends before its length is reached');
  return state.unpacked;
}

/** Takes a little-endian number of so many bytes. */
function number(state: Unpacking, bytes: number): number {
  let value = 0;
  for (let place = 0; place < bytes; place += 1) {
    const byte = state.packed[state.from + place];
    if (byte === undefined) throw new SnappyError('it breaks off');
    value += byte * 2 ** (8 * place);
  }
  state.from += bytes;
  return value;
}

/** Bytes that stand there as they are. A length of over 60 follows in 1 to 4 bytes of its own. */
function literal(state: Unpacking, size: number): void {
  const length = (size < 60 ? size : number(state, size - 59)) + 1;
  const { packed, unpacked, from, to } = state;
  if (from + length > packed.length) throw new SnappyError('it breaks off');
  if (to + length > unpacked.length) throw new SnappyError('it goes on after its length is reached');
  unpacked.set(packed.subarray(from, from + length), to);
  state.from += length;
  state.to += length;
}

/** Bytes that have been unpacked before, some way back; they may overlap what they are copied to, and then repeat. */
function copy(state: Unpacking, tag: number): void {
  const kind = tag & 3;
  const length = kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
  const back = kind === 1 ? (tag >>> 5) * 256 + number(state, 1) : number(state, kind === 2 ? 2 : 4);
  const { unpacked, to } = state;
  if (back === 0 || back > to) throw new SnappyError('it copies from before its beginning');
  if (to + length > unpacked.length) throw new SnappyError('it goes on after its length is reached');
  for (let place = to; place < to + length; place += 1) unpacked[place] = unpacked[place - back] ?? 0;
  state.to += length;
}

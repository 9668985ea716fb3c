import fc from 'fast-check';
import snappy from 'snappyjs';
import { describe, expect, it } from 'vitest';
import { claimOf, SnappyError, unpackSnappy } from '../../src/collect/snappy-block.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** Bytes that repeat themselves in pieces, so that packing them makes copies of every kind. */
const repetitive = fc
  .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 80 }), fc.integer({ min: 1, max: 40 })), { maxLength: 30 })
  .map((pieces) =>
    Uint8Array.from(pieces.flatMap(([piece, times]) => Array.from({ length: times }, () => [...piece]).flat())),
  );

describe('a snappy block', () => {
  it('unpacks to what was packed', () => {
    fc.assert(
      fc.property(fc.oneof(repetitive, fc.uint8Array({ maxLength: 5000 })), (content) => {
        expect(unpackSnappy(snappy.compress(content))).toEqual(content);
      }),
    );
  });

  it('unpacks over the distance of one packer block', () => {
    const content = new Uint8Array(200_000).map((_, place) => (place * place) >>> 7);
    expect(Buffer.compare(unpackSnappy(snappy.compress(content)), content)).toBe(0);
  });

  // By the format description: what packers seldom write, or never.
  it.each([
    ['nothing', bytes(0), bytes()],
    ['a literal', bytes(3, 2 << 2, 7, 8, 9), bytes(7, 8, 9)],
    ['a literal with a length of one byte', bytes(2, 60 << 2, 1, 7, 8), bytes(7, 8)],
    ['a literal with a length of two bytes', bytes(2, 61 << 2, 1, 0, 7, 8), bytes(7, 8)],
    ['a literal with a length of three bytes', bytes(2, 62 << 2, 1, 0, 0, 7, 8), bytes(7, 8)],
    ['a literal with a length of four bytes', bytes(2, 63 << 2, 1, 0, 0, 0, 7, 8), bytes(7, 8)],
    ['a copy with an offset of eleven bits', bytes(6, 1 << 2, 7, 8, 1, 2), bytes(7, 8, 7, 8, 7, 8)],
    ['a copy with an offset of two bytes', bytes(4, 1 << 2, 7, 8, (1 << 2) | 2, 2, 0), bytes(7, 8, 7, 8)],
    ['a copy with an offset of four bytes', bytes(4, 1 << 2, 7, 8, (1 << 2) | 3, 2, 0, 0, 0), bytes(7, 8, 7, 8)],
    ['a copy that overlaps itself', bytes(5, 0, 7, (3 << 2) | 2, 1, 0), bytes(7, 7, 7, 7, 7)],
  ])('may be %s', (_name, packed, unpacked) => {
    expect(unpackSnappy(packed)).toEqual(unpacked);
  });

  it.each([
    ['is empty', bytes(), 'it does not begin with its length'],
    ['has a length without end', bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0x01), 'it does not begin with its length'],
    ['has a length over 32 bits', bytes(0xff, 0xff, 0xff, 0xff, 0x1f), 'it does not begin with its length'],
    [
      'claims more than its bytes can hold',
      bytes(0xff, 0xff, 0xff, 0x0f, 0, 7),
      'it claims more than its bytes can hold',
    ],
    ['ends early', bytes(3, 0, 7), 'it ends before its length is reached'],
    ['goes on', bytes(1, 0, 7, 0, 8), 'it goes on after its length is reached'],
    ['copies on', bytes(2, 0, 7, (3 << 2) | 2, 1, 0), 'it goes on after its length is reached'],
    ['breaks off in a literal', bytes(3, 2 << 2, 7), 'it breaks off'],
    ['breaks off in the length of a literal', bytes(3, 61 << 2, 1), 'it breaks off'],
    ['breaks off in an offset', bytes(6, 0, 7, (1 << 2) | 2, 1), 'it breaks off'],
    ['copies from before its beginning', bytes(5, 0, 7, (1 << 2) | 2, 2, 0), 'it copies from before its beginning'],
    ['copies from nowhere', bytes(5, 0, 7, (1 << 2) | 2, 0, 0), 'it copies from before its beginning'],
    [
      'has an offset of over 31 bits',
      bytes(5, 0, 7, (1 << 2) | 3, 1, 0, 0, 0x80),
      'it copies from before its beginning',
    ],
    // A length that a signed number takes for -5 would lead back to where it stands, for ever.
    ['has a literal of nearly 4 GiB', bytes(10, 63 << 2, 0xfa, 0xff, 0xff, 0xff, 0, 0, 0, 0), 'it breaks off'],
  ])('is refused when it %s', (_name, packed, why) => {
    expect(() => unpackSnappy(packed)).toThrow(new SnappyError(why));
  });

  it('says what it claims without being unpacked', () => {
    expect(claimOf(bytes(0xff, 0xff, 0xff, 0xff, 0x0f))).toEqual({ length: 0xffffffff, start: 5 });
  });
});

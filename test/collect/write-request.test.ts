import fc from 'fast-check';
import snappy from 'snappyjs';
import { describe, expect, it } from 'vitest';
import { WriteRequestDecoder, WriteRequestError } from '../../src/collect/write-request.ts';
import type { Sample } from '../../src/model/sample.ts';
import { pushBody, oneFloat, writeRequest, type PushedHistogram, type PushedSeries } from './write-request-body.ts';

const limits = { unpackedBytes: 2 ** 20, parts: 1000 };
const decode = (body: Uint8Array): readonly Sample[] => new WriteRequestDecoder(limits).decode(body);
const push = (...series: PushedSeries[]): readonly Sample[] => decode(pushBody(series));

const refusal = (kind: WriteRequestError['kind'], message: string): unknown =>
  expect.objectContaining({ name: 'WriteRequestError', kind, message: expect.stringContaining(message) as string });

const pushed: PushedHistogram = {
  at: 1000,
  schema: 3,
  count: 16,
  sum: 9.5,
  zeroThreshold: 1e-9,
  zeroCount: 2,
  spans: [
    [-5, 2],
    [3, 1],
  ],
  deltas: [3, 1, 3],
};
const held = {
  schema: 3,
  zeroThreshold: 1e-9,
  zeroCount: 2,
  indexes: [-5, -4, 0],
  counts: [3, 4, 7],
  count: 16,
  sum: 9.5,
};

const histogramSeries = (histogram: Partial<PushedHistogram>): PushedSeries => ({
  labels: [['__name__', 'delay']],
  histograms: [{ ...pushed, ...histogram }],
});

/** A request of every kind of content. */
const everything: readonly PushedSeries[] = [
  {
    labels: [
      ['__name__', 'requests_total'],
      ['name', 'log in'],
      ['instance', 'ü'],
    ],
    floats: [
      { at: 1000, value: 1 },
      { at: 2000, value: 2 },
      { at: 3000, value: 'stale' },
    ],
  },
  { labels: [['__name__', 'delay']], histograms: [pushed, { ...pushed, at: 2000, sum: 'stale' }] },
  {
    labels: [['__name__', 'delay']],
    histograms: [{ ...pushed, at: 3000, deltas: [], floats: [0.5, 1, 2], unpacked: true }],
  },
];

describe('a write request', () => {
  it('brings counters by their name, and gauges', () => {
    const names = ['a_total', 'a_count', 'a_sum', 'a_bucket', 'a', 'total', 'a_totals'];
    expect(push(...names.map((name) => oneFloat(name, 2))).map(({ kind, series }) => [series, kind])).toEqual([
      ['a_total', 'counter'],
      ['a_count', 'counter'],
      ['a_sum', 'counter'],
      ['a_bucket', 'counter'],
      ['a', 'gauge'],
      ['total', 'gauge'],
      ['a_totals', 'gauge'],
    ]);
  });

  it('brings all readings of a series, and the marker of its end', () => {
    expect(push(everything[0]!)).toEqual([
      ...[1, 2].map((value) => ({
        kind: 'counter',
        series: 'requests_total',
        labels: { name: 'log in', instance: 'ü' },
        at: 1000 * value,
        value,
        bornAt: null,
      })),
      { kind: 'stale', series: 'requests_total', labels: { name: 'log in', instance: 'ü' }, at: 3000 },
    ]);
  });

  it('brings every number a float can be', () => {
    const numbers = [0, -0, 1.5, -1e308, 5e-324, Infinity, -Infinity, Number.NaN];
    expect(
      push(...numbers.map((value) => oneFloat('a', value))).map((sample) => 'value' in sample && sample.value),
    ).toEqual(numbers);
  });

  it.each<[name: string, histogram: Partial<PushedHistogram>, buckets: object]>([
    ['whole counts', {}, held],
    ['whole counts one by one', { unpacked: true }, held],
    ['float counts', { deltas: [], floats: [0.5, 1.25, 3] }, { ...held, counts: [0.5, 1.25, 3] }],
    ['float counts one by one', { deltas: [], floats: [3, 4, 7], unpacked: true }, held],
    ['buckets that hold nothing', { deltas: [3, -3, 2] }, { ...held, indexes: [-5, 0], counts: [3, 2] }],
    [
      'spans side by side',
      {
        spans: [
          [7, 1],
          [0, 0],
          [0, 2],
        ],
      },
      { ...held, indexes: [7, 8, 9] },
    ],
    [
      'spans far apart',
      {
        spans: [
          [-9000, 1],
          [9000, 2],
        ],
      },
      { ...held, indexes: [-9000, 1, 2] },
    ],
    ['no buckets', { spans: [], deltas: [] }, { ...held, indexes: [], counts: [] }],
    ['coarse buckets', { schema: -4 }, { ...held, schema: -4 }],
    ['fine buckets', { schema: 8 }, { ...held, schema: 8 }],
  ])('brings native histograms with %s', (_name, histogram, buckets) => {
    expect(push(histogramSeries(histogram))).toEqual([
      { kind: 'histogram', series: 'delay', labels: {}, at: 1000, buckets, bornAt: null },
    ]);
  });

  it('brings the marker of the end of a native histogram', () => {
    expect(push(histogramSeries({ sum: 'stale', count: 0, zeroCount: 0, spans: [], deltas: [] }))).toEqual([
      { kind: 'stale', series: 'delay', labels: {}, at: 1000 },
    ]);
  });

  it('keeps labels of any name, and nothing else of the program changes', () => {
    const [sample] = push({
      labels: [
        ['__proto__', 'x'],
        ['__name__', 'constructor'],
        ['constructor', 'y'],
      ],
      floats: [{ at: 1, value: 1 }],
    });
    expect(sample?.series).toBe('constructor');
    expect(Object.entries(sample?.labels ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(Object.getPrototypeOf(sample?.labels)).toBe(Object.prototype);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each([
    ['nothing', []],
    ['a series without readings', [{ labels: [['__name__', 'a']] }]],
  ] as [string, PushedSeries[]][])('may bring %s', (_name, series) => {
    expect(push(...series)).toEqual([]);
  });

  it('may hold fields that are not known', () => {
    // Metadata (field 3), exemplars (field 3 of a series), and fields of the future of every wire type.
    const metadata = [0x1a, 2, 8, 1];
    const exemplar = [0x1a, 0];
    const future = [0xf8, 1, 5, 0xf9, 1, ...Array<number>(8).fill(0), 0xfa, 1, 1, 0, 0xfd, 1, 0, 0, 0, 0];
    const series = part(
      1,
      ...part(1, ...text(1, '__name__'), ...text(2, 'a'), ...future),
      ...exemplar,
      ...part(2, ...future),
    );
    expect(decode(packed(...metadata, ...series, ...future))).toMatchObject([{ series: 'a', at: 0, value: 0 }]);
  });

  it('takes a known field in another wire type for one that is not known', () => {
    // A series, and a label's name, as plain numbers.
    const series = part(1, ...part(1, ...text(1, '__name__'), 8, 7, ...text(2, 'a')), ...part(2));
    expect(decode(packed(8, 9, ...series))).toMatchObject([{ series: 'a' }]);
  });
});

/** Parts of a request as they stand on the wire; each shorter than 128 bytes. */
const part = (field: number, ...content: number[]): number[] => [(field << 3) | 2, content.length, ...content];
const text = (field: number, content: string): number[] => part(field, ...Buffer.from(content));
const packed = (...request: number[]): Uint8Array => snappy.compress(Uint8Array.from(request));

/** A number as a varint of so many bytes at least. */
function varint(value: bigint, bytes = 1): number[] {
  const low = Number(BigInt.asUintN(64, value) & 127n);
  const rest = BigInt.asUintN(64, value) >> 7n;
  return rest === 0n && bytes <= 1 ? [low] : [low | 128, ...varint(rest, bytes - 1)];
}

const named = text(1, '__name__').concat(text(2, 'a'));
const sampleAt = (...at: number[]): Uint8Array => packed(...part(1, ...part(1, ...named), ...part(2, 16, ...at)));
const histogramOf = (...fields: number[]): Uint8Array =>
  packed(...part(1, ...part(1, ...named), ...part(4, ...fields)));

describe('a wide number', () => {
  it.each([0n, 127n, 128n, -1n, -128n, 2n ** 31n, 2n ** 32n, -(2n ** 32n), 2n ** 53n - 1n, 1_700_000_000_000n])(
    '%d is exact as a time',
    (time) => {
      expect(decode(sampleAt(...varint(time)))).toMatchObject([{ at: Number(time) }]);
      expect(decode(sampleAt(...varint(time, 10)))).toMatchObject([{ at: Number(time) }]);
    },
  );

  it.each([2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n), -(2n ** 53n) - 3n])('%d is near as a time', (time) => {
    const [sample] = decode(sampleAt(...varint(time)));
    expect(Math.abs((sample?.at ?? 0) / Number(time) - 1)).toBeLessThan(1e-15);
  });

  it.each([2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n])('%d is near as a count', (count) => {
    const [sample] = decode(histogramOf(8, ...varint(count), 48, ...varint(count)));
    const buckets = sample?.kind === 'histogram' ? sample.buckets : null;
    expect(Math.abs((buckets?.count ?? 0) / Number(count) - 1)).toBeLessThan(1e-15);
    expect(buckets?.zeroCount).toBe(buckets?.count);
  });

  it('of more than ten bytes is refused', () => {
    expect(() => decode(sampleAt(...varint(1n, 11)))).toThrow(refusal('unreadable', 'invalid varint'));
  });
});

describe('a body that cannot be taken', () => {
  it.each<[name: string, body: Uint8Array, why: string]>([
    ['empty', Uint8Array.of(), 'not a snappy block'],
    ['no snappy block', Buffer.from('{"not": "snappy"}'), 'not a snappy block'],
    ['no protobuf', snappy.compress(Buffer.from('{"not": "protobuf"}')), 'not a write request'],
    ['a series without a name', pushBody([{ labels: [['job', 'a']] }]), 'a time series has no name'],
    ['a series longer than the request', packed(10, 100, 0), 'longer than the whole'],
    ['a label longer than its series', packed(...part(1, 10, 100), ...part(1)), 'longer than the whole'],
    ['a value that reaches into the next', packed(...part(1, ...part(1, 10), 1, 97)), 'beyond its end'],
    ['a series that reaches into the next', packed(...part(1, 0xfa, 1), 1, 0), 'beyond its end'],
    ['a sample cut in its value', packed(...part(1, ...part(1, ...named), ...part(2, 9, 0, 0))), 'not a write request'],
    ['groups in groups without end', packed(...Array<number>(50_000).fill(11)), 'not a write request'],
    ['buckets of negative values', pushBody([histogramSeries({ negative: true })]), 'negative values'],
    ['more buckets than spans', pushBody([histogramSeries({ deltas: [1, 1, 1, 1] })]), '4 buckets in spans of 3'],
    ['fewer buckets than spans', pushBody([histogramSeries({ deltas: [1] })]), '1 buckets in spans of 3'],
    [
      'a span of 2^31 buckets',
      pushBody([histogramSeries({ spans: [[0, 2 ** 31]], deltas: [1] })]),
      'spans of 2147483648',
    ],
    [
      'many spans of 2^32 - 1 buckets',
      pushBody([histogramSeries({ spans: Array<[number, number]>(500).fill([0, 2 ** 32 - 1]), deltas: [1] })]),
      '1 buckets in spans of',
    ],
    ['a bucket below zero', pushBody([histogramSeries({ deltas: [1, -2, 0] })]), 'below zero'],
    ['a bucket that is no number', pushBody([histogramSeries({ floats: [1, Number.NaN, 0] })]), 'below zero'],
    ['a count below zero', pushBody([histogramSeries({ floats: [1, 1, 1], count: -1 })]), 'below zero'],
    ['custom buckets', pushBody([histogramSeries({ schema: -53 })]), 'schema -53'],
    ['buckets finer than there are', pushBody([histogramSeries({ schema: 9 })]), 'schema 9'],
  ])('is unreadable: %s', (_name, body, why) => {
    expect(() => decode(body)).toThrow(refusal('unreadable', why));
  });

  const over = 'more than 1000 labels, samples and buckets';
  it.each<[name: string, body: Uint8Array, why: string]>([
    ['claims gigabytes', Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 0), 'claims to unpack to 4294967295 bytes'],
    ['claims a byte too many', snappy.compress(new Uint8Array(limits.unpackedBytes + 1)), 'at most 1048576 are taken'],
    ['holds many samples', many(part(2)), over],
    ['holds many histograms', many(part(4)), over],
    ['holds many labels', many(part(1)), over],
    ['holds many spans', pushBody([histogramSeries({ spans: Array<[number, number]>(1001).fill([0, 0]) })]), over],
    ['holds many deltas', pushBody([histogramSeries({ deltas: Array<number>(1001).fill(0) })]), over],
    ['holds many floats', pushBody([histogramSeries({ floats: Array<number>(1001).fill(0) })]), over],
  ])('is too large: it %s', (_name, body, why) => {
    expect(() => decode(body)).toThrow(refusal('too-large', why));
    expect(body.length).toBeLessThan(60_000);
  });

  it('is as large as the limits allow', () => {
    const floats = Array.from({ length: limits.parts - 1 }, (_, at) => ({ at, value: 0 }));
    expect(push({ labels: [['__name__', 'a']], floats })).toHaveLength(limits.parts - 1);
    expect(() => push({ labels: [['__name__', 'a']], floats: [...floats, { at: 0, value: 0 }] })).toThrow(
      WriteRequestError,
    );
  });
});

/** So small a body, of so many parts: series after series of this one. */
function many(content: readonly number[]): Uint8Array {
  const series = part(1, ...part(1, ...named), ...content);
  return packed(...Array.from({ length: 1001 }, () => series).flat());
}

describe('a damaged body', () => {
  const outcome = (body: Uint8Array): 'taken' | 'refused' => {
    try {
      decode(body);
      return 'taken';
    } catch (error) {
      if (!(error instanceof WriteRequestError)) throw error;
      return 'refused';
    }
  };

  it('is refused wherever it was cut', () => {
    const body = pushBody(everything);
    for (let length = 0; length < body.length; length += 1) {
      expect([length, outcome(body.subarray(0, length))]).toEqual([length, 'refused']);
    }
    expect(outcome(body)).toBe('taken');
  });

  it.each(everything.map((series, place) => [place, series] as const))(
    'is refused wherever it was cut before it was packed: series %i',
    (_place, series) => {
      const request = writeRequest([series]);
      for (let length = 1; length < request.length; length += 1) {
        expect([length, outcome(snappy.compress(request.subarray(0, length)))]).toEqual([length, 'refused']);
      }
    },
  );

  /** Some bytes changed, left out or put in. */
  const edits = fc.array(
    fc.record({ place: fc.nat({ max: 400 }), takes: fc.nat({ max: 3 }), gives: fc.uint8Array({ maxLength: 3 }) }),
    { minLength: 1, maxLength: 6 },
  );
  const edited = (bytes: Uint8Array, by: readonly { place: number; takes: number; gives: Uint8Array }[]): Uint8Array =>
    Uint8Array.from(
      by.reduce<readonly number[]>(
        (all, { place, takes, gives }) => all.toSpliced(place % (all.length + 1), takes, ...gives),
        [...bytes],
      ),
    );

  it('is taken or refused, never anything else', () => {
    const body = pushBody(everything);
    fc.assert(
      fc.property(edits, (by) => {
        expect(['taken', 'refused']).toContain(outcome(edited(body, by)));
      }),
      { numRuns: 5000 },
    );
  });

  it('is taken or refused, never anything else, when it was damaged before it was packed', () => {
    const request = writeRequest(everything);
    fc.assert(
      fc.property(edits, (by) => {
        expect(['taken', 'refused']).toContain(outcome(snappy.compress(edited(request, by))));
      }),
      { numRuns: 5000 },
    );
  });

  it('is taken or refused, never anything else, when it is noise', () => {
    const noise = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(noise, (bytes) => {
        expect(['taken', 'refused']).toContain(outcome(bytes));
        expect(['taken', 'refused']).toContain(outcome(snappy.compress(bytes)));
      }),
      { numRuns: 5000 },
    );
  });
});

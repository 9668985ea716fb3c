import protobuf from 'protobufjs/minimal.js';
import type { ExponentialBuckets, Labels, Sample } from '../model/sample.ts';
import { instant, type Millis } from '../model/time.ts';
import { setLabel, type OpenLabels } from './labels.ts';
import { claimOf, SnappyError, unpackSnappy } from './snappy-block.ts';

type Reader = protobuf.Reader;

/** A body that cannot be taken: `too-large` for one over a limit, `unreadable` for anything that is not what the specification asks. */
export class WriteRequestError extends Error {
  override readonly name = 'WriteRequestError';
  readonly kind: 'unreadable' | 'too-large';

  constructor(kind: WriteRequestError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

export interface WriteRequestLimits {
  /** A body that claims to unpack to more is refused unread. */
  readonly unpackedBytes: number;
  /** Labels, samples, and the spans and buckets of histograms, all together: each takes many times the memory of its two bytes. */
  readonly parts: number;
}

/** A request while it is read. */
interface Request {
  readonly reader: Reader;
  readonly limits: WriteRequestLimits;
  /** How many parts have been read. */
  parts: number;
}

/** The bits of the NaN that marks the end of a series; no measured NaN has them. */
const staleHigh = 0x7ff00000;
const staleLow = 0x00000002;

/**
 * Reads a Prometheus remote write 1.0 request: a snappy block that holds a protobuf `WriteRequest`. Float samples whose name ends as a counter's does are
 * counters, others gauges; native histograms come with their buckets.
 * @throws WriteRequestError
 */
export function decodeWriteRequest(packed: Uint8Array, limits: WriteRequestLimits): readonly Sample[] {
  try {
    const { length } = claimOf(packed);
    if (length > limits.unpackedBytes) {
      throw tooLarge(`claims to unpack to ${length} bytes; at most ${limits.unpackedBytes} are taken`);
    }
    return readRequest({ reader: protobuf.Reader.create(unpackSnappy(packed)), limits, parts: 0 });
  } catch (error) {
    if (error instanceof WriteRequestError) throw error;
    const what = error instanceof SnappyError ? 'a snappy block' : 'a write request';
    throw unreadable(`not ${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const unreadable = (message: string): WriteRequestError => new WriteRequestError('unreadable', message);
const tooLarge = (message: string): WriteRequestError => new WriteRequestError('too-large', message);

/** A tag as protobuf packs it: a field's number, and the wire type in which its value stands. */
const varint = (field: number): number => field << 3;
const fixed64 = (field: number): number => (field << 3) | 1;
const bytes = (field: number): number => (field << 3) | 2;

const timeSeriesTag = bytes(1);
const seriesTags = { label: bytes(1), sample: bytes(2), histogram: bytes(4) } as const;
const labelTags = { name: bytes(1), value: bytes(2) } as const;
const sampleTags = { value: fixed64(1), at: varint(2) } as const;
const spanTags = { offset: varint(1), length: varint(2) } as const;

/** A field that is not known, or stands in another wire type than it should, is passed over, as protobuf asks. */
const skip = (reader: Reader, tag: number): void => {
  reader.skipType(tag & 7);
};

/** Reads the length of a part of the message that ends at `outer`, and gives where the part ends. */
function endWithin(reader: Reader, outer: number): number {
  const length = reader.uint32();
  const end = length + reader.pos;
  if (end > outer) throw unreadable('not a write request: a part is longer than the whole that holds it');
  return end;
}

function expectEnd(reader: Reader, end: number): void {
  if (reader.pos !== end) throw unreadable('not a write request: a part reaches beyond its end');
}

function countPart(request: Request): void {
  request.parts += 1;
  if (request.parts > request.limits.parts) {
    throw tooLarge(`holds more than ${request.limits.parts} labels, samples and buckets`);
  }
}

function readRequest(request: Request): readonly Sample[] {
  const { reader } = request;
  const samples: Sample[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === timeSeriesTag) readTimeSeries(request, endWithin(reader, reader.len), samples);
    else skip(reader, tag);
  }
  return samples;
}

function readTimeSeries(request: Request, end: number, samples: Sample[]): void {
  const { reader } = request;
  const labels: OpenLabels = {};
  let name = '';
  const values: FloatReading[] = [];
  const histograms: HistogramReading[] = [];
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === seriesTags.label) {
      const [label, value] = readLabel(request, endWithin(reader, end));
      if (label === '__name__') name = value;
      else setLabel(labels, label, value);
    } else if (tag === seriesTags.sample) values.push(readValue(request, endWithin(reader, end)));
    else if (tag === seriesTags.histogram) histograms.push(readHistogram(request, endWithin(reader, end)));
    else skip(reader, tag);
  }
  expectEnd(reader, end);
  if (name === '') throw unreadable('a time series has no name');
  for (const value of values) samples.push(floatSample(name, labels, value));
  for (const histogram of histograms) samples.push(histogramSample(name, labels, histogram));
}

function readLabel(request: Request, end: number): readonly [string, string] {
  const { reader } = request;
  countPart(request);
  let name = '';
  let value = '';
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === labelTags.name) name = reader.string();
    else if (tag === labelTags.value) value = reader.string();
    else skip(reader, tag);
  }
  expectEnd(reader, end);
  return [name, value];
}

interface FloatReading {
  readonly at: Millis;
  readonly value: number;
  readonly stale: boolean;
}

function readValue(request: Request, end: number): FloatReading {
  const { reader } = request;
  countPart(request);
  let value = 0;
  let at = 0;
  let stale = false;
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === sampleTags.value) {
      const low = reader.fixed32();
      const high = reader.fixed32();
      stale = high === staleHigh && low === staleLow;
      value = doubleOf(low, high);
    } else if (tag === sampleTags.at) at = whole(reader.int64());
    else skip(reader, tag);
  }
  expectEnd(reader, end);
  return { at: instant(at), value, stale };
}

function floatSample(series: string, labels: Labels, { at, value, stale }: FloatReading): Sample {
  if (stale) return { kind: 'stale', series, labels, at };
  return isCounterName(series)
    ? { kind: 'counter', series, labels, at, value, bornAt: null }
    : { kind: 'gauge', series, labels, at, value };
}

/** By the naming every Prometheus client keeps to: counters, and the parts of histograms and summaries, end so. */
const isCounterName = (name: string): boolean => /_(?:total|count|sum|bucket)$/.test(name);

/** `buckets` is null for the marker of the series' end. */
interface HistogramReading {
  readonly at: Millis;
  readonly buckets: ExponentialBuckets | null;
}

const histogramSample = (series: string, labels: Labels, { at, buckets }: HistogramReading): Sample =>
  buckets === null
    ? { kind: 'stale', series, labels, at }
    : { kind: 'histogram', series, labels, at, buckets, bornAt: null };

const bits = new DataView(new ArrayBuffer(8));

function doubleOf(low: number, high: number): number {
  bits.setUint32(0, low, true);
  bits.setUint32(4, high, true);
  return bits.getFloat64(0, true);
}

/** A 64-bit number as the reader gives it: an object of two halves, or a plain number. */
type Wide = ReturnType<Reader['int64']> | number;

/** As a plain number: exact up to 2^53, beyond that the nearest there is. */
function whole(value: Wide): number {
  if (typeof value === 'number') return value;
  return (value.unsigned ? value.high >>> 0 : value.high) * 2 ** 32 + (value.low >>> 0);
}

/** A native histogram as it is read, before its spans and counts are put together. */
interface WireHistogram {
  count: number;
  sum: number;
  schema: number;
  zeroThreshold: number;
  zeroCount: number;
  readonly spans: Span[];
  /** How many each bucket holds more than the one before, in a histogram of whole counts. */
  readonly deltas: number[];
  /** How many each bucket holds, in one of float counts. */
  readonly floats: number[];
  at: number;
}

/** So many buckets side by side, so far after those of the span before. */
interface Span {
  readonly offset: number;
  readonly length: number;
}

function readHistogram(request: Request, end: number): HistogramReading {
  const { reader } = request;
  countPart(request);
  const wire: WireHistogram = {
    ...{ count: 0, sum: 0, schema: 0, zeroThreshold: 0, zeroCount: 0 },
    ...{ spans: [], deltas: [], floats: [], at: 0 },
  };
  while (reader.pos < end) {
    const tag = reader.uint32();
    const read = histogramFields.get(tag);
    if (read === undefined) skip(reader, tag);
    else read(wire, request, end);
  }
  expectEnd(reader, end);
  return { at: instant(wire.at), buckets: isStaleSum(wire.sum) ? null : bucketsFrom(wire) };
}

type ReadField = (wire: WireHistogram, request: Request, end: number) => void;

/** The fields of `prometheus.Histogram`, by tag. */
const histogramFields: ReadonlyMap<number, ReadField> = new Map<number, ReadField>([
  [varint(1), (wire, { reader }) => (wire.count = whole(reader.uint64()))],
  [fixed64(2), (wire, { reader }) => (wire.count = reader.double())],
  [fixed64(3), (wire, { reader }) => (wire.sum = reader.double())],
  [varint(4), (wire, { reader }) => (wire.schema = reader.sint32())],
  [fixed64(5), (wire, { reader }) => (wire.zeroThreshold = reader.double())],
  [varint(6), (wire, { reader }) => (wire.zeroCount = whole(reader.uint64()))],
  [fixed64(7), (wire, { reader }) => (wire.zeroCount = reader.double())],
  [
    bytes(8),
    () => {
      throw unreadable('a histogram has buckets of negative values, which are not understood');
    },
  ],
  [bytes(11), (wire, request, end) => wire.spans.push(readSpan(request, endWithin(request.reader, end)))],
  // A repeated number stands one by one, or packed in one piece.
  [varint(12), readDelta],
  [bytes(12), (wire, request, end) => readPacked(wire, request, endWithin(request.reader, end), readDelta)],
  [fixed64(13), readFloat],
  [bytes(13), (wire, request, end) => readPacked(wire, request, endWithin(request.reader, end), readFloat)],
  [varint(15), (wire, { reader }) => (wire.at = whole(reader.int64()))],
]);

function readDelta(wire: WireHistogram, request: Request): void {
  countPart(request);
  wire.deltas.push(whole(request.reader.sint64()));
}

function readFloat(wire: WireHistogram, request: Request): void {
  countPart(request);
  wire.floats.push(request.reader.double());
}

function readPacked(wire: WireHistogram, request: Request, end: number, read: typeof readDelta): void {
  while (request.reader.pos < end) read(wire, request);
  expectEnd(request.reader, end);
}

function readSpan(request: Request, end: number): Span {
  const { reader } = request;
  countPart(request);
  let offset = 0;
  let length = 0;
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === spanTags.offset) offset = reader.sint32();
    else if (tag === spanTags.length) length = reader.uint32();
    else skip(reader, tag);
  }
  expectEnd(reader, end);
  return { offset, length };
}

function isStaleSum(sum: number): boolean {
  bits.setFloat64(0, sum, true);
  return bits.getUint32(4, true) === staleHigh && bits.getUint32(0, true) === staleLow;
}

/** The resolutions of exponential buckets that Prometheus has; others are of another kind. */
const schemas = { lowest: -4, highest: 8 };

/** Spans tell which buckets there are; counts what they hold. */
function bucketsFrom(wire: WireHistogram): ExponentialBuckets {
  const { schema, zeroThreshold, zeroCount, count, sum } = wire;
  if (schema < schemas.lowest || schema > schemas.highest) {
    throw unreadable(`a histogram has schema ${schema}, which is not of exponential buckets`);
  }
  const held = wire.floats.length > 0 ? wire.floats : running(wire.deltas);
  const buckets = filledBuckets(wire.spans, held);
  if (![count, zeroCount, ...buckets.counts].every((some) => some >= 0)) {
    throw unreadable('a histogram has a count below zero');
  }
  return { schema, zeroThreshold, zeroCount, ...buckets, count, sum };
}

function running(deltas: readonly number[]): readonly number[] {
  let count = 0;
  return deltas.map((delta) => (count += delta));
}

function filledBuckets(spans: readonly Span[], held: readonly number[]): { indexes: number[]; counts: number[] } {
  const expected = spans.reduce((sum, { length }) => sum + length, 0);
  if (expected !== held.length) throw unreadable(`a histogram has ${held.length} buckets in spans of ${expected}`);
  const indexes: number[] = [];
  const counts: number[] = [];
  let index = 0;
  let place = 0;
  for (const { offset, length } of spans) {
    index += offset;
    for (const until = place + length; place < until; place += 1, index += 1) {
      const count = held[place] ?? 0;
      if (count === 0) continue;
      indexes.push(index);
      counts.push(count);
    }
  }
  return { indexes, counts };
}

import protobuf from 'protobufjs/minimal.js';
import type { ExponentialBuckets, Labels, Sample } from '../model/sample.ts';
import { instant, type Millis } from '../model/time.ts';
import { setLabel, type OpenLabels } from './labels.ts';
import { KnownSeries, type NamedSeries } from './known-series.ts';
import { SharedTexts } from './shared-texts.ts';
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
  readonly bytes: Buffer;
  readonly view: DataView;
  readonly limits: WriteRequestLimits;
  readonly known: KnownSeries;
  readonly texts: SharedTexts;
  /** How many parts have been read. */
  parts: number;
}

/** The bits of the NaN that marks the end of a series; no measured NaN has them. */
const staleHigh = 0x7ff00000;
const staleLow = 0x00000002;

/** So many bytes of labels are known at once: those of some fifty thousand series. */
const knownBytes = 24 * 2 ** 20;

/** So many names of series and values of labels. */
const knownTexts = 20_000;

/** Reads what one listener is pushed; it knows the series it has read, whose labels need not be read again. */
export class WriteRequestDecoder {
  readonly #limits: WriteRequestLimits;
  readonly #known = new KnownSeries(knownBytes);
  readonly #texts = new SharedTexts(knownTexts);

  constructor(limits: WriteRequestLimits) {
    this.#limits = limits;
  }

  /**
   * Reads a Prometheus remote write 1.0 request: a snappy block that holds a protobuf `WriteRequest`. Float samples whose name ends as a counter's does are
   * counters, others gauges; native histograms come with their buckets. Samples of one series share their labels.
   * @throws WriteRequestError
   */
  decode(packed: Uint8Array): readonly Sample[] {
    const { unpackedBytes } = this.#limits;
    try {
      const { length } = claimOf(packed);
      if (length > unpackedBytes) {
        throw tooLarge(`claims to unpack to ${length} bytes; at most ${unpackedBytes} are taken`);
      }
      return readRequest(this.#open(unpackSnappy(packed)));
    } catch (error) {
      if (error instanceof WriteRequestError) throw error;
      const what = error instanceof SnappyError ? 'a snappy block' : 'a write request';
      throw unreadable(`not ${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #open({ buffer, byteOffset, byteLength }: Uint8Array): Request {
    const bytes = Buffer.from(buffer, byteOffset, byteLength);
    const view = new DataView(buffer, byteOffset, byteLength);
    const reader = protobuf.Reader.create(bytes);
    return { reader, bytes, view, limits: this.#limits, known: this.#known, texts: this.#texts, parts: 0 };
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
  countParts(request, 1);
}

function countParts(request: Request, parts: number): void {
  request.parts += parts;
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
  const named = readLeadingLabels(request, end);
  let further: OpenSeries | null = null;
  let values: FloatReading[] | null = null;
  let histograms: HistogramReading[] | null = null;
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === seriesTags.sample) values = withOne(values, readValue(request, endWithin(reader, end)));
    else if (tag === seriesTags.histogram) {
      histograms = withOne(histograms, readHistogram(request, endWithin(reader, end)));
    } else if (tag === seriesTags.label) readLabelInto((further ??= opened(named)), request, endWithin(reader, end));
    else skip(reader, tag);
  }
  expectEnd(reader, end);
  const { name, labels } = further ?? named;
  if (name === '') throw unreadable('a time series has no name');
  for (const value of values ?? none) samples.push(floatSample(name, labels, value));
  for (const histogram of histograms ?? none) samples.push(histogramSample(name, labels, histogram));
}

const none: readonly never[] = [];

/** Most series of a push have one reading: a list that is made to grow would have room for many. */
function withOne<Reading>(readings: Reading[] | null, one: Reading): Reading[] {
  if (readings === null) return [one];
  readings.push(one);
  return readings;
}

/** A series while its labels are read. */
interface OpenSeries {
  name: string;
  readonly labels: OpenLabels;
}

/** The labels of a known series are shared: further ones need a copy. */
function opened({ name, labels }: NamedSeries): OpenSeries {
  const copy: OpenLabels = {};
  for (const [label, value] of Object.entries(labels)) setLabel(copy, label, value);
  return { name, labels: copy };
}

/** Reads the labels that stand in front of all else, which is where they stand by custom; known ones are not read again. */
function readLeadingLabels(request: Request, end: number): NamedSeries {
  const { reader, bytes: all, known } = request;
  const next = known.getNext(all, reader.pos);
  if (next !== null && endsLabels(all, reader.pos + next.bytes.length, end)) {
    return passKnown(request, next.bytes, next.series);
  }
  const written = all.toString('latin1', reader.pos, endOfLabels(all, reader.pos, end));
  const there = known.get(written);
  if (there !== null) return passKnown(request, written, there);
  const until = reader.pos + written.length;
  const open: OpenSeries = { name: '', labels: {} };
  let parts = 0;
  for (; reader.pos < until; parts += 1) {
    reader.uint32();
    readLabelInto(open, request, endWithin(reader, until));
  }
  // Spread into a new object, each would have a shape of its own.
  const series = { name: open.name, labels: open.labels, parts };
  known.remember(written, series);
  return series;
}

function passKnown(request: Request, written: string, series: NamedSeries): NamedSeries {
  countParts(request, series.parts);
  request.reader.pos += written.length;
  return series;
}

/** Whether no further label stands at a place, in a series that ends at `end`. */
const endsLabels = (all: Uint8Array, place: number, end: number): boolean =>
  place === end || (place < end && all[place] !== seriesTags.label);

/** Where the labels end that stand side by side from a place on; one longer than most are, or than the whole, is not among them. */
function endOfLabels(all: Uint8Array, from: number, end: number): number {
  let place = from;
  while (place + 1 < end && all[place] === seriesTags.label) {
    const next = place + 2 + (all[place + 1] ?? 0);
    if (next - place - 2 > 127 || next > end) return place;
    place = next;
  }
  return place;
}

function readLabelInto(series: OpenSeries, request: Request, end: number): void {
  const { reader } = request;
  countPart(request);
  let name = '';
  let value = '';
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === labelTags.name) name = reader.string();
    else if (tag === labelTags.value) value = request.texts.share(reader.string());
    else skip(reader, tag);
  }
  expectEnd(reader, end);
  if (name === '__name__') series.name = value;
  else setLabel(series.labels, name, value);
}

interface FloatReading {
  readonly at: Millis;
  readonly value: number;
  readonly stale: boolean;
}

function readValue(request: Request, end: number): FloatReading {
  const { reader, view } = request;
  countPart(request);
  let value = 0;
  let at = 0;
  let stale = false;
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === sampleTags.value) {
      value = view.getFloat64(reader.pos, true);
      stale = Number.isNaN(value) && isStaleMarker(view, reader.pos);
      reader.pos += 8;
    } else if (tag === sampleTags.at) at = readWide(request);
    else skip(reader, tag);
  }
  expectEnd(reader, end);
  return { at: instant(at), value, stale };
}

/** Reads a 64-bit number; one of up to 49 bits, as times are, without the halves in which wider ones come. */
function readWide({ reader, bytes: all }: Request): number {
  let value = 0;
  for (let place = 0, weight = 1; place < 7; place += 1, weight *= 128) {
    const byte = all[reader.pos + place] ?? 0x80;
    value += (byte & 0x7f) * weight;
    if (byte < 0x80) {
      reader.pos += place + 1;
      return value;
    }
  }
  return whole(reader.int64());
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
  /** Whether the sum is the marker of the series' end. */
  stale: boolean;
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
    ...{ count: 0, sum: 0, stale: false, schema: 0, zeroThreshold: 0, zeroCount: 0 },
    ...{ spans: [], deltas: [], floats: [], at: 0 },
  };
  while (reader.pos < end) {
    const tag = reader.uint32();
    const read = histogramFields.get(tag);
    if (read === undefined) skip(reader, tag);
    else read(wire, request, end);
  }
  expectEnd(reader, end);
  return { at: instant(wire.at), buckets: wire.stale ? null : bucketsFrom(wire) };
}

type ReadField = (wire: WireHistogram, request: Request, end: number) => void;

/** The fields of `prometheus.Histogram`, by tag. */
const histogramFields: ReadonlyMap<number, ReadField> = new Map<number, ReadField>([
  [varint(1), (wire, { reader }) => (wire.count = whole(reader.uint64()))],
  [fixed64(2), (wire, { reader }) => (wire.count = reader.double())],
  [fixed64(3), readSum],
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

function readSum(wire: WireHistogram, { reader, view }: Request): void {
  const place = reader.pos;
  wire.sum = reader.double();
  wire.stale = isStaleMarker(view, place);
}

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

const isStaleMarker = (view: DataView, place: number): boolean =>
  view.getUint32(place + 4, true) === staleHigh && view.getUint32(place, true) === staleLow;

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

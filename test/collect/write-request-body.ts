import protobuf from 'protobufjs/minimal.js';
import snappy from 'snappyjs';

type Writer = protobuf.Writer;

/** A float sample as it is pushed; `stale` is the marker of the series' end. */
export interface PushedFloat {
  readonly at: number;
  readonly value: number | 'stale';
}

/** A native histogram as it is pushed: whole counts as deltas, float counts as they are. */
export interface PushedHistogram {
  readonly at: number;
  readonly schema: number;
  readonly zeroThreshold?: number;
  readonly zeroCount?: number;
  readonly count: number;
  readonly sum: number | 'stale';
  readonly spans: readonly (readonly [offset: number, length: number])[];
  readonly deltas?: readonly number[];
  readonly floats?: readonly number[];
  /** Also buckets of negative values. */
  readonly negative?: boolean;
  /** Each number in a field of its own instead of all in one piece. */
  readonly unpacked?: boolean;
}

export interface PushedSeries {
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly floats?: readonly PushedFloat[];
  readonly histograms?: readonly PushedHistogram[];
}

/** A remote write body, by the field numbers of prometheus/prompb. */
export const pushBody = (series: readonly PushedSeries[]): Uint8Array => snappy.compress(writeRequest(series));

/** The same before it is packed. */
export function writeRequest(series: readonly PushedSeries[]): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const one of series) {
    message(writer, 1, () => {
      writeSeries(writer, one);
    });
  }
  return writer.finish();
}

/** A series of a name without other labels, with one float. */
export const oneFloat = (name: string, value: number, at = 1000): PushedSeries => ({
  labels: [['__name__', name]],
  floats: [{ at, value }],
});

const varint = (field: number): number => field << 3;
const fixed64 = (field: number): number => (field << 3) | 1;
const bytes = (field: number): number => (field << 3) | 2;

function message(writer: Writer, field: number, write: () => void): void {
  writer.uint32(bytes(field)).fork();
  write();
  writer.ldelim();
}

function writeSeries(writer: Writer, { labels, floats = [], histograms = [] }: PushedSeries): void {
  for (const [name, value] of labels) {
    message(writer, 1, () => writer.uint32(bytes(1)).string(name).uint32(bytes(2)).string(value));
  }
  for (const { at, value } of floats) {
    message(writer, 2, () => {
      double(writer.uint32(fixed64(1)), value)
        .uint32(varint(2))
        .int64(at);
    });
  }
  for (const histogram of histograms) {
    message(writer, 4, () => {
      writeHistogram(writer, histogram);
    });
  }
}

/** The marker of a series' end is one NaN among many: only its bits tell it. */
const double = (writer: Writer, value: number | 'stale'): Writer =>
  value === 'stale' ? writer.fixed32(0x00000002).fixed32(0x7ff00000) : writer.double(value);

function writeHistogram(writer: Writer, histogram: PushedHistogram): void {
  const { at, schema, zeroThreshold = 0, zeroCount = 0, count, sum, spans, deltas, floats } = histogram;
  if (floats === undefined) writer.uint32(varint(1)).uint64(count);
  else writer.uint32(fixed64(2)).double(count);
  double(writer.uint32(fixed64(3)), sum)
    .uint32(varint(4))
    .sint32(schema);
  writer.uint32(fixed64(5)).double(zeroThreshold);
  if (floats === undefined) writer.uint32(varint(6)).uint64(zeroCount);
  else writer.uint32(fixed64(7)).double(zeroCount);
  if (histogram.negative === true) writeSpan(writer, 8, [0, 1]);
  for (const span of spans) writeSpan(writer, 11, span);
  writeNumbers(writer, histogram, varint(12), deltas ?? [], (delta) => writer.sint64(delta));
  writeNumbers(writer, histogram, fixed64(13), floats ?? [], (float) => writer.double(float));
  writer.uint32(varint(15)).int64(at);
}

function writeSpan(writer: Writer, field: number, [offset, length]: readonly [number, number]): void {
  message(writer, field, () => writer.uint32(varint(1)).sint32(offset).uint32(varint(2)).uint32(length));
}

function writeNumbers(
  writer: Writer,
  { unpacked }: PushedHistogram,
  tag: number,
  numbers: readonly number[],
  write: (number: number) => void,
): void {
  if (unpacked === true) {
    for (const number of numbers) {
      writer.uint32(tag);
      write(number);
    }
  } else if (numbers.length > 0) {
    message(writer, tag >>> 3, () => {
      numbers.forEach(write);
    });
  }
}

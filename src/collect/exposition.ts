import type { Sample } from '../model/sample.ts';
import { instant, type Millis } from '../model/time.ts';
import { setLabel, type OpenLabels } from './labels.ts';

/** A metrics page that is not what its format asks; lines and columns count from 1. */
export class ExpositionError extends Error {
  override readonly name = 'ExpositionError';

  constructor(line: number, column: number, expected: string) {
    super(`line ${line}, column ${column}: expected ${expected}`);
  }
}

type MetricType = 'counter' | 'gauge' | 'other';

/** What holds for all of a page. */
interface Page {
  readonly types: Map<string, MetricType>;
  readonly scrapedAt: Millis;
  /** The unit in which it writes times, in milliseconds. */
  readonly timeUnit: number;
}

/** Where reading stands in one line. */
interface Cursor {
  readonly text: string;
  readonly line: number;
  place: number;
}

/**
 * Reads a page in Prometheus' text format, or in OpenMetrics', which is told by its last line and writes times in seconds. Counters, and the parts
 * of classic histograms and summaries, are counters; everything else is a gauge. A sample without a time of its own was true at `at`.
 * @throws ExpositionError
 */
export function parseExposition(page: string, at: Millis): readonly Sample[] {
  const samples: Sample[] = [];
  const timeUnit = page.trimEnd().endsWith('\n# EOF') ? 1000 : 1;
  const whole: Page = { types: new Map(), scrapedAt: at, timeUnit };
  for (const [place, text] of page.split('\n').entries()) {
    const cursor: Cursor = { text: text.replace(/\r$/, ''), line: place + 1, place: 0 };
    skipSpace(cursor);
    if (ended(cursor)) continue;
    if (cursor.text[cursor.place] === '#') readComment(cursor, whole);
    else samples.push(readSample(cursor, whole));
  }
  return samples;
}

function readComment(cursor: Cursor, { types }: Page): void {
  const [, kind, name, type] = cursor.text.trim().split(/\s+/);
  if (kind !== 'TYPE' || name === undefined || type === undefined) return;
  const said = typesSaid.get(type);
  if (said !== undefined) types.set(name, said);
}

/** One that is said to be untyped, or unknown, is told by its name, as one of which nothing is said. */
const typesSaid: ReadonlyMap<string, MetricType> = new Map([
  ['counter', 'counter'],
  ['gauge', 'gauge'],
  ['gaugehistogram', 'gauge'],
  ['histogram', 'other'],
  ['summary', 'other'],
  ['info', 'other'],
  ['stateset', 'other'],
]);

function readSample(cursor: Cursor, { types, scrapedAt, timeUnit }: Page): Sample {
  const series = readName(cursor, 'the name of a metric');
  skipSpace(cursor);
  const labels = cursor.text[cursor.place] === '{' ? readLabels(cursor) : {};
  skipSpace(cursor);
  const value = readNumber(cursor, 'a value');
  skipSpace(cursor);
  const at = atEnd(cursor) ? scrapedAt : readTime(cursor, timeUnit);
  skipSpace(cursor);
  if (!atEnd(cursor)) throw fault(cursor, 'the end of the line');
  return isCounter(series, types)
    ? { kind: 'counter', series, labels, at, value, bornAt: null }
    : { kind: 'gauge', series, labels, at, value };
}

/** A histogram's and a summary's parts count upwards; a summary's quantiles do not, and have the family's own name. */
function isCounter(series: string, types: ReadonlyMap<string, MetricType>): boolean {
  const own = types.get(series);
  if (own !== undefined) return own === 'counter';
  const family = series.replace(/_(?:bucket|count|sum|total)$/, '');
  return family !== series && (types.get(family) ?? 'counter') !== 'gauge';
}

function readLabels(cursor: Cursor): OpenLabels {
  const labels: OpenLabels = {};
  cursor.place += 1;
  for (;;) {
    skipSpace(cursor);
    if (take(cursor, '}')) return labels;
    const name = readName(cursor, 'the name of a label, or "}"');
    skipSpace(cursor);
    if (!take(cursor, '=')) throw fault(cursor, '"=" after the name of a label');
    skipSpace(cursor);
    setLabel(labels, name, readQuoted(cursor));
    skipSpace(cursor);
    if (!take(cursor, ',') && cursor.text[cursor.place] !== '}') throw fault(cursor, '"," or "}" after a label');
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

function readQuoted(cursor: Cursor): string {
  if (!take(cursor, '"')) throw fault(cursor, 'the value of a label in double quotes');
  let value = '';
  for (;;) {
    const character = cursor.text[cursor.place];
    if (character === undefined) throw fault(cursor, 'a closing double quote');
    cursor.place += 1;
    if (character === '"') return value;
    if (character !== '\\') {
      value += character;
      continue;
    }
    const escaped = cursor.text[cursor.place];
    if (escaped === undefined) throw fault(cursor, 'a closing double quote');
    value += escapes[escaped] ?? `\\${escaped}`;
    cursor.place += 1;
  }
}

const namePattern = /[a-zA-Z_:][a-zA-Z0-9_:.]*/y;

function readName(cursor: Cursor, expected: string): string {
  namePattern.lastIndex = cursor.place;
  const name = namePattern.exec(cursor.text)?.[0];
  if (name === undefined) throw fault(cursor, expected);
  cursor.place += name.length;
  return name;
}

const numberPattern = /([+-]?)(?:(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|(inf(?:inity)?)|nan)(?=\s|$)/iy;

function readNumber(cursor: Cursor, expected: string): number {
  numberPattern.lastIndex = cursor.place;
  const found = numberPattern.exec(cursor.text);
  if (found === null) throw fault(cursor, expected);
  cursor.place += found[0].length;
  const [, sign, digits, infinity] = found;
  const size = infinity === undefined ? Number(digits ?? Number.NaN) : Infinity;
  return sign === '-' ? -size : size;
}

function readTime(cursor: Cursor, timeUnit: number): Millis {
  const { place } = cursor;
  const time = readNumber(cursor, 'a time');
  if (!Number.isFinite(time)) throw fault({ ...cursor, place }, 'a time');
  return instant(Math.round(time * timeUnit));
}

function skipSpace(cursor: Cursor): void {
  while (cursor.text[cursor.place] === ' ' || cursor.text[cursor.place] === '\t') cursor.place += 1;
}

function take(cursor: Cursor, character: string): boolean {
  if (cursor.text[cursor.place] !== character) return false;
  cursor.place += 1;
  return true;
}

const ended = (cursor: Cursor): boolean => cursor.place >= cursor.text.length;

/** Whether nothing more belongs to a sample: what follows it behind a `#` is an exemplar. */
const atEnd = (cursor: Cursor): boolean => ended(cursor) || cursor.text[cursor.place] === '#';

const fault = (cursor: Cursor, expected: string): ExpositionError =>
  new ExpositionError(cursor.line, cursor.place + 1, expected);

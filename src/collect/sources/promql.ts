import { fetch, Headers, type Response } from 'undici';
import { z } from 'zod';
import type { Sample } from '../../model/sample.ts';
import type { Source } from '../../model/source.ts';
import type { Millis } from '../../model/time.ts';
import { AnswerError, atBeat, textOf, type Asking, type Question } from './asked-source.ts';

export interface PromqlOptions extends Asking {
  /** The Prometheus server, or another that speaks its HTTP API; a path in it stays in front of the API's own. */
  readonly url: string;
  /** A query that comes to one value. */
  readonly query: string;
  /** The series under which that value is brought, without labels. */
  readonly series: string;
  /** Sent with every query to this server alone, secrets filled in. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An answer that holds one value is far shorter. */
const mostBytes = 2 ** 20;

/** So much of what Prometheus says is told, on one line. */
const mostSaid = 300;

/**
 * Asks a Prometheus server for one value at a steady beat, as it is at the time of the clock; a beat that passes while the answer is awaited is
 * left out. No element and no finite number is nothing measured: a reading without samples. An answer that cannot be had, cannot be read, or is
 * more than one value is a failure reading; the next beat tries again. No redirect is followed.
 */
export function promql(options: PromqlOptions): Source {
  return {
    name: `${options.series} from ${options.url}`,
    watch: (stop) => atBeat(options, stop, 'Prometheus', (question) => samplesOf(options, question)),
  };
}

async function samplesOf(options: PromqlOptions, { at, dispatcher, signal }: Question): Promise<readonly Sample[]> {
  const response = await fetch(queryAddress(options, at), {
    dispatcher: await dispatcher(),
    headers: headersOf(options),
    // Another address was never agreed to, and must not be told the secret.
    redirect: 'manual',
    signal,
  });
  return sampleOf(valueIn(await answerOf(response)), options.series, at);
}

function queryAddress({ url, query }: PromqlOptions, at: Millis): string {
  const parameters = new URLSearchParams({ query, time: (at / 1000).toFixed(3) });
  return `${url.replace(/\/+$/, '')}/api/v1/query?${parameters.toString()}`;
}

function headersOf({ headers }: PromqlOptions): Headers {
  try {
    return new Headers(headers);
  } catch {
    // What the library says would quote the value, which may be a secret.
    throw new AnswerError('a header for Prometheus holds what no header can');
  }
}

/** No number that is finite measures nothing: there is no sample of it. */
function sampleOf(value: number | null, series: string, at: Millis): readonly Sample[] {
  return value !== null && Number.isFinite(value) ? [{ kind: 'gauge', series, labels: {}, at, value }] : [];
}

const timedText = z.tuple([z.number(), z.string()]);

/** What a query came to. An element of a vector without a value holds a histogram. */
const resultSchema = z.discriminatedUnion('resultType', [
  z.object({ resultType: z.literal('vector'), result: z.array(z.object({ value: timedText.optional() })) }),
  z.object({ resultType: z.literal('scalar'), result: timedText }),
  z.object({ resultType: z.literal('matrix') }),
  z.object({ resultType: z.literal('string') }),
]);
type Result = z.output<typeof resultSchema>;

const refusalSchema = z.object({ status: z.literal('error'), error: z.string() });
const successSchema = z.object({ status: z.literal('success'), data: resultSchema });

/** @throws AnswerError */
async function answerOf(response: Response): Promise<Result> {
  const { status } = response;
  if (status >= 300 && status < 400) {
    await response.body?.cancel();
    throw new AnswerError(`Prometheus answered ${status}, and no redirect is followed`);
  }
  const body = parsed(await textOf(response, 'the answer', mostBytes));
  const refusal = refusalSchema.safeParse(body);
  if (refusal.success) throw new AnswerError(`Prometheus answered ${status}: ${shortened(refusal.data.error)}`);
  if (!response.ok) throw new AnswerError(`Prometheus answered ${status}`);
  const success = successSchema.safeParse(body);
  if (!success.success) throw new AnswerError('the answer is none that Prometheus gives to a query');
  return success.data.data;
}

/** The value of JSON, undefined when it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const shortened = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > mostSaid ? `${line.slice(0, mostSaid)}…` : line;
};

/**
 * The one value of a result, null when it holds none.
 * @throws AnswerError
 */
function valueIn(result: Result): number | null {
  switch (result.resultType) {
    case 'scalar':
      return numberOf(result.result[1]);
    case 'vector':
      return valueOfVector(result.result);
    case 'matrix':
      throw new AnswerError('expected one value, got a range of them; aggregate it over time');
    case 'string':
      throw new AnswerError('expected one value, got a text');
  }
}

function valueOfVector(elements: Extract<Result, { readonly resultType: 'vector' }>['result']): number | null {
  const [only] = elements;
  if (only === undefined) return null;
  if (elements.length > 1) throw new AnswerError(`expected one value, got ${elements.length}; aggregate it`);
  if (only.value === undefined) throw new AnswerError('expected one value, got a histogram; take a quantile of it');
  return numberOf(only.value[1]);
}

/** Reads a number as Prometheus writes it. */
function numberOf(text: string): number {
  if (/^[+-]?Inf$|^NaN$/.test(text)) return Number.NaN;
  if (/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  throw new AnswerError(`expected a number, got "${shortened(text)}"`);
}

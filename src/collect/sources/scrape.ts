import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { Agent, fetch, type Dispatcher } from 'undici';
import type { Clock } from '../../model/clock.ts';
import type { Sample } from '../../model/sample.ts';
import type { Source, SourceReading } from '../../model/source.ts';
import { between, duration, plus, type DurationMs, type Millis } from '../../model/time.ts';
import { ExpositionError, parseExposition } from '../exposition.ts';
import { labelKey } from '../labels.ts';

export interface ScrapeOptions {
  /** The metrics page. */
  readonly url: string;
  readonly every: DurationMs;
  /** A private certificate authority's PEM file. */
  readonly ca: string | null;
  readonly clock: Clock;
}

/** A metrics page is at most so long. */
const mostBytes = 16 * 2 ** 20;

/**
 * Reads a target's metrics page at a steady beat; a beat that passes while the page is awaited is left out. A page that cannot be had, or read, is
 * a failure reading; the next beat tries again.
 */
export function scrape(options: ScrapeOptions): Source {
  return { name: `metrics ${options.url}`, watch: (stop) => readings(options, stop) };
}

async function* readings(options: ScrapeOptions, stop: AbortSignal): AsyncGenerator<SourceReading> {
  const { clock, every } = options;
  const connection = new Connection(options.ca);
  let before: Page | null = null;
  const begunAt = clock.now();
  try {
    while (!stop.aborted) {
      const at = clock.now();
      const reading = await readOnce(options, connection, at, stop);
      // An interrupted read says nothing of the target.
      if (isAborted(stop)) return;
      if (reading.kind === 'samples') {
        const samples = withBirths(reading.samples, before);
        before = { at, series: new Set(reading.samples.map(seriesKey)) };
        yield { ...reading, samples };
      } else yield reading;
      await clock.wait(nextBeat(begunAt, every, clock.now()), stop);
    }
  } finally {
    await connection.close();
  }
}

/** The connection to the page, made at the first read: an authority that cannot be read is a failure reading like any other. */
class Connection {
  readonly #ca: string | null;
  #agent: Agent | null = null;

  constructor(ca: string | null) {
    this.#ca = ca;
  }

  async dispatcher(): Promise<Dispatcher> {
    this.#agent ??= new Agent(
      this.#ca === null ? {} : { connect: { ca: [...rootCertificates, await readFile(this.#ca, 'utf8')] } },
    );
    return this.#agent;
  }

  async close(): Promise<void> {
    await this.#agent?.destroy();
  }
}

/** The first beat after `now`. */
function nextBeat(begunAt: Millis, every: DurationMs, now: Millis): Millis {
  const beats = Math.floor(between(begunAt, now) / every) + 1;
  return plus(begunAt, duration(beats * every));
}

/** Read through a function, since a signal may be aborted while we waited. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

/** What the last good page held, and when it was read. */
interface Page {
  readonly at: Millis;
  readonly series: ReadonlySet<string>;
}

/** A counter that the page before did not have was born since; its first value is an increase, not only a baseline. */
function withBirths(samples: readonly Sample[], before: Page | null): readonly Sample[] {
  if (before === null) return samples;
  return samples.map((sample) =>
    sample.kind === 'counter' && !before.series.has(seriesKey(sample)) ? { ...sample, bornAt: before.at } : sample,
  );
}

const seriesKey = ({ series, labels }: Sample): string => `${series} ${labelKey(labels)}`;

async function readOnce(
  options: ScrapeOptions,
  connection: Connection,
  at: Millis,
  stop: AbortSignal,
): Promise<SourceReading> {
  const tooLate = AbortSignal.timeout(Math.max(options.every, 1000));
  try {
    const dispatcher = await connection.dispatcher();
    const response = await fetch(options.url, { dispatcher, signal: AbortSignal.any([tooLate, stop]) });
    if (!response.ok) {
      await response.body?.cancel();
      return { kind: 'failure', at, why: `the metrics page answered ${response.status}` };
    }
    return { kind: 'samples', at, samples: parseExposition(await textOf(response), at) };
  } catch (error) {
    return { kind: 'failure', at, why: whyOf(error, tooLate.aborted) };
  }
}

async function textOf(response: Awaited<ReturnType<typeof fetch>>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > mostBytes) throw new PageTooLong(`the metrics page is longer than ${mostBytes} bytes`);
  }
  return text + decoder.decode();
}

/** Said as it is, also when the time ran out while the page was read. */
class PageTooLong extends Error {}

function whyOf(error: unknown, late: boolean): string {
  if (error instanceof PageTooLong) return error.message;
  if (late) return 'the metrics page did not answer in time';
  if (error instanceof ExpositionError) return `the metrics page cannot be read: ${error.message}`;
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

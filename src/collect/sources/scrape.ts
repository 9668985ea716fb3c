import { fetch } from 'undici';
import type { Sample } from '../../model/sample.ts';
import type { Source, SourceReading } from '../../model/source.ts';
import type { Millis } from '../../model/time.ts';
import { ExpositionError, parseExposition } from '../exposition.ts';
import { labelKey } from '../labels.ts';
import { AnswerError, atBeat, textOf, type Asking, type Question } from './asked-source.ts';

export interface ScrapeOptions extends Asking {
  /** The metrics page. */
  readonly url: string;
}

const asked = 'the metrics page';

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
  let before: Page | null = null;
  for await (const reading of atBeat(options, stop, asked, (question) => samplesOf(options.url, question))) {
    if (reading.kind === 'samples') {
      const samples = withBirths(reading.samples, before);
      before = { at: reading.at, series: new Set(reading.samples.map(seriesKey)) };
      yield { ...reading, samples };
    } else yield reading;
  }
}

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

async function samplesOf(url: string, { at, dispatcher, signal }: Question): Promise<readonly Sample[]> {
  const response = await fetch(url, { dispatcher: await dispatcher(), signal });
  if (!response.ok) {
    await response.body?.cancel();
    throw new AnswerError(`${asked} answered ${response.status}`);
  }
  const page = await textOf(response, asked, mostBytes);
  try {
    return parseExposition(page, at);
  } catch (error) {
    if (error instanceof ExpositionError) throw new AnswerError(`${asked} cannot be read: ${error.message}`);
    throw error;
  }
}

import { isLoadSeries } from '../model/load-series.ts';
import { nearest } from '../model/nearest.ts';
import type { Sample } from '../model/sample.ts';
import { isPromqlSeries, seriesOf, type SignalDefinition } from '../model/signal.ts';
import { minus, type DurationMs, type Millis } from '../model/time.ts';

/** So many names are remembered, each of so many characters at the most: enough for a large page, and a flood of them takes no more. */
const most = { names: 5000, characters: 200 };

/** A series of which no sample came, and the name most like its own among those that did come; null where none is like it. */
export interface MissingSeries {
  readonly name: string;
  readonly nearest: string | null;
}

/** Knows of which series samples come: when last of those that signals are measured from, and by name of as many others as may be what somebody meant. */
export class SeriesHeard {
  readonly #heardAt: Map<string, Millis | null>;
  readonly #names = new Set<string>();

  constructor(definitions: readonly SignalDefinition[]) {
    this.#heardAt = new Map(definitions.flatMap(({ measure }) => seriesOf(measure)).map((name) => [name, null]));
  }

  /** A sample of this name came from somewhere, whether it is of use or not. */
  hearName(name: string): void {
    if (this.#names.has(name) || this.#names.size >= most.names || name.length > most.characters) return;
    // A piece of a page keeps the whole page in memory: a copy does not.
    this.#names.add(Buffer.from(name).toString());
  }

  /** Takes note of samples as they are looked at. The end of a series is no reading of it. */
  take(samples: readonly Sample[], at: Millis): void {
    for (const { kind, series } of samples)
      if (kind !== 'stale' && this.#heardAt.has(series)) this.#heardAt.set(series, at);
  }

  /** The clock was set back: what was heard was heard so much earlier by it. */
  setBack(by: DurationMs): void {
    for (const [name, at] of this.#heardAt) if (at !== null) this.#heardAt.set(name, minus(at, by));
  }

  /** The target's own series that a signal is measured from and of which no sample came since then; what the engine tells is not among them. */
  missing({ measure }: SignalDefinition, since: Millis): readonly MissingSeries[] {
    const own = seriesOf(measure);
    return own
      .filter((name) => !isLoadSeries(name) && (this.#heardAt.get(name) ?? -Infinity) < since)
      .map((name) => ({ name, nearest: this.#nearest(name, own) }));
  }

  /** In the order of the alphabet, so that it does not matter which of two was heard first. One that was heard itself, too early or by no signal, is not misspelt; what the signal is measured from besides was not meant. */
  #nearest(name: string, own: readonly string[]): string | null {
    if (isPromqlSeries(name) || this.#names.has(name)) return null;
    return nearest(name, [...this.#names].filter((heard) => !own.includes(heard)).sort());
  }
}

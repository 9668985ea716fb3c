import type { Labels } from '../model/sample.ts';

/** The name and labels of a series as a push writes them. */
export interface NamedSeries {
  readonly name: string;
  readonly labels: Labels;
  /** How many labels were written, the name among them. */
  readonly parts: number;
}

/** What one takes beside the bytes it is known by. */
const entryBytes = 200;

/** Labels longer than this are read anew each time. */
const longest = 16_384;

/**
 * Series by the bytes that name them: whoever pushes names the same series again and again, and their labels are read once. It forgets those that have
 * not been asked for in so many bytes of others; a flood of new ones takes the memory of twice as many bytes, and no more.
 */
export class KnownSeries {
  readonly #mostBytes: number;
  #recent = new Map<string, NamedSeries>();
  #earlier: ReadonlyMap<string, NamedSeries> = new Map();
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get(bytes: string): NamedSeries | null {
    const known = this.#recent.get(bytes);
    if (known !== undefined) return known;
    const earlier = this.#earlier.get(bytes);
    if (earlier === undefined) return null;
    this.remember(bytes, earlier);
    return earlier;
  }

  remember(bytes: string, series: NamedSeries): void {
    if (bytes.length > longest) return;
    this.#bytes += bytes.length + entryBytes;
    if (this.#bytes > this.#mostBytes) {
      this.#earlier = this.#recent;
      this.#recent = new Map();
      this.#bytes = bytes.length + entryBytes;
    }
    this.#recent.set(bytes, series);
  }
}

import type { Labels } from '../model/sample.ts';

/** The name and labels of a series as a push writes them. */
export interface NamedSeries {
  readonly name: string;
  readonly labels: Labels;
  /** How many labels were written, the name among them. */
  readonly parts: number;
}

/** A series, the bytes that name it, and its place among those that are known. */
interface Known {
  readonly bytes: string;
  readonly series: NamedSeries;
  readonly place: number;
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
  #recent = new Map<string, Known>();
  /** The recent ones in the order in which they were first asked for: most pushes keep to one. */
  #order: Known[] = [];
  #next = 0;
  #earlier: ReadonlyMap<string, Known> = new Map();
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get(bytes: string): NamedSeries | null {
    const known = this.#recent.get(bytes);
    if (known !== undefined) {
      this.#next = known.place + 1;
      return known.series;
    }
    const earlier = this.#earlier.get(bytes);
    if (earlier === undefined) return null;
    this.remember(earlier.bytes, earlier.series);
    return earlier.series;
  }

  /** The series that came after the last one before, if its bytes stand in `all` from a place on; to compare them is quicker than to look them up. */
  getNext(all: Uint8Array, from: number): { readonly bytes: string; readonly series: NamedSeries } | null {
    const known = this.#order[this.#next];
    if (known === undefined || !standsAt(known.bytes, all, from)) return null;
    this.#next += 1;
    return known;
  }

  remember(bytes: string, series: NamedSeries): void {
    if (bytes.length > longest) return;
    this.#bytes += bytes.length + entryBytes;
    if (this.#bytes > this.#mostBytes) {
      this.#earlier = this.#recent;
      this.#recent = new Map();
      this.#order = [];
      this.#bytes = bytes.length + entryBytes;
    }
    const known = { bytes, series, place: this.#order.length };
    this.#recent.set(bytes, known);
    this.#order.push(known);
    this.#next = this.#order.length;
  }
}

function standsAt(bytes: string, all: Uint8Array, from: number): boolean {
  if (from + bytes.length > all.length) return false;
  for (let place = 0; place < bytes.length; place += 1) {
    if (all[from + place] !== bytes.charCodeAt(place)) return false;
  }
  return true;
}

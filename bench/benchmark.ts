import type { Bound } from '../src/model/threshold.ts';

/** A number with what it is counted in: `req/s`, `ms`, `MB/min`. */
export interface Figure {
  readonly value: number;
  readonly unit: string;
}

/** What was measured once, beside its peer where there is one. */
export interface Row {
  readonly name: string;
  readonly figure: Figure;
  readonly peer: (Figure & { readonly what: string }) | null;
  /** The median of the pairs' ratios; null where there is no peer. */
  readonly ratio: number | null;
  /** What is wanted of the ratio, or of the figure where there is no ratio. */
  readonly wanted: Bound;
  /** What else was seen, for people who ask whether to believe it. */
  readonly seen: Readonly<Record<string, string>>;
}

/** What the measuring is done with. */
export interface Bench {
  /** Everything is shortened: it shows that the benchmark works, and its figures say little. */
  readonly quick: boolean;
  /** A folder of this run's own; it goes when the run is over. */
  readonly scratch: string;
  readonly tell: (line: string) => void;
}

export interface Benchmark {
  readonly name: string;
  /** It reads what only Linux tells, such as the time a process was on a CPU. */
  readonly linuxOnly: boolean;
  /** It runs what users run: `dist/`, which is built beforehand. */
  readonly wantsBuild: boolean;
  measure(bench: Bench): Promise<readonly Row[]>;
}

/** Whether a row is what is wanted; the level itself is. */
export function isKept({ figure, ratio, wanted }: Row): boolean {
  const value = ratio ?? figure.value;
  return wanted.side === 'above' ? value >= wanted.level : value <= wanted.level;
}

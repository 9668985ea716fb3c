import { median, quantile } from './statistics.ts';

/** One figure of each of two sides, measured one right after the other. */
export interface Pair {
  readonly one: number;
  readonly other: number;
}

/** Measures two sides in turn, so many times; each pair begins with the side that ended the one before, so that no side is always first. */
export async function inTurn(
  pairs: number,
  one: () => Promise<number>,
  other: () => Promise<number>,
): Promise<readonly Pair[]> {
  const measured: Pair[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    if (pair % 2 === 0) {
      const first = await one();
      measured.push({ one: first, other: await other() });
    } else {
      const first = await other();
      measured.push({ one: await one(), other: first });
    }
  }
  return measured;
}

/** What pairs came to: each side's median, and the median of their ratios, one to the other. A ratio of its own pair is spared the machine's drift. */
export interface Compared {
  readonly one: number;
  readonly other: number;
  readonly ratio: number;
  /** How many pairs, and between which ratios they lay. */
  readonly spread: string;
}

export function compare(pairs: readonly Pair[]): Compared {
  const ratios = pairs.map(({ one, other }) => one / other);
  return {
    one: median(pairs.map(({ one }) => one)),
    other: median(pairs.map(({ other }) => other)),
    ratio: median(ratios),
    spread: `${pairs.length}, ratios ${quantile(ratios, 0).toFixed(3)} to ${quantile(ratios, 1).toFixed(3)}`,
  };
}

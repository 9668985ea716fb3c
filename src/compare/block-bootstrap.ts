import { draw } from '../scenario/draw.ts';
import type { Measured } from './measure.ts';

/** How other runs are made up from two. */
export interface Resampling {
  /** The seconds that both runs have. */
  readonly seconds: number;
  /** How many seconds that follow each other stay together. */
  readonly block: number;
  /** How many blocks make a run. */
  readonly blocks: number;
  /** Where each block of each made-up pair of runs begins. */
  readonly starts: Int32Array;
}

/** So many pairs of runs are made up: their scatter is then known within 2 %. */
const resamples = 2000;

/** What happens in one second is felt in the next ones: the longer a run, the longer the blocks it can spare (n^⅓, at least 2 s). */
export const blockFor = (seconds: number): number => Math.max(2, Math.round(Math.cbrt(seconds)));

/** Draws the blocks. The same seed draws alike, and all measures are taken from the same draws. */
export function resamplingOf(seconds: number, seed: number): Resampling {
  const block = blockFor(seconds);
  const blocks = Math.max(2, Math.round(seconds / block));
  const starts = Int32Array.from({ length: resamples * blocks }, (_, nth) =>
    Math.floor(draw(seed, Math.floor(nth / blocks), nth % blocks) * seconds),
  );
  return { seconds, block, blocks, starts };
}

/**
 * How far a difference between two runs scatters: the standard deviation of what it would have come to in made-up pairs of runs. Each of these is of blocks of seconds
 * drawn with putting back, of both runs the same ones: the surge is at one height there, and its rise and fall do not count as scatter. A block that reaches beyond the
 * last second goes on with the first (the circular block bootstrap). A sample of so few blocks is closer to its own mean than to any other: the result is widened by
 * √(k ÷ (k − 1)). Null when most of them measured nothing.
 */
export function scatterOfDifference(
  a: Measured,
  b: Measured,
  { seconds, block, blocks, starts }: Resampling,
  differenceOf: (a: number, b: number) => number,
): number | null {
  const [blocksOfA, blocksOfB] = [blockSums(a, seconds, block), blockSums(b, seconds, block)];
  const differences: number[] = [];
  for (let from = 0; from < starts.length; from += blocks) {
    const drawn = starts.subarray(from, from + blocks);
    const [valueA, valueB] = [a.statistic(sumOf(blocksOfA, drawn)), b.statistic(sumOf(blocksOfB, drawn))];
    if (valueA === null || valueB === null) continue;
    const difference = differenceOf(valueA, valueB);
    if (Number.isFinite(difference)) differences.push(difference);
  }
  if (differences.length < starts.length / blocks / 2) return null;
  return standardDeviation(differences) * Math.sqrt(blocks / (blocks - 1));
}

/** The sums of every block, by the second in which it begins. */
interface BlockSums {
  readonly columns: number;
  readonly values: Float64Array;
  /** Filled anew for each made-up run. */
  readonly sums: Float64Array;
}

function blockSums({ columns, values }: Measured, seconds: number, block: number): BlockSums {
  const sums = new Float64Array(seconds * columns);
  for (let start = 0; start < seconds; start += 1) {
    for (let within = 0; within < block; within += 1) {
      const second = (start + within) % seconds;
      for (let column = 0; column < columns; column += 1) {
        const place = start * columns + column;
        sums[place] = (sums[place] ?? 0) + (values[second * columns + column] ?? 0);
      }
    }
  }
  return { columns, values: sums, sums: new Float64Array(columns) };
}

function sumOf({ columns, values, sums }: BlockSums, drawn: Int32Array): Float64Array {
  sums.fill(0);
  for (const start of drawn) {
    const from = start * columns;
    for (let column = 0; column < columns; column += 1) {
      sums[column] = (sums[column] ?? 0) + (values[from + column] ?? 0);
    }
  }
  return sums;
}

function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1));
}

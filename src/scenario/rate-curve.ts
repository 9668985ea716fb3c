import type { RatePiece } from '../model/plan.ts';
import { duration, type DurationMs } from '../model/time.ts';

/** The time from the first arrival to the last. */
export const lengthOf = (pieces: readonly RatePiece[]): DurationMs =>
  duration(pieces.reduce((sum, piece) => sum + piece.lasting, 0));

/** The highest planned rate, in arrivals per second. */
export const peakRate = (pieces: readonly RatePiece[]): number =>
  pieces.reduce((most, piece) => Math.max(most, piece.from, piece.to), 0);

/** How many arrivals are planned by `elapsed`: the area under the curve so far. Not a whole number. */
export function arrivalsBy(pieces: readonly RatePiece[], elapsed: DurationMs): number {
  let left: number = elapsed;
  let arrivals = 0;
  for (const piece of pieces) {
    if (left <= 0) break;
    const within = Math.min(left, piece.lasting);
    arrivals += ((piece.from + rateWithin(piece, within)) / 2) * (within / 1000);
    left -= piece.lasting;
  }
  return arrivals;
}

/** All arrivals planned. */
export const totalArrivals = (pieces: readonly RatePiece[]): number => arrivalsBy(pieces, lengthOf(pieces));

/** The planned rate at `elapsed`, in arrivals per second; nothing arrives after the end. */
export function rateAt(pieces: readonly RatePiece[], elapsed: DurationMs): number {
  let left: number = elapsed;
  for (const piece of pieces) {
    if (left < piece.lasting) return rateWithin(piece, left);
    left -= piece.lasting;
  }
  return 0;
}

/** The same curve for a share of the arrivals. */
export const partOf = (pieces: readonly RatePiece[], share: number): readonly RatePiece[] =>
  pieces.map(({ from, to, lasting }) => ({ from: from * share, to: to * share, lasting }));

const rateWithin = (piece: RatePiece, elapsed: number): number =>
  piece.from + (piece.to - piece.from) * (piece.lasting === 0 ? 1 : elapsed / piece.lasting);

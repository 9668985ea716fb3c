import type { Compression, RatePiece } from '../model/plan.ts';
import type { Headcount, Stages, SurgeShape } from '../model/surge.ts';
import { duration, type DurationMs } from '../model/time.ts';
import { totalArrivals } from './rate-curve.ts';

/** Arrivals further from the middle than this many standard deviations are left out; of a normal distribution 98.8 % are within. */
const reach = 2.5;

/** A curve is drawn in at most this many straight pieces, none shorter than a second. */
const mostPieces = 240;

/** The arrival rate a surge shape plans, as straight pieces. */
export function ratePieces(surge: SurgeShape): readonly RatePiece[] {
  return 'people' in surge ? headcountPieces(surge) : stagePieces(surge);
}

/** What compressing time kept; null where the surge runs at the speed of life. */
export function compressionOf(surge: SurgeShape): Compression | null {
  return 'people' in surge ? (surge.compress ?? null) : null;
}

function stagePieces(surge: Stages): readonly RatePiece[] {
  return surge.stages.map((stage, index) => ({
    from: (index === 0 ? surge.from : surge.stages[index - 1]?.to)?.value ?? 0,
    to: stage.to.value,
    lasting: stage.over,
  }));
}

/** How many people come: everyone, or where the rate of life is kept in less time, that much fewer, at least one. */
export function peopleComing(surge: Headcount): number {
  const { compress } = surge;
  return compress?.keep === 'rate' ? Math.max(1, Math.round(surge.people / compress.time)) : surge.people;
}

function headcountPieces(surge: Headcount): readonly RatePiece[] {
  const spread = surge.spread / (surge.compress?.time ?? 1);
  const length = 2 * reach * spread;
  const count = Math.max(1, Math.min(mostPieces, Math.round(length / 1000)));
  const densityAt = (index: number): number => Math.exp(-(((2 * index) / count - 1) ** 2) * (reach ** 2 / 2));
  const shape = Array.from({ length: count }, (_, index): RatePiece => ({
    from: densityAt(index),
    to: densityAt(index + 1),
    lasting: duration(length / count),
  }));
  const scale = peopleComing(surge) / totalArrivals(shape);
  return shape.map((piece) => ({ ...piece, from: piece.from * scale, to: piece.to * scale }));
}

/** The surge in one line for people: how many, when, and what compressing time changed. */
export function describeSurge(surge: SurgeShape): string {
  if (!('people' in surge)) {
    const rates = surge.stages.map((stage) => `${Number(stage.to.value.toFixed(2))}/s`).join(', ');
    return `arrivals by stages: ${rates}`;
  }
  const who = `${surge.people.toLocaleString('en')} people around ${surge.around}, σ ${inMinutes(surge.spread)}`;
  const { compress } = surge;
  if (compress === undefined) return who;
  if (compress.keep === 'people')
    return `${who}, ${compress.time}× faster keeping the people (the rate is ${compress.time}× life's)`;
  return `${who}, ${compress.time}× faster keeping the rate (${peopleComing(surge).toLocaleString('en')} people come)`;
}

const inMinutes = (time: DurationMs): string =>
  time < 60_000 ? `${time / 1000} s` : `${Number((time / 60_000).toFixed(1))} min`;

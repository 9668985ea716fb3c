import { BucketCounter } from '../../src/collect/exponential-buckets.ts';
import type { PartOfWhole, RunSeconds } from '../../src/compare/run-seconds.ts';
import type { ExponentialBuckets } from '../../src/model/sample.ts';
import { draw } from '../../src/scenario/draw.ts';

/** What a made-up run is like. */
export interface MadeUpRun {
  readonly seed: number;
  readonly seconds: number;
  /** The middle of its durations, in seconds, at a second of the run. */
  readonly duration: (second: number) => number;
  /** The share of requests that fail. */
  readonly failing?: number;
  readonly saturation?: number;
}

const perSecond = 40;

/** Durations scatter by some 10 %, and each second as a whole by 2 % more, half of which it has from the second before. */
export function madeUpSeconds({ seed, seconds, duration, failing = 0, saturation = 0.5 }: MadeUpRun): RunSeconds {
  let mood = 0;
  const requests = Array.from({ length: seconds }, (_, second): ExponentialBuckets => {
    mood = mood / 2 + 0.02 * normal(seed, second, 0);
    const counter = new BucketCounter();
    for (let nth = 1; nth <= perSecond; nth += 1) {
      counter.observe(duration(second) * Math.exp(mood + 0.1 * normal(seed, second, nth)));
    }
    return counter.snapshot();
  });
  const each = (part: number, whole: number): readonly PartOfWhole[] =>
    Array.from({ length: seconds }, () => ({ part, whole }));
  const failed = Array.from({ length: seconds }, (_, second) => ({
    part: Array.from({ length: perSecond }, (_one, nth) => draw(seed, second, 500 + nth)).filter((at) => at < failing)
      .length,
    whole: perSecond,
  }));
  return {
    seconds,
    requests: new Map([['send', requests]]),
    deliveries: new Map(),
    failedRequests: failed,
    failedJourneys: each(0, perSecond),
    arrivals: each(perSecond, perSecond),
    saturation: new Map([['database-saturation', each(saturation, 1)]]),
  };
}

/** About normal: the sum of twelve draws (Irwin and Hall). */
const normal = (seed: number, second: number, nth: number): number =>
  Array.from({ length: 12 }, (_, place) => draw(seed, second, nth * 12 + place)).reduce((sum, at) => sum + at, -6);

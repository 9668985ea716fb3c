import { describe, expect, it } from 'vitest';
import { BucketCounter } from '../../src/collect/exponential-buckets.ts';
import { loadSeries } from '../../src/model/load-series.ts';
import type { Sample } from '../../src/model/sample.ts';
import { duration, instant } from '../../src/model/time.ts';
import { measureStep, warmUpOf, type Reading } from '../../src/probe/measured-step.ts';

interface Counted {
  readonly completed: number;
  readonly failed?: number;
  readonly ok?: number;
  readonly refused?: number;
  /** Seconds that requests of this name have taken so far. */
  readonly took?: Readonly<Record<string, readonly number[]>>;
}

/** What an engine has counted so far, by one instant. */
function reading(at: number, { completed, failed = 0, ok = 0, refused = 0, took = {} }: Counted): Reading {
  const born = { at: instant(at), bornAt: instant(0) };
  const counter = (series: string, labels: Readonly<Record<string, string>>, value: number): Sample => ({
    ...{ kind: 'counter', series, labels, value, ...born },
  });
  return {
    at: instant(at),
    samples: [
      counter(loadSeries.finished, { journey: 'one', outcome: 'completed' }, completed),
      counter(loadSeries.finished, { journey: 'one', outcome: 'failed' }, failed),
      counter(loadSeries.requests, { name: 'a' }, ok + refused),
      counter(loadSeries.failedRequests, { name: 'a', outcome: 'unexpected-status' }, refused),
      ...Object.entries(took).map(([name, seconds]): Sample => {
        const buckets = new BucketCounter();
        for (const one of seconds) buckets.observe(one);
        return {
          kind: 'histogram',
          series: loadSeries.requestDuration,
          labels: { name },
          ...born,
          buckets: buckets.snapshot(),
        };
      }),
    ],
  };
}

const measure = (readings: readonly Reading[]) => measureStep({ users: 4, readings, generatorBusy: 0.5 });

describe('a step', () => {
  it('counts good journeys alone as throughput, and only those after its warm-up', () => {
    const step = measure([
      reading(2000, { completed: 100, failed: 50, ok: 300, refused: 50 }),
      reading(4000, { completed: 140, failed: 90, ok: 400, refused: 90 }),
    ]);
    expect(step).toMatchObject({ users: 4, throughput: 20, requests: 50, failed: 0.5, generatorBusy: 0.5 });
  });

  it('times all answers together, and each request by itself', () => {
    const slow = Array.from({ length: 20 }, () => 0.8);
    const step = measure([
      reading(0, { completed: 0, took: { quick: [9, 9, 9] } }),
      reading(10_000, { completed: 20, took: { quick: [9, 9, 9, ...slow.map(() => 0.1)], slow } }),
    ]);
    expect(step?.mean).toBeCloseTo(0.45, 9);
    expect(step?.underWay).toBeCloseTo(1.8, 9);
    expect(step?.answers.map(({ name }) => name)).toEqual(['quick', 'slow']);
    for (const [place, exact] of [0.1, 0.8].entries()) {
      // One bucket is 9 % wide.
      expect(Math.abs((step?.answers[place]?.p95 ?? 0) / exact - 1)).toBeLessThan(0.09);
    }
  });

  it.each([
    ['halves alike', [0, 10, 20, 30, 40], 0],
    ['a second half twice as fast', [0, 10, 20, 40, 60], 2 / 3],
    ['a second half in which nothing was done', [0, 10, 20, 20, 20], 2],
    ['two readings have no halves', [0, 10], null],
    ['nothing was done at all', [5, 5, 5], null],
  ])('tells how steady it was: %s', (_title, counts, drift) => {
    const step = measure(counts.map((completed, second) => reading(second * 1000, { completed })));
    if (drift === null) expect(step?.drift).toBeNull();
    else expect(step?.drift).toBeCloseTo(drift, 9);
  });

  it('without two readings measures nothing', () => {
    expect(measure([])).toBeNull();
    expect(measure([reading(1000, { completed: 5 })])).toBeNull();
  });

  it('in which nothing was answered says so, and not that it was quick', () => {
    const step = measure([reading(0, { completed: 0 }), reading(1000, { completed: 0 })]);
    expect(step).toMatchObject({ throughput: 0, failed: 0, mean: null, p95: null, answers: [] });
  });
});

it.each([
  [2000, 1000],
  [4000, 1000],
  [6000, 1500],
  [60_000, 15_000],
])('of a step of %d ms the first %d are warm-up', (step, warmUp) => {
  expect(warmUpOf(duration(step))).toBe(warmUp);
});

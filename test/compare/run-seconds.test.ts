import { describe, expect, it } from 'vitest';
import { SecondsReader } from '../../src/compare/run-seconds.ts';
import { loadSeries } from '../../src/model/load-series.ts';
import type { Labels, Sample } from '../../src/model/sample.ts';
import { instant } from '../../src/model/time.ts';

const counter = (series: string, labels: Labels, second: number, value: number): Sample => ({
  ...{ kind: 'counter', series, labels, value, at: instant(second * 1000), bornAt: instant(0) },
});

/** What two seconds bring: four requests each, of which one fails in the second, and two journeys that end. */
const counted: readonly Sample[] = [
  counter(loadSeries.requests, { name: 'a' }, 1, 3),
  counter(loadSeries.requests, { name: 'b' }, 1, 1),
  counter(loadSeries.failedRequests, {}, 1, 0),
  counter(loadSeries.finished, { journey: 'one', outcome: 'completed' }, 1, 1),
  counter(loadSeries.requests, { name: 'a' }, 2, 6),
  counter(loadSeries.requests, { name: 'b' }, 2, 2),
  counter(loadSeries.failedRequests, { name: 'a', outcome: 'no-answer' }, 2, 1),
  counter(loadSeries.finished, { journey: 'one', outcome: 'failed' }, 2, 1),
];

const read = (samples: readonly Sample[]) => {
  const reader = new SecondsReader({ from: instant(0), seconds: 2 });
  reader.take(samples);
  return reader.read([]);
};

describe('the seconds of a run', () => {
  it('tell of each how many of its requests and journeys failed', () => {
    const { failedRequests, failedJourneys } = read(counted);
    expect(failedRequests).toEqual([
      { part: 0, whole: 4 },
      { part: 1, whole: 4 },
    ]);
    expect(failedJourneys).toEqual([
      { part: 0, whole: 1 },
      { part: 1, whole: 1 },
    ]);
  });

  it.each([
    ['none were recorded', [loadSeries.finished]],
    ['nobody counted those that failed, as with a native script', [loadSeries.finished, loadSeries.requests]],
  ] as const)('say nothing of failed requests where %s', (_, recorded) => {
    const known: readonly string[] = recorded;
    expect(read(counted.filter(({ series }) => known.includes(series))).failedRequests).toBeNull();
  });

  it('tell that no request failed where failures are counted and there were none', () => {
    const well = counted.filter(({ labels }) => labels['outcome'] !== 'no-answer');
    expect(read(well).failedRequests).toEqual([
      { part: 0, whole: 4 },
      { part: 0, whole: 4 },
    ]);
  });
});

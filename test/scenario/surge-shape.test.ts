import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SurgeShape } from '../../src/model/surge.ts';
import { duration } from '../../src/model/time.ts';
import { arrivalsBy, lengthOf, peakRate, totalArrivals } from '../../src/scenario/rate-curve.ts';
import { compressionOf, describeSurge, ratePieces } from '../../src/scenario/surge-shape.ts';
import { headcount, stages } from './surges.ts';

/** Of a normal distribution this much lies within 2.5 standard deviations of its middle. */
const within = 0.98758;

const people = fc.integer({ min: 1, max: 10_000_000 });
const spreadSeconds = fc.integer({ min: 1, max: 7200 });

describe('a surge by stages', () => {
  it.each<[name: string, written: SurgeShape, pieces: [from: number, to: number, lasting: number][]]>([
    ['begins from nothing', stages(null, '10/s for 5s'), [[0, 10, 5000]]],
    ['begins from where it is told to', stages('4/s', '10/s for 5s'), [[4, 10, 5000]]],
    [
      'goes on from where the stage before ended',
      stages('4/s', '10/s for 5s', '10/s for 1m', '0/s for 500ms'),
      [
        [4, 10, 5000],
        [10, 10, 60_000],
        [10, 0, 500],
      ],
    ],
    [
      'jumps in a stage that takes no time',
      stages('1/s', '1/s for 5s', '50/s for 0s', '50/s for 1s'),
      [
        [1, 1, 5000],
        [1, 50, 0],
        [50, 50, 1000],
      ],
    ],
    ['may be given by the minute', stages('30/m', '60/m for 1s'), [[0.5, 1, 1000]]],
  ])('%s', (_name, written, pieces) => {
    expect(ratePieces(written)).toEqual(pieces.map(([from, to, lasting]) => ({ from, to, lasting })));
  });
});

describe('a surge by headcount', () => {
  it('brings everyone, whatever their number and spread', () => {
    fc.assert(
      fc.property(people, spreadSeconds, (count, spread) => {
        expect(totalArrivals(ratePieces(headcount(count, `${spread}s`))) / count).toBeCloseTo(1, 9);
      }),
    );
  });

  it('lasts 2.5 standard deviations to each side, in at most 240 pieces of a second or more', () => {
    fc.assert(
      fc.property(spreadSeconds, (spread) => {
        const pieces = ratePieces(headcount(1000, `${spread}s`));
        expect(lengthOf(pieces)).toBeCloseTo(5000 * spread, 3);
        expect(pieces.length).toBeLessThanOrEqual(240);
        for (const { lasting } of pieces) expect(lasting).toBeGreaterThanOrEqual(1000 - 1e-6);
      }),
    );
  });

  it.each([
    [8000, 360],
    [1, 60],
    [200_000, 1800],
    [90_000, 48],
  ])('has the peak of a normal distribution: %d people, σ %d s', (count, spread) => {
    const peak = count / (spread * Math.sqrt(2 * Math.PI)) / within;
    expect(peakRate(ratePieces(headcount(count, `${spread}s`))) / peak).toBeCloseTo(1, 3);
  });

  it.each([
    [-2.5, 0],
    [-2, (0.02275 - 0.00621) / within],
    [-1, (0.15866 - 0.00621) / within],
    [0, 0.5],
    [1, (0.84134 - 0.00621) / within],
    [2.5, 1],
  ])('%d standard deviations from its middle has brought %d of the people', (deviations, share) => {
    const pieces = ratePieces(headcount(1000, '10m'));
    expect(arrivalsBy(pieces, duration((2.5 + deviations) * 600_000)) / 1000).toBeCloseTo(share, 3);
  });

  it('rises and falls alike', () => {
    fc.assert(
      fc.property(people, spreadSeconds, (count, spread) => {
        const pieces = ratePieces(headcount(count, `${spread}s`));
        pieces.forEach(({ from }, place) => {
          const mirrored = pieces.at(-1 - place)?.to ?? Number.NaN;
          expect(from / mirrored).toBeCloseTo(1, 9);
        });
      }),
    );
  });

  it('never jumps', () => {
    const pieces = ratePieces(headcount(5000, '3m'));
    expect(pieces.slice(1).map(({ from }) => from)).toEqual(pieces.slice(0, -1).map(({ to }) => to));
  });

  it('keeps the people when time is compressed so: all come, at a rate so many times higher', () => {
    const life = ratePieces(headcount(8000, '6m'));
    const compressed = ratePieces(headcount(8000, '6m', { time: 30, keep: 'people' }));
    expect(totalArrivals(compressed)).toBeCloseTo(8000, 6);
    expect(lengthOf(compressed)).toBeCloseTo(lengthOf(life) / 30, 6);
    expect(peakRate(compressed) / peakRate(life)).toBeCloseTo(30, 1);
  });

  it('keeps the rate when time is compressed so: that much fewer come', () => {
    const life = ratePieces(headcount(9000, '6m'));
    const compressed = ratePieces(headcount(9000, '6m', { time: 30, keep: 'rate' }));
    expect(totalArrivals(compressed)).toBeCloseTo(300, 6);
    expect(lengthOf(compressed)).toBeCloseTo(lengthOf(life) / 30, 6);
    expect(peakRate(compressed) / peakRate(life)).toBeCloseTo(1, 2);
  });

  it('brings at least one person, however few are left of them', () => {
    expect(totalArrivals(ratePieces(headcount(3, '6m', { time: 1000, keep: 'rate' })))).toBeCloseTo(1, 9);
  });

  it('of a second or less is one piece', () => {
    expect(ratePieces(headcount(10, '200ms'))).toEqual([{ from: 10, to: 10, lasting: 1000 }]);
  });
});

describe('what compressing time kept', () => {
  it.each<[string, SurgeShape, unknown]>([
    ['is told where it was compressed', headcount(10, '1m', { time: 5, keep: 'rate' }), { time: 5, keep: 'rate' }],
    ['is nothing at the speed of life', headcount(10, '1m'), null],
    ['is nothing for stages', stages(null, '1/s for 1s'), null],
  ])('%s', (_name, written, kept) => {
    expect(compressionOf(written)).toEqual(kept);
  });
});

describe('a surge in one line', () => {
  it.each<[SurgeShape, string]>([
    [stages('1/s', '20/s for 1m', '0.5/s for 1m'), 'arrivals by stages: 20/s, 0.5/s'],
    [stages(null, '20/m for 1m'), 'arrivals by stages: 0.33/s'],
    [headcount(8000, '6m'), '8,000 people around 09:00, σ 6 min'],
    [headcount(1, '45s'), '1 people around 09:00, σ 45 s'],
    [headcount(800, '90s'), '800 people around 09:00, σ 1.5 min'],
    [headcount(800, '100s'), '800 people around 09:00, σ 1.7 min'],
    [
      headcount(8000, '6m', { time: 25, keep: 'people' }),
      "8,000 people around 09:00, σ 6 min, 25× faster keeping the people (the rate is 25× life's)",
    ],
    [
      headcount(48_000, '6m', { time: 30, keep: 'rate' }),
      '48,000 people around 09:00, σ 6 min, 30× faster keeping the rate (1,600 people come)',
    ],
  ])('%#: says how many, when, and what compressing changed', (written, line) => {
    expect(describeSurge(written)).toBe(line);
  });
});

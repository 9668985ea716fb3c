import { describe, expect, it } from 'vitest';
import { scorecardOf, type Scorecard } from '../../src/score/scorecard.ts';
import { worthOf } from '../../src/score/worth.ts';
import { frame, incidentFacts, madeUpRun } from './made-up-run.ts';

/** A run whose symptom cleared then, and read that at its worst. */
const run = (clearedAt: number | null, peak: number): Scorecard =>
  scorecardOf(madeUpRun([frame(10, 1), frame(20, peak), frame(30, 1), ...incidentFacts({ clearedAt })]));

const gained = (acted: Scorecard, control: Scorecard): Readonly<Record<string, number | null>> =>
  Object.fromEntries(worthOf(acted, control).map((one) => [one.of, one.gained]));

describe('what actions were worth', () => {
  it('is what was sooner, fewer and lower with them', () => {
    const worth = gained(run(25, 3), run(40, 9));
    expect(worth).toMatchObject({ mitigate: 15_000, recover: 15_000, peak: 6 });
    // Of 600 people 200 had come by second 20, and 300 by second 35.
    expect(worth['affected']).toBeCloseTo(1 / 6, 9);
  });

  it('is below zero where they made it worse', () => {
    expect(gained(run(40, 9), run(25, 3))).toMatchObject({ mitigate: -15_000, recover: -15_000, peak: -6 });
  });

  it('cannot be told in time where one never recovered; who was affected can', () => {
    const worth = gained(run(25, 3), run(null, 9));
    expect(worth).toMatchObject({ mitigate: null, recover: null, peak: 6 });
    expect(worth['affected']).toBeGreaterThan(0);
  });

  it('cannot be told of peaks of different signals', () => {
    const other = run(25, 3);
    const peak = other.peak === null ? null : { ...other.peak, signal: 'something-else' };
    expect(gained({ ...other, peak }, run(40, 9))).toMatchObject({ recover: 15_000, peak: null });
  });

  it('takes less of a signal that is to be high for worse', () => {
    const low = (value: number): Scorecard => ({
      ...run(25, 3),
      peak: { signal: 'seen', unit: 'count', side: 'below', value },
    });
    expect(gained(low(5), low(1))).toMatchObject({ peak: 4 });
  });
});

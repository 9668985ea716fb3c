import { describe, expect, it } from 'vitest';
import type { MeasuredStep } from '../../src/probe/measured-step.ts';
import { compareWithPaper, outcomeOf, warningsOf } from '../../src/probe/outcome.ts';
import { judgeScaling } from '../../src/probe/scaling.ts';
import { climbed, step } from './measured.ts';

const found = judgeScaling(
  climbed((n) => Math.min(10 * n, 134)),
  7,
);
const unfound = judgeScaling(
  climbed((n) => 10 * n, 16),
  7,
);
const paper = (throughput: number) => ({ stage: 'db', throughput }) as const;

describe('the outcome of a probe', () => {
  it.each([
    ['a knee with nothing to compare it with', found, null, 'expected'],
    ['the set capacity, found', found, paper(135), 'expected'],
    ['a quarter less than was set', found, paper(175), 'expected'],
    ['far less than was set', found, paper(200), 'unexpected'],
    ['far more than was set', found, paper(100), 'unexpected'],
    ['no knee', unfound, paper(135), 'inconclusive'],
  ] as const)('%s', (_title, scaling, onPaper, outcome) => {
    expect(outcomeOf(scaling, compareWithPaper(scaling, onPaper))).toBe(outcome);
  });

  it('compares nothing where no knee is claimed', () => {
    expect(compareWithPaper(unfound, paper(135))).toBeNull();
  });
});

describe('warnings of the steps', () => {
  it.each<[string, Partial<MeasuredStep>, readonly RegExp[]]>([
    ['none of steady ones', {}, []],
    ['halves that differ', { drift: 0.3 }, [/^throughput was not steady: at 4 users .* by 30 %; take longer steps$/]],
    ['one half alone', { drift: null }, []],
    [
      'people who are not waiting for an answer',
      { underWay: 2 },
      [/^at 4 users 2\.0 requests were under way on average \(Little's law/],
    ],
    ['more requests than people', { underWay: 6 }, [/^at 4 users 6\.0 requests/]],
    ['journeys that failed', { failed: 0.05 }, [/^at 4 users 5 % of the journeys failed/]],
  ])('%s', (_title, amiss, warnings) => {
    const steps = [step(1, 10), step(2, 20), step(4, 40, amiss)];
    expect(warningsOf(steps)).toEqual(warnings.map((warning) => expect.stringMatching(warning) as string));
  });

  it('none of nothing', () => {
    expect(warningsOf([])).toEqual([]);
  });
});

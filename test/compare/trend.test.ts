import { describe, expect, it } from 'vitest';
import { sparkline, trendOf } from '../../src/compare/trend.ts';

describe('a trend', () => {
  it.each([
    ['tells the last against the median of those before', [60, 90, 70, 95], 25],
    ['takes the middle of an even number', [60, 80, 90], 20],
    ['leaves out what was not measured', [60, null, 75, null], 15],
    ['is none of one value', [null, 75], null],
    ['is none of nothing', [], null],
  ] as const)('%s', (_what, values, difference) => {
    expect(trendOf(values)?.difference ?? null).toBe(difference);
  });
});

describe('a sparkline', () => {
  it('draws from the least to the most, with a gap where nothing was measured', () => {
    expect(sparkline([0, 50, null, 100, 120, -5], 0, 100)).toBe('▁▅ ██▁');
  });
});

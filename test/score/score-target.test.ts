import { describe, expect, it } from 'vitest';
import { scoreTargetsSchema, usualTargets } from '../../src/model/score-target.ts';

describe('the targets of a scenario', () => {
  it.each([
    { written: { detect: '10s' }, read: { detect: { level: 10_000, weight: 1, key: false } } },
    {
      written: { detect: { within: '10s', weight: 2, key: true } },
      read: { detect: { level: 10_000, weight: 2, key: true } },
    },
    { written: { affected: '20%' }, read: { affected: { level: 0.2, weight: 1, key: false } } },
    {
      written: { affected: { 'at-most': '20%', weight: 3 } },
      read: { affected: { level: 0.2, weight: 3, key: false } },
    },
    { written: { steps: { 'at-least': '50%' } }, read: { steps: { level: 0.5, weight: 1, key: false } } },
    { written: { notices: '100%' }, read: { notices: { level: 1, within: 5000, weight: 1, key: false } } },
    {
      written: { notices: { within: '2s', key: true } },
      read: { notices: { level: 1, within: 2000, weight: 1, key: true } },
    },
    { written: undefined, read: {} },
  ])('$written', ({ written, read }) => {
    expect(scoreTargetsSchema.parse(written)).toEqual(read);
  });

  it.each([
    { detect: '10%' },
    { affected: '10s' },
    { affected: '120%' },
    { detect: { 'at-most': '10s' } },
    { detect: { within: '10s', weight: 0 } },
    { detection: '10s' },
  ])('%o is refused', (written) => {
    expect(scoreTargetsSchema.safeParse(written).success).toBe(false);
  });

  it('one that is left out is shown beside what is usual', () => {
    expect(usualTargets.detect).toEqual(scoreTargetsSchema.parse({ detect: '10s' }).detect);
  });
});

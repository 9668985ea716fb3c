import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, daysAfter, daysBetween, parseDay, workingDaysAfter, type Day } from '../../src/model/day.ts';
import { instant } from '../../src/model/time.ts';

const day = (text: string): Day => parseDay(text)!;

describe('a day', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '24.11.2026', ''])('is not %s', (text) => {
    expect(parseDay(text)).toBeNull();
  });

  it('of an instant is that of UTC', () => {
    expect(dayOf(instant(Date.parse('2026-11-24T23:59:59.999Z')))).toBe('2026-11-24');
    expect(dayOf(instant(Date.parse('2026-11-25T07:00:00+08:00')))).toBe('2026-11-24');
  });

  it('is found again by going as far back, over months and leap years', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: -800, max: 800 }), (days, by) => {
        const from = daysAfter(day('1970-01-01'), days);
        const to = daysAfter(from, by);
        return daysBetween(from, to) === by && daysAfter(to, -by) === from && (by <= 0 || from < to);
      }),
    );
  });

  it.each([
    ['2026-11-24', 0, '2026-11-24'],
    ['2026-11-24', 3, '2026-11-27'],
    ['2026-11-24', 4, '2026-11-30'],
    ['2026-11-27', 1, '2026-11-30'],
    ['2026-11-28', 1, '2026-11-30'],
    ['2026-12-28', 5, '2027-01-04'],
  ])('%s and %i working days is %s', (from, days, to) => {
    expect(workingDaysAfter(day(from), days)).toBe(to);
  });
});

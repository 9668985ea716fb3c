import { describe, expect, it } from 'vitest';
import type { Locale } from '../../src/model/locale.ts';
import { duration, instant } from '../../src/model/time.ts';
import { lateEvening, lengthOfTime, localRange, localTime } from '../../src/notice/local-time.ts';

describe('an instant, as its readers’ clocks show it', () => {
  it.each<[string, string, Locale, string]>([
    ['2026-11-24T01:05:00Z', 'Asia/Shanghai', 'zh-CN', '11月24日 09:05（UTC+8）'],
    ['2026-11-24T01:05:00Z', 'Asia/Taipei', 'zh-TW', '11月24日 09:05（UTC+8）'],
    ['2026-11-24T01:05:00Z', 'UTC', 'en', '24 November, 01:05 (UTC)'],
    // The minute that has begun, not the nearest.
    ['2026-11-24T01:05:59.999Z', 'UTC', 'en', '24 November, 01:05 (UTC)'],
    // Midnight begins a day.
    ['2026-12-31T16:00:00Z', 'Asia/Shanghai', 'zh-CN', '1月1日 00:00（UTC+8）'],
    ['2026-02-28T23:59:59Z', 'UTC', 'en', '28 February, 23:59 (UTC)'],
    ['2028-02-29T12:00:00Z', 'UTC', 'en', '29 February, 12:00 (UTC)'],
    // Zones that are hours and a part of one apart.
    ['2026-11-24T01:05:00Z', 'Asia/Kolkata', 'en', '24 November, 06:35 (UTC+5:30)'],
    ['2026-11-24T01:05:00Z', 'Asia/Kathmandu', 'en', '24 November, 06:50 (UTC+5:45)'],
    ['2026-11-24T01:05:00Z', 'America/St_Johns', 'en', '23 November, 21:35 (UTC-3:30)'],
    ['2026-11-24T10:05:00Z', 'Pacific/Kiritimati', 'en', '25 November, 00:05 (UTC+14)'],
    ['2026-11-24T10:05:00Z', 'Pacific/Niue', 'zh-CN', '11月23日 23:05（UTC-11）'],
    // Greenwich's own zone in winter and summer.
    ['2026-01-15T12:00:00Z', 'Europe/London', 'en', '15 January, 12:00 (UTC)'],
    ['2026-07-01T23:30:00Z', 'Europe/London', 'en', '2 July, 00:30 (UTC+1)'],
    // Clocks go forward over an hour that is not there, and back over one that is there twice.
    ['2026-03-08T06:59:59Z', 'America/New_York', 'en', '8 March, 01:59 (UTC-5)'],
    ['2026-03-08T07:00:00Z', 'America/New_York', 'en', '8 March, 03:00 (UTC-4)'],
    ['2026-11-01T05:30:00Z', 'America/New_York', 'en', '1 November, 01:30 (UTC-4)'],
    ['2026-11-01T06:30:00Z', 'America/New_York', 'en', '1 November, 01:30 (UTC-5)'],
    // By half an hour.
    ['2026-07-01T00:00:00Z', 'Australia/Lord_Howe', 'en', '1 July, 10:30 (UTC+10:30)'],
    ['2026-12-01T00:00:00Z', 'Australia/Lord_Howe', 'en', '1 December, 11:00 (UTC+11)'],
  ])('%s in %s for %s is %s', (at, zone, locale, shown) => {
    expect(localTime(instant(Date.parse(at)), locale, zone)).toBe(shown);
  });
});

describe('two instants said in one sentence', () => {
  const at = (time: string) => instant(Date.parse(time));

  it.each<[string, string, string, string, Locale, string, string]>([
    [
      'name their day once',
      '2026-11-24T01:05:00Z',
      '2026-11-24T01:20:00Z',
      'UTC',
      'en',
      '24 November, 01:05',
      '01:20 (UTC)',
    ],
    [
      'in Chinese, too',
      '2026-11-24T01:05:00Z',
      '2026-11-24T01:20:00Z',
      'Asia/Taipei',
      'zh-TW',
      '11月24日 09:05',
      '09:20（UTC+8）',
    ],
    [
      'name both days over midnight',
      '2026-11-30T15:55:00Z',
      '2026-11-30T16:10:00Z',
      'Asia/Shanghai',
      'zh-CN',
      '11月30日 23:55',
      '12月1日 00:10（UTC+8）',
    ],
    [
      'name both zones where clocks go back in between',
      '2026-11-01T05:50:00Z',
      '2026-11-01T06:05:00Z',
      'America/New_York',
      'en',
      '1 November, 01:50 (UTC-4)',
      '1 November, 01:05 (UTC-5)',
    ],
  ])('%s', (_title, from, to, zone, locale, began, ended) => {
    expect(localRange({ from: at(from), to: at(to) }, locale, zone)).toEqual({ from: began, to: ended });
  });
});

it.each([
  ['2026-11-24T14:48:00Z', 'UTC', '2026-11-24T23:55:00Z'],
  ['2026-11-24T14:48:00Z', 'Asia/Shanghai', '2026-11-24T15:55:00Z'],
  ['2026-11-24T14:48:00Z', 'Pacific/Kiritimati', '2026-11-25T09:55:00Z'],
  ['2026-11-24T14:48:00Z', 'Asia/Kathmandu', '2026-11-24T18:10:00Z'],
])('at %s it will be late in the evening in %s at %s', (at, zone, evening) => {
  expect(new Date(lateEvening(instant(Date.parse(at)), zone)).toISOString()).toBe(evening.replace('Z', '.000Z'));
});

describe('a length of time', () => {
  it.each<[number, string, string, string]>([
    [-5, '0 秒', '0 秒', '0 seconds'],
    [0, '0 秒', '0 秒', '0 seconds'],
    [0.6, '1 秒', '1 秒', '1 second'],
    [45, '45 秒', '45 秒', '45 seconds'],
    [59.4, '59 秒', '59 秒', '59 seconds'],
    [59.5, '1 分钟', '1 分鐘', '1 minute'],
    [89, '1 分钟', '1 分鐘', '1 minute'],
    [90, '2 分钟', '2 分鐘', '2 minutes'],
    [12 * 60, '12 分钟', '12 分鐘', '12 minutes'],
    [59 * 60 + 29, '59 分钟', '59 分鐘', '59 minutes'],
    [59 * 60 + 30, '1 小时', '1 小時', '1 hour'],
    [60 * 60, '1 小时', '1 小時', '1 hour'],
    [2 * 3600 + 5 * 60, '2 小时 5 分钟', '2 小時 5 分鐘', '2 hours 5 minutes'],
    [3600 + 60, '1 小时 1 分钟', '1 小時 1 分鐘', '1 hour 1 minute'],
    [49 * 3600, '49 小时', '49 小時', '49 hours'],
  ])('of %s seconds is "%s", "%s", "%s"', (seconds, china, taiwan, english) => {
    const time = duration(seconds * 1000);
    expect([lengthOfTime(time, 'zh-CN'), lengthOfTime(time, 'zh-TW'), lengthOfTime(time, 'en')]).toEqual([
      ...[china, taiwan, english],
    ]);
  });
});

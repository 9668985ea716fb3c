import { describe, expect, it } from 'vitest';
import { percentOf, Slowness } from '../../src/cli/slowness.ts';

describe('a command that takes its time', () => {
  it('tells what it is doing after two seconds, and not more often than every two', () => {
    const told: string[] = [];
    let now = 5000;
    const slowness = new Slowness(
      (line) => told.push(line),
      () => now,
    );
    for (const at of [5000, 6000, 7000, 7001, 7500, 9001, 9002, 20_000]) {
      now = at;
      slowness.doing(String(at));
    }
    expect(told).toEqual(['7001 …', '9002 …', '20000 …']);
  });

  it.each([
    [0, 10, '0 %'],
    [4.24, 10, '42 %'],
    [11, 10, '100 %'],
    [-1, 10, '0 %'],
    [0, 0, '100 %'],
  ])('%d of %d is %s', (done, all, text) => {
    expect(percentOf(done, all)).toBe(text);
  });
});

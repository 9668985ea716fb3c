import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { paperCapacity, type StageCapacity } from '../../src/target/capacity.ts';
import { Stage } from '../../src/target/stage.ts';

// Virtual time: `Date.now` and the timers are the same clock, and `setSystemTime` lets timers fire late.
beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

const now = (): number => Date.now();
/** A chance of a half makes every service time the mean one. */
const always = (point: number) => (): number => point;

const fill = (stage: Stage, jobs: number, done: (job: number) => void = () => undefined): void => {
  for (let job = 0; job < jobs; job += 1) stage.take(() => done(job));
};

describe('a stage', () => {
  it.each<StageCapacity>([
    { slots: 1, serviceMs: 1000, queue: 0 },
    { slots: 4, serviceMs: 100, queue: 0 },
    { slots: 6, serviceMs: 75, queue: 0 },
    { slots: 16, serviceMs: 4, queue: 0 },
    { slots: 3, serviceMs: 7, queue: 0 },
  ])('with work enough does slots ÷ service time of it: $slots × $serviceMs ms', (capacity) => {
    const stage = new Stage(capacity, now, always(0.5));
    const seconds = 10;
    const paper = paperCapacity(capacity, 1) * seconds;
    fill(stage, Math.ceil(paper) + 100);
    vi.advanceTimersByTime(seconds * 1000);
    expect(stage.count.done).toBe(Math.floor(paper / capacity.slots) * capacity.slots);
  });

  it('varies service times evenly between 80 % and 120 % of the mean, which stays the mean', () => {
    const capacity = { slots: 2, serviceMs: 100, queue: 0 };
    let drawn = 0;
    const stage = new Stage(capacity, now, () => (drawn++ % 11) / 10);
    fill(stage, 5000);
    vi.advanceTimersByTime(110_000);
    expect(stage.count.done).toBeGreaterThanOrEqual(2 * 1100 - 2);
    expect(stage.count.done).toBeLessThanOrEqual(2 * 1100 + 2);
  });

  it('holds a slot for 80 % of the service time at the least and 120 % at the most', () => {
    const ended: string[] = [];
    new Stage({ slots: 1, serviceMs: 100, queue: 0 }, now, always(0)).take(() => ended.push(`shortest ${now()}`));
    new Stage({ slots: 1, serviceMs: 100, queue: 0 }, now, always(1)).take(() => ended.push(`longest ${now()}`));
    vi.runAllTimers();
    expect(ended).toEqual(['shortest 80', 'longest 120']);
  });

  it('serves jobs in the order in which they came, also when thousands wait', () => {
    const stage = new Stage({ slots: 1, serviceMs: 10, queue: 5000 }, now, always(0.5));
    const served: number[] = [];
    fill(stage, 3000, (job) => served.push(job));
    vi.advanceTimersByTime(15_000);
    stage.take(() => served.push(3000));
    vi.runAllTimers();
    expect(served).toEqual(Array.from({ length: 3001 }, (_, job) => job));
  });

  it('counts what is served, what waits and for how long slots were held', () => {
    const stage = new Stage({ slots: 2, serviceMs: 100, queue: 10 }, now, always(0.5));
    fill(stage, 5);
    expect(stage.count).toEqual({ inUse: 2, waiting: 3, busyMs: 0, done: 0 });
    vi.advanceTimersByTime(60);
    expect(stage.count).toEqual({ inUse: 2, waiting: 3, busyMs: 120, done: 0 });
    vi.advanceTimersByTime(40);
    expect(stage.count).toEqual({ inUse: 2, waiting: 1, busyMs: 200, done: 2 });
    vi.runAllTimers();
    expect(stage.count).toEqual({ inUse: 0, waiting: 0, busyMs: 500, done: 5 });
  });

  it('loses no capacity to timers that fire late: the next service counts from when the slot was free', () => {
    const stage = new Stage({ slots: 1, serviceMs: 100, queue: 10 }, now, always(0.5));
    const ended: number[] = [];
    fill(stage, 3, () => ended.push(now()));
    // The clock runs ahead of the timers by 150.
    vi.setSystemTime(150);
    vi.runAllTimers();
    expect([ended[0], ended[2]]).toEqual([250, 300]);
  });

  it('serves nobody from before they came, though a slot was free and its timer late', () => {
    const stage = new Stage({ slots: 1, serviceMs: 100, queue: 10 }, now, always(0.5));
    const ended: number[] = [];
    stage.take(() => undefined);
    vi.setSystemTime(1000);
    stage.take(() => ended.push(now()));
    vi.runAllTimers();
    expect(ended[0]).toBeGreaterThanOrEqual(1100);
  });
});

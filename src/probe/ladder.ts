import type { Point } from './law.ts';

/** What the ladder looks at of a step. */
export interface Rung extends Point {
  /** The share of the journeys that failed. */
  readonly failed: number;
}

/** Twice as many people who get less than this more done get nothing more done. */
const leastGrowth = 0.05;

/** A service that lets so many fail is past what it can do; more people would only fail more. */
const mostFailed = 0.5;

/** So many points tell one shape from another. */
const enough = 10;

/** Throughput within this of the highest is as high. */
const asHigh = 0.95;

/**
 * How many people to measure with next; null when there is no more to learn. It climbs by doubling until throughput stops growing, or to `most`.
 * Then it goes back to where the growth ended, for that is where the shape is told: between the last step that was still short of the highest
 * throughput and the first that was not, and a little beyond it.
 */
export function nextUsers(measured: readonly Rung[], most: number): number | null {
  const inOrder = [...measured].sort((one, other) => one.users - other.users);
  const top = inOrder.at(-1);
  if (top === undefined) return 1;
  // The steps of the climb alone: finer ones would move the place that they were to refine.
  const climb = inOrder.filter(({ users }) => users === most || Number.isInteger(Math.log2(users)));
  const stopped = hasStopped(climb);
  if (top.users < most && !stopped) return Math.min(top.users * 2, most);
  if (measured.length >= mostSteps(most)) return null;
  const known = new Set(inOrder.map(({ users }) => users));
  const finer = stopped ? aroundTheKnee(climb) : [];
  const next = [...finer, ...beyond(top.users, most, measured.length)].find(
    (users) => users <= most && !known.has(users),
  );
  return next ?? (measured.length < enough ? widestGap(inOrder) : null);
}

/** How many steps there are at most, for people who wait. */
export const mostSteps = (most: number): number => Math.max(enough, Math.ceil(Math.log2(most)) + 1 + quarters.length);

/** Whether the highest step got no more done than the ones below it, though there were half as many people again, or failed. */
export function hasStopped(climbed: readonly Rung[]): boolean {
  const top = climbed.at(-1);
  if (top === undefined) return false;
  if (top.failed > mostFailed) return true;
  const below = climbed.filter(({ users }) => users * 1.5 <= top.users);
  const best = Math.max(0, ...below.map(({ throughput }) => throughput));
  return below.length > 0 && top.throughput < best * (1 + leastGrowth);
}

/** Where to look between half as many people as got the most done, and half as many again: the middle first. */
const quarters = [0.75, 0.625, 0.875, 1.5] as const;

function aroundTheKnee(climb: readonly Rung[]): readonly number[] {
  const highest = Math.max(...climb.map(({ throughput }) => throughput));
  const reached = climb.find(({ throughput }) => throughput >= highest * asHigh)?.users ?? 1;
  return quarters.map((share) => Math.round(reached * share));
}

/** With a knee among the very first steps there are no finer ones: it goes on beyond instead. */
const beyond = (top: number, most: number, count: number): readonly number[] =>
  count < enough - 2 ? [Math.min(Math.round(top * 1.5), most)] : [];

/** The middle of the widest gap between two steps, where one is left. */
function widestGap(climbed: readonly Rung[]): number | null {
  let widest: readonly [number, number] = [1, 1];
  for (const [place, { users }] of climbed.entries()) {
    const next = climbed[place + 1]?.users ?? users;
    if (next - users > 1 && next / users > widest[1] / widest[0]) widest = [users, next];
  }
  const [low, high] = widest;
  return high - low > 1 ? Math.round((low + high) / 2) : null;
}

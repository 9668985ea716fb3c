import type { CurvePoint } from './curve-point.ts';

/**
 * A curve in at most so many points that looks the same: of each stretch its lowest and its highest reading, at their own times; a stretch in which nothing
 * was measured stays a gap.
 */
export function thin(points: readonly CurvePoint[], most: number): readonly CurvePoint[] {
  if (points.length <= most) return points;
  const stretch = points.length / Math.max(1, Math.floor(most / 2));
  const kept: CurvePoint[] = [];
  for (let from = 0; Math.round(from) < points.length; from += stretch) {
    kept.push(...extremesOf(points, Math.round(from), Math.min(points.length, Math.round(from + stretch))));
  }
  return kept.slice(0, most);
}

function extremesOf(points: readonly CurvePoint[], from: number, to: number): readonly CurvePoint[] {
  let [low, high] = [-1, -1];
  let [least, most] = [Infinity, -Infinity];
  for (let place = from; place < to; place += 1) {
    const value = points[place]?.[1] ?? null;
    if (value === null) continue;
    if (value < least) [low, least] = [place, value];
    if (value > most) [high, most] = [place, value];
  }
  const places = low === -1 ? [from] : [...new Set([Math.min(low, high), Math.max(low, high)])];
  return places.map((place) => points[place]).filter((point) => point !== undefined);
}

/** On which side of its target an item is met. */
export type ScoreSide = 'at-most' | 'at-least';

/** Whether a value meets its target; the level itself does. */
export const meets = (value: number, side: ScoreSide, level: number): boolean =>
  side === 'at-most' ? value <= level : value >= level;

/**
 * How much of its weight an item earns, from 0 to 1. What meets its target earns all of it. Of something that is to be at most so much, credit falls in a straight
 * line from the target to twice the target, where nothing is left; of something that is to be at least so much, it is the part of it that was reached.
 */
export function creditOf(value: number, side: ScoreSide, level: number): number {
  if (meets(value, side, level)) return 1;
  if (side === 'at-least') return value / level;
  return level === 0 ? 0 : Math.max(0, 2 - value / level);
}

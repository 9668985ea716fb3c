import { setTimeout as after } from 'node:timers/promises';
import { draw } from '../../src/scenario/draw.ts';
import type { SteppingService } from './stepping-service.ts';
import type { Teller } from './teller.ts';

/** How long the service takes to answer when it is well and when it is not, in milliseconds. */
export const answers = { well: 1, slow: 800 } as const;

/** When a side told of a step, in milliseconds since it was taken; null for one that did not. */
export type SeenAfter = number | null;

/** A side that has told nothing for so long, in milliseconds, has missed it. */
const patience = 30_000;

/** The window of the signal is full after so long, in milliseconds. */
const full = 6000;

/** Between two steps, in milliseconds: at least, and up to so much more, as chance has it. */
const pause = { least: 1000, chance: 2000 } as const;

/**
 * Has the service turn slow, so many times, at moments that owe nothing to the rhythm of any side. Each lasts until all sides have told, and the next comes once
 * all say that it is over. Gives when each side told of each.
 */
export async function takeSteps<Side extends string>(
  count: number,
  seed: number,
  service: SteppingService,
  sides: Readonly<Record<Side, Teller>>,
): Promise<readonly Readonly<Record<Side, SeenAfter>>[]> {
  const entries = Object.entries<Teller>(sides);
  const all = (trouble: boolean) =>
    Promise.all(entries.map(async ([side, teller]) => [side, await teller.until(trouble, patience)] as const));
  const seen: Readonly<Record<Side, SeenAfter>>[] = [];
  await after(full);
  for (let step = 0; step < count; step += 1) {
    await after(pause.least + draw(seed, step, 0) * pause.chance);
    await all(false);
    const since = await service.answerAfter(answers.slow);
    const told = await all(true);
    seen.push(
      Object.fromEntries(told.map(([side, at]) => [side, at === null ? null : at - since])) as Record<Side, SeenAfter>,
    );
    await service.answerAfter(answers.well);
    await all(false);
  }
  return seen;
}

import { surgeSchema, type SurgeShape } from '../../src/model/surge.ts';

/** A surge shape as a scenario writes it. */
export const surge = (written: unknown): SurgeShape => surgeSchema.parse(written);

/** People around nine in the morning. */
export const headcount = (people: number, spread: string, compress?: unknown): SurgeShape =>
  surge({ people, around: '09:00', spread, ...(compress === undefined ? {} : { compress }) });

/** Stages written one after the other: `10/s for 5s`. */
export const stages = (from: string | null, ...written: readonly string[]): SurgeShape =>
  surge({
    ...(from === null ? {} : { from }),
    stages: written.map((stage) => {
      const [to, over] = stage.split(' for ');
      return { to, over };
    }),
  });

import type { Maker } from '../../../scenario/arrival-values.ts';
import type { Person, Values } from './person.ts';

/** What those who make one journey know: the place of each variable that its templates and captures name, found once. */
export interface Known {
  readonly placeOf: (name: string) => number;
  /** A person who has just arrived: with a value for every variable that has one from the start. */
  readonly personAt: (arrival: number) => Person;
}

export function readyKnown(makers: ReadonlyMap<string, Maker>): Known {
  const places = new Map<string, number>();
  const made: (Maker | null)[] = [];
  return {
    placeOf: (name) => {
      const known = places.get(name);
      if (known !== undefined) return known;
      places.set(name, made.length);
      return made.push(makers.get(name) ?? null) - 1;
    },
    personAt: (arrival) => {
      const values: Values = [];
      for (let place = 0; place < made.length; place += 1) values[place] = made[place]?.(arrival);
      return { arrival, values, chance: null, deliveries: null };
    },
  };
}

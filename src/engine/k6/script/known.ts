import { valueMakers, type KnownFromTheStart } from '../../../scenario/arrival-values.ts';
import type { Person } from './person.ts';

/** What a variable stands for, for one person; undefined while it has no value. */
export type Reader = (person: Person) => string | undefined;

/** What the people of a plan know: how it is read and added to, each made ready once for a name. */
export interface Known {
  read(name: string): Reader;
  write(name: string): (person: Person, value: string) => void;
  /** A person who has just arrived. */
  personAt(arrival: number): Person;
}

export function readyKnown(fromTheStart: KnownFromTheStart): Known {
  const makers = valueMakers(fromTheStart);
  const places = new Map<string, number>();
  const placeOf = (name: string): number => {
    const place = places.get(name) ?? places.size;
    places.set(name, place);
    return place;
  };
  return {
    read: (name) => {
      const place = placeOf(name);
      const make = makers.get(name);
      if (make === undefined) return (person) => person.captured[place];
      return (person) => person.captured[place] ?? make(person.arrival);
    },
    write: (name) => {
      const place = placeOf(name);
      return (person, value) => {
        person.captured[place] = value;
      };
    },
    personAt: (arrival) => ({ arrival, captured: [], chance: null, deliveries: null }),
  };
}

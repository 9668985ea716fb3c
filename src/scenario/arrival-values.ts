import type { People } from '../model/plan.ts';
import type { Variable, Variables } from '../model/variable.ts';
import { between, draw, drawer } from './draw.ts';
import type { Values } from './template.ts';

/** What all arrivals of a plan have in common of what their templates may name. */
export interface KnownFromTheStart {
  readonly variables: Variables;
  readonly people: People;
  readonly secrets: Readonly<Record<string, string>>;
  readonly seed: number;
}

/** Makes one value of an arrival. */
export type Maker = (arrival: number) => string | undefined;

/** What one arrival's templates know: from the start its own id and number, the variables it draws, who it is, and the secrets; later what it captures. */
export class ArrivalValues implements Values {
  readonly #known: ReadonlyMap<string, Maker>;
  readonly #arrival: number;
  readonly #captured = new Map<string, string>();

  constructor(known: ReadonlyMap<string, Maker>, arrival: number) {
    this.#known = known;
    this.#arrival = arrival;
  }

  /** Each value is made when it is asked for, and comes out alike every time: most of those that a plan knows are not named by a journey's templates. */
  get(name: string): string | undefined {
    return this.#captured.get(name) ?? this.#known.get(name)?.(this.#arrival);
  }

  set(name: string, value: string): void {
    this.#captured.set(name, value);
  }
}

/** Makes ready what the arrivals of a plan know from the start. */
export function readyValues(known: KnownFromTheStart): (arrival: number) => ArrivalValues {
  const makers = valueMakers(known);
  return (arrival) => new ArrivalValues(makers, arrival);
}

/** How each value that a plan knows from the start is made, by its name. */
export function valueMakers({ variables, people, secrets, seed }: KnownFromTheStart): ReadonlyMap<string, Maker> {
  return new Map<string, Maker>([
    ['uuid', uuidMaker(seed)],
    ['iteration', String],
    ...Object.entries(variables).map(
      ([name, variable], place) => [name, variableMaker(variable, drawer(seed, place))] as const,
    ),
    ...columnsOf(people).map((column) => [`person.${column}`, columnMaker(people, column)] as const),
    ...Object.entries(secrets).map(([name, secret]) => [`secret.${name}`, () => secret] as const),
  ]);
}

function variableMaker(variable: Variable, point: (arrival: number) => number): Maker {
  if ('one-of' in variable) {
    const texts = variable['one-of'];
    return (arrival) => texts[between(0, texts.length - 1, point(arrival))];
  }
  const { prefix, from, to } = variable;
  return (arrival) => prefix + String(between(from, to, point(arrival)));
}

/** What templates may name of a person, as `person.<column>`: the columns of a list, or the fields that are made. */
export function columnsOf(people: People): readonly string[] {
  switch (people.kind) {
    case 'none':
      return [];
    case 'listed':
      return Object.keys(people.people[0] ?? {});
    case 'made':
      return Object.keys(people.fields);
  }
}

/** Who arrives: people come in their order, and from the first again when all have come. */
function columnMaker(people: People, column: string): Maker {
  switch (people.kind) {
    case 'none':
      return () => undefined;
    case 'listed':
      return (arrival) => people.people[arrival % people.people.length]?.[column];
    case 'made': {
      const { count, fields } = people;
      const parts = (fields[column] ?? '').split('{{n}}');
      const [before = '', after = ''] = parts;
      if (parts.length === 2) return (arrival) => before + String((arrival % count) + 1) + after;
      return (arrival) => parts.join(String((arrival % count) + 1));
    }
  }
}

/**
 * A name no other arrival of this run has, in the form of a random UUID (RFC 9562, version 4). Its first and last eight digits come from a hash of the
 * arrival's number, of which no two are alike; the others are the run's.
 */
function uuidMaker(seed: number): Maker {
  const point = drawer(seed, 101);
  const [middle, run, mask] = [102, 103, 104].map((nth) => draw(seed, 0, nth) * 2 ** 32) as [number, number, number];
  const version = `-${hex(middle >>> 16, 4)}-4${hex(middle & 0xfff, 3)}`;
  const variant = `-${hex(((run >>> 16) & 0x3fff) | 0x8000, 4)}-${hex(run & 0xffff, 4)}`;
  return (arrival) => {
    const bits = point(arrival) * 2 ** 32;
    return hex(bits, 8) + version + variant + hex((bits ^ mask) >>> 0, 8);
  };
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

import type { People } from '../model/plan.ts';
import type { Variable, Variables } from '../model/variable.ts';

/** 1 ÷ the golden ratio: its multiples fill the unit interval more evenly than chance (an additive recurrence, Weyl 1916). */
const golden = 0.618_033_988_749_894_9;

/** Which journey an arrival makes: each gets its share, in a mixed order that is the same in every run. */
export function journeyAt(shares: readonly number[], arrival: number): number {
  let point = (arrival * golden) % 1;
  for (const [index, share] of shares.entries()) {
    if (point < share) return index;
    point -= share;
  }
  return shares.length - 1;
}

/** A number in [0, 1) for the nth draw of an arrival: a hash (Chris Wellons' lowbias32), so that any draw can be made alone. */
export function draw(seed: number, arrival: number, nth: number): number {
  return lowbias32(seed ^ lowbias32(arrival ^ lowbias32(nth + 1))) / 2 ** 32;
}

function lowbias32(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The draws an arrival makes on its way, one after the other. */
export function chanceAt(seed: number, arrival: number): () => number {
  let nth = onTheWay;
  return () => draw(seed, arrival, nth++);
}

/** Draws made beforehand (variables, the UUID) have lower numbers than those on the way. */
const onTheWay = 1000;

/** A whole number between the bounds, both included. */
export const between = (least: number, most: number, point: number): number =>
  least + Math.floor(point * (most - least + 1));

/** The values that an arrival's templates know from the start: its own id and number, the variables it draws, and who it is. */
export function valuesAt(variables: Variables, people: People, seed: number, arrival: number): Map<string, string> {
  const values = new Map([
    ['uuid', uuidAt(seed, arrival)],
    ['iteration', String(arrival)],
  ]);
  Object.entries(variables).forEach(([name, variable], place) => {
    values.set(name, drawVariable(variable, draw(seed, arrival, place)));
  });
  for (const [column, value] of Object.entries(personAt(people, arrival))) values.set(`person.${column}`, value);
  return values;
}

function drawVariable(variable: Variable, point: number): string {
  if ('one-of' in variable) return variable['one-of'][between(0, variable['one-of'].length - 1, point)] ?? '';
  return `${variable.prefix}${between(variable.from, variable.to, point)}`;
}

/** Who arrives: people come in their order, and from the first again when all have come. */
function personAt(people: People, arrival: number): Readonly<Record<string, string>> {
  switch (people.kind) {
    case 'none':
      return {};
    case 'listed':
      return people.people[arrival % people.people.length] ?? {};
    case 'made': {
      const number = String((arrival % people.count) + 1);
      return Object.fromEntries(
        Object.entries(people.fields).map(([name, pattern]) => [name, pattern.replaceAll('{{n}}', number)]),
      );
    }
  }
}

/** A name no other arrival of this run has, in the form of a random UUID (RFC 9562, version 4). */
function uuidAt(seed: number, arrival: number): string {
  const hex = [101, 102, 103, 104]
    .map((nth) =>
      Math.floor(draw(seed, arrival, nth) * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('');
  const variant = (8 + (Number.parseInt(hex[16] ?? '0', 16) & 3)).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

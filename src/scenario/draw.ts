/** 1 ÷ the golden ratio: its multiples fill the unit interval more evenly than chance (an additive recurrence, Weyl 1916). */
const golden = 0.618_033_988_749_894_9;

/** Which journey an arrival makes: each gets its share, in a mixed order that is the same in every run. */
export function journeyAt(shares: readonly number[], arrival: number): number {
  let point = (arrival * golden) % 1;
  for (let journey = 0; journey < shares.length; journey += 1) {
    const share = shares[journey] ?? 0;
    if (point < share) return journey;
    point -= share;
  }
  return shares.length - 1;
}

/** A number in [0, 1) for the nth draw of an arrival: a hash (Chris Wellons' lowbias32) of its number and a key, so that any draw can be made alone. */
export const draw = (seed: number, arrival: number, nth: number): number => drawer(seed, nth)(arrival);

/** The nth draw of each arrival. */
export function drawer(seed: number, nth: number): (arrival: number) => number {
  const key = lowbias32(seed ^ lowbias32(nth + 1));
  return (arrival) => lowbias32(arrival ^ key) / 2 ** 32;
}

/** k6 looks for a global at each use. */
const { imul } = Math;

function lowbias32(value: number): number {
  let hash = value >>> 0;
  hash = imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = imul(hash ^ (hash >>> 15), 0x846ca68b);
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

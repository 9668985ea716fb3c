/** Something of a name that came at a time (milliseconds), of so much weight. */
interface Entry {
  readonly name: string;
  readonly weight: number;
  readonly at: number;
}

/** How much each name came to in the time just past. What is older is forgotten, so it holds no more than came in that time. */
export class RecentTally {
  readonly #lookBackMs: number;
  readonly #weights = new Map<string, number>();
  #entries: Entry[] = [];
  #total = 0;

  constructor(lookBackMs: number) {
    this.#lookBackMs = lookBackMs;
  }

  add(name: string, weight: number, at: number): void {
    this.#forget(at);
    this.#entries.push({ name, weight, at });
    this.#count(name, weight);
  }

  /** What one name came to. */
  of(name: string, at: number): number {
    this.#forget(at);
    return this.#weights.get(name) ?? 0;
  }

  /** What the name with the most came to; 0 when there is none. */
  most(at: number): number {
    this.#forget(at);
    let most = 0;
    for (const weight of this.#weights.values()) most = Math.max(most, weight);
    return most;
  }

  /** What all names came to. */
  total(at: number): number {
    this.#forget(at);
    return this.#total;
  }

  #forget(at: number): void {
    const oldest = at - this.#lookBackMs;
    const kept = this.#entries.findIndex((entry) => entry.at > oldest);
    const past = kept === -1 ? this.#entries.length : kept;
    if (past === 0) return;
    for (const { name, weight } of this.#entries.slice(0, past)) this.#count(name, -weight);
    this.#entries = this.#entries.slice(past);
  }

  #count(name: string, weight: number): void {
    const counted = (this.#weights.get(name) ?? 0) + weight;
    if (counted === 0) this.#weights.delete(name);
    else this.#weights.set(name, counted);
    this.#total += weight;
  }
}

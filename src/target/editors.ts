/**
 * Who is at which document. Nobody says that they leave, so whoever has opened or saved a document is taken for one of its editors for so long
 * after. Times are in milliseconds.
 */
export class Editors {
  readonly #staysMs: number;
  /** For each document its people and when they were seen there last, the earliest first. */
  readonly #seen = new Map<string, Map<string, number>>();

  constructor(staysMs: number) {
    this.#staysMs = staysMs;
  }

  see(document: string, person: string, now: number): void {
    const people = this.#seen.get(document) ?? new Map<string, number>();
    people.delete(person);
    this.#seen.set(document, people.set(person, now));
    this.#forget(people, now);
  }

  /** How many are at the one document that most people are at. */
  most(now: number): number {
    let most = 0;
    for (const [document, people] of this.#seen) {
      this.#forget(people, now);
      if (people.size === 0) this.#seen.delete(document);
      most = Math.max(most, people.size);
    }
    return most;
  }

  #forget(people: Map<string, number>, now: number): void {
    for (const [person, at] of people) {
      if (now - at <= this.#staysMs) return;
      people.delete(person);
    }
  }
}

/** A longer text seldom comes again. */
const longest = 200;

/** Texts that come again and again, such as the values of labels: each is held once. */
export class SharedTexts {
  readonly #most: number;
  readonly #texts = new Map<string, string>();

  /** Knows so many at the most, and begins anew when they are more. */
  constructor(most: number) {
    this.#most = most;
  }

  /** The same text, held by all who asked for it. */
  share(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined || text.length > longest) return known ?? text;
    if (this.#texts.size >= this.#most) this.#texts.clear();
    this.#texts.set(text, text);
    return text;
  }
}

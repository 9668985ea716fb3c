/**
 * The cookies that one person has been given. They hold for the person's whole journey, which stays on one service: the paths for which a cookie
 * was meant are not looked at.
 */
export class Cookies {
  readonly #held = new Map<string, string>();

  /** Takes the `set-cookie` lines of an answer that came at `now` (milliseconds since the Unix epoch); a cookie that has expired is given up. */
  take(lines: readonly string[], now: number): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';');
      const split = pair.indexOf('=');
      if (split <= 0) continue;
      const name = pair.slice(0, split).trim();
      if (expired(attributes, now)) this.#held.delete(name);
      else this.#held.set(name, pair.slice(split + 1).trim());
    }
  }

  /** The value of the `cookie` header; null when there are no cookies. */
  get header(): string | null {
    if (this.#held.size === 0) return null;
    return [...this.#held].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

/** `Max-Age` outranks `Expires` (RFC 6265, 5.3). */
function expired(attributes: readonly string[], now: number): boolean {
  const age = attributeOf(attributes, 'max-age');
  if (age !== null && age !== '' && Number.isFinite(Number(age))) return Number(age) <= 0;
  const expires = attributeOf(attributes, 'expires');
  return expires !== null && Date.parse(expires) <= now;
}

function attributeOf(attributes: readonly string[], wanted: string): string | null {
  for (const attribute of attributes) {
    const [name = '', ...value] = attribute.split('=');
    if (name.trim().toLowerCase() === wanted) return value.join('=').trim();
  }
  return null;
}

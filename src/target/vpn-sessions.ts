/** The sessions of a VPN gateway: never more at once than its licence allows, and none longer than a gateway keeps one. Times are in milliseconds. */
export class VpnSessions {
  readonly limit: number;
  readonly #longestMs: number;
  /** When each began, the earliest first. */
  readonly #began = new Map<number, number>();
  #last = 0;

  constructor(limit: number, longestMs: number) {
    this.limit = limit;
    this.#longestMs = longestMs;
  }

  /** The number of a new session; null when the licence allows no more. */
  open(now: number): number | null {
    if (this.inUse(now) >= this.limit) return null;
    this.#last += 1;
    this.#began.set(this.#last, now);
    return this.#last;
  }

  /** False when there is no such session. */
  end(session: number): boolean {
    return this.#began.delete(session);
  }

  inUse(now: number): number {
    for (const [session, began] of this.#began) {
      if (now - began < this.#longestMs) break;
      this.#began.delete(session);
    }
    return this.#began.size;
  }
}

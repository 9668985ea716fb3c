import { randomUUID } from 'node:crypto';

/** Where a session comes from: the office's own network, or from outside, over the VPN. */
export const origins = ['local', 'remote'] as const;
export type Origin = (typeof origins)[number];

export interface DatabaseSession {
  readonly id: string;
  readonly user: string;
  readonly from: Origin;
}

/** Who is kept out: everybody who comes from outside, or these accounts wherever they come from. */
export interface LockOut {
  readonly remote: boolean;
  readonly accounts: readonly string[];
}

/** Who has a session with the database. One that has not been used for `idleMs` is closed: whoever was cut off does not stay inside. */
export class DatabaseSessions {
  readonly #idleMs: number;
  readonly #usedAt = new Map<DatabaseSession, number>();
  #lockOut: LockOut = { remote: false, accounts: [] };

  constructor(idleMs: number) {
    this.#idleMs = idleMs;
  }

  /** Opens a session at `now` (milliseconds); null for whoever is locked out. */
  open(user: string, from: Origin, now: number): DatabaseSession | null {
    const session = { id: randomUUID(), user, from };
    if (isLockedOut(session, this.#lockOut)) return null;
    this.#usedAt.set(session, now);
    return session;
  }

  /** Whether this is a session of this person; it counts as used. */
  use(id: string, user: string, now: number): boolean {
    const session = this.#find(id, user, now);
    if (session !== null) this.#usedAt.set(session, now);
    return session !== null;
  }

  /** False when there is no such session of this person. */
  close(id: string, user: string, now: number): boolean {
    const session = this.#find(id, user, now);
    return session !== null && this.#usedAt.delete(session);
  }

  /** From now on keeps these out, and gives back how many of them were inside. The setting before is no more. */
  lockOut(lockOut: LockOut): number {
    this.#lockOut = lockOut;
    const thrownOut = [...this.#usedAt.keys()].filter((session) => isLockedOut(session, lockOut));
    for (const session of thrownOut) this.#usedAt.delete(session);
    return thrownOut.length;
  }

  /** The sessions open at `now`. */
  at(now: number): readonly DatabaseSession[] {
    for (const [session, usedAt] of this.#usedAt) if (now - usedAt >= this.#idleMs) this.#usedAt.delete(session);
    return [...this.#usedAt.keys()];
  }

  #find(id: string, user: string, now: number): DatabaseSession | null {
    return this.at(now).find((session) => session.id === id && session.user === user) ?? null;
  }
}

const isLockedOut = ({ user, from }: DatabaseSession, { remote, accounts }: LockOut): boolean =>
  (remote && from === 'remote') || accounts.includes(user);

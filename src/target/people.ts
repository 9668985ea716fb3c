import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';

/** Someone who has logged in. */
export interface Session {
  readonly user: string;
  readonly tenant: string;
}

const tokenOf = (header: string | undefined): string => header?.replace(/^Bearer /, '') ?? '';

/** WebSocket close code 1013, "try again later" (IANA registry): what a person who is thrown out sees. */
export const tryAgainLater = 1013;

/** Who is logged in and who is connected. Beyond the limit the one who has been connected longest is thrown out, as an app that runs out of memory exits. */
export class People {
  readonly #sessions = new Map<string, Session>();
  readonly #connected = new Set<WebSocket>();
  readonly #limit: () => number;
  readonly #onThrownOut: () => void;

  constructor(limit: () => number, onThrownOut: () => void) {
    this.#limit = limit;
    this.#onThrownOut = onThrownOut;
  }

  get connected(): number {
    return this.#connected.size;
  }

  logIn(session: Session): string {
    const token = randomBytes(16).toString('hex');
    this.#sessions.set(token, session);
    return token;
  }

  /** Knows whoever sends this `authorization` header, though they have logged in elsewhere. */
  know(header: string | undefined, session: Session): void {
    this.#sessions.set(tokenOf(header), session);
  }

  /** Who sends this `authorization` header; null for nobody we know. */
  byAuthorization(header: string | undefined): Session | null {
    return this.#sessions.get(tokenOf(header)) ?? null;
  }

  connect(socket: WebSocket): void {
    this.#connected.add(socket);
    socket.once('close', () => this.#connected.delete(socket));
    for (const longest of this.#connected) {
      if (this.#connected.size <= this.#limit()) return;
      this.#connected.delete(longest);
      this.#onThrownOut();
      longest.close(tryAgainLater, 'too many people');
    }
  }
}

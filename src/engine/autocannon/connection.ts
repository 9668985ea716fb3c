import type { Socket } from 'node:net';
import type autocannon from 'autocannon';
import type { HttpRequest } from './request.ts';
import type { Visit } from './visit.ts';

/**
 * autocannon's client, with what is used of it beyond its published types: the socket and the parser it reads with, and `destroy`, which ends it for good.
 * Left to itself it would connect again and send the next request whenever a request times out or the service hangs up.
 */
interface Client extends autocannon.Client {
  readonly conn: Socket;
  readonly parser: { finish(): unknown };
  destroy(): void;
}

/** How a connection came to its end. */
export type ConnectionEnd =
  | { readonly kind: 'left' }
  /** The visit goes on over another connection: the service closes this one. */
  | { readonly kind: 'moving' }
  /** This machine has no more to give. */
  | { readonly kind: 'exhausted'; readonly why: string };

/** Errors of this machine, which must never be counted as the service's. */
const exhaustion: Readonly<Record<string, string>> = {
  EMFILE: 'open files',
  ENFILE: 'open files',
  EADDRNOTAVAIL: 'ports of its own',
  ENOBUFS: 'network buffers',
};

/** What this machine has run out of, by an error of its sockets; null when it is not to blame. */
export const ranOutOf = (error: NodeJS.ErrnoException): string | null => exhaustion[error.code ?? ''] ?? null;

/** One person's connection: sends each request of the visit once, and never again. */
export class Connection {
  readonly #client: Client;
  readonly #visit: Visit;
  readonly #ended: (end: ConnectionEnd) => void;
  #over = false;
  #connected = false;
  #closes = false;
  #sentAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #body = '';
  #cookies: readonly string[] = [];

  /** Takes over a client that has not connected yet. `ended` is called once, unless the connection is cut. */
  constructor(client: autocannon.Client, visit: Visit, ended: (end: ConnectionEnd) => void) {
    this.#client = client as Client;
    this.#visit = visit;
    this.#ended = ended;
    client.setRequests([
      {
        setupRequest: (template) => ({ ...template, ...written(visit.request) }),
        onResponse: (_status, body, _context, headers) => {
          this.#body = body;
          this.#cookies = setCookies(headers);
        },
      },
    ]);
    client.once('request', () => {
      this.#watchSocket();
    });
    client.addListener('request', () => {
      this.#sent();
    });
    client.addListener('headers', ({ shouldKeepAlive }: { readonly shouldKeepAlive: boolean }) => {
      this.#closes = !shouldKeepAlive;
    });
    client.addListener('response', (status: number, _bytes: number, milliseconds: number) => {
      this.#answered(status, milliseconds / 1000);
    });
    client.addListener('connError', (error: NodeJS.ErrnoException) => {
      this.#lost(error);
    });
  }

  /** Ends the connection at once; what was under way is not counted. */
  cut(): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#client.destroy();
  }

  #watchSocket(): void {
    const { conn } = this.#client;
    conn.once('connect', () => {
      this.#connected = true;
    });
    // Before autocannon's own listener, which would connect again.
    conn.prependOnceListener('end', () => {
      // An answer without a length ends with its connection.
      this.#client.parser.finish();
      this.#lost(null);
    });
  }

  /** autocannon writes the visit's request right after saying so. */
  #sent(): void {
    if (this.#over) return;
    const timeout = this.#visit.request?.timeout ?? 0;
    this.#sentAt = performance.now();
    this.#timer = setTimeout(() => {
      this.#lost(null);
    }, timeout);
  }

  #answered(status: number, seconds: number): void {
    if (this.#over) return;
    clearTimeout(this.#timer);
    this.#visit.answered({ status, body: this.#body, cookies: this.#cookies, seconds });
    if (this.#visit.request === null) this.#end({ kind: 'left' });
    else if (this.#closes) this.#end({ kind: 'moving' });
  }

  #lost(error: NodeJS.ErrnoException | null): void {
    if (this.#over) return;
    const exhausted = error === null ? null : ranOutOf(error);
    if (exhausted !== null) {
      this.#end({ kind: 'exhausted', why: `this machine ran out of ${exhausted}: ${error?.message ?? ''}` });
      return;
    }
    this.#visit.unanswered(this.#connected ? (performance.now() - this.#sentAt) / 1000 : null);
    this.#end({ kind: 'left' });
  }

  #end(end: ConnectionEnd): void {
    this.cut();
    this.#ended(end);
  }
}

/** A request in autocannon's words. Of a visit that is over nothing is sent any more: its socket is gone. */
const written = (request: HttpRequest | null): autocannon.Request =>
  request === null
    ? {}
    : { method: request.method, path: request.path, headers: { ...request.headers }, body: request.body ?? undefined };

function setCookies(headers: autocannon.Request['headers']): readonly string[] {
  const found = Object.entries(headers ?? {}).filter(([name]) => name.toLowerCase() === 'set-cookie');
  return found.flatMap(([, value]) => value ?? []);
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** How a request is met: answered; never answered; cut off; or answered without an end. */
export type Treatment =
  { readonly status: number; readonly body?: string; readonly location?: string } | 'hang' | 'cut' | 'endless';

/** A request as it came in. */
export interface Received {
  /** `POST /admin/workers`, the path as it stood on the wire. */
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A service that does as the case says, each treatment for one request of its line and the last for all that follow. */
export interface ContractServer {
  readonly url: string;
  readonly received: readonly Received[];
  /** The lines of all requests, in the order in which they came. */
  readonly lines: () => readonly string[];
  /** From here on, what comes with this line is met so. */
  meet(line: string, ...treatments: readonly Treatment[]): void;
  /** Resolves with the first request of a line, also if it has come already. */
  gets(line: string): Promise<Received>;
}

/** Starts such a service; what nothing is said of is answered 200. It is closed with the test. */
export async function contractServer(
  treatments: Readonly<Record<string, readonly Treatment[]>> = {},
): Promise<ContractServer> {
  const toMeet = new Map(Object.entries(treatments).map(([line, list]) => [line, [...list]]));
  const received: Received[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer((message, response) => {
    void bodyOf(message).then((body) => {
      const line = `${message.method ?? ''} ${message.url ?? ''}`;
      received.push({ line, headers: message.headers, body });
      for (const look of waiting) look();
      const list = toMeet.get(line) ?? [];
      const treatment = (list.length > 1 ? list.shift() : list[0]) ?? { status: 200 };
      treat(response, treatment);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    lines: () => received.map(({ line }) => line),
    meet: (line, ...list) => {
      toMeet.set(line, [...list]);
    },
    gets: (line) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = received.find((one) => one.line === line);
          if (found !== undefined) resolve(found);
        };
        waiting.push(look);
        look();
      }),
  };
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  let body = '';
  for await (const piece of message.setEncoding('utf8')) body += String(piece);
  return body;
}

function treat(response: ServerResponse, treatment: Treatment): void {
  if (treatment === 'hang') return;
  if (treatment === 'cut') {
    response.destroy();
    return;
  }
  if (treatment === 'endless') {
    response.writeHead(200);
    const more = (): void => {
      if (response.destroyed) return;
      response.write('a'.repeat(1 << 16), () => setImmediate(more));
    };
    more();
    return;
  }
  const { status, body = '', location } = treatment;
  response.writeHead(status, location === undefined ? {} : { location }).end(body);
}

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Agent, request as ask, type Dispatcher } from 'undici';
import type { Engine } from '../../src/model/engine.ts';

/**
 * The same engine, whose remote writes reach a peer too, body by body, with their headers and in their order. Whoever pushes is answered what surgebook
 * answered; a push that the peer refused, or that did not reach it, is told.
 */
export const withPeer = (engine: Engine, peer: string, refused: (why: string) => void): Engine => ({
  ...engine,
  async *drive(plan, context) {
    const tee = await startTee(context.remoteWriteUrl, peer, refused);
    try {
      yield* engine.drive(plan, { ...context, remoteWriteUrl: tee.url });
    } finally {
      await tee.close();
    }
  },
});

interface Tee {
  readonly url: string;
  /** Once all that was begun is done. */
  close(): Promise<void>;
}

async function startTee(own: string, peer: string, refused: (why: string) => void): Promise<Tee> {
  // Over one connection to each, so that no push overtakes the one before.
  const dispatcher = new Agent({ connections: 1 });
  const server = createServer((request, response) => {
    void buffer(request).then(async (body) => {
      void handedOn(peer, request, body, dispatcher).then(({ status, text }) => {
        if (status >= 300) refused(`${status}: ${text}`);
      });
      const { status, text } = await handedOn(own, request, body, dispatcher);
      response.writeHead(status).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/v1/write`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      await dispatcher.close();
    },
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Whoever cannot be reached answers as a gateway would. */
async function handedOn(
  url: string,
  { headers }: IncomingMessage,
  body: Buffer,
  dispatcher: Dispatcher,
): Promise<Answer> {
  try {
    const answer = await ask(url, { method: 'POST', headers, body, dispatcher });
    return { status: answer.statusCode, text: await answer.body.text() };
  } catch (error) {
    return { status: 502, text: error instanceof Error ? error.message : String(error) };
  }
}

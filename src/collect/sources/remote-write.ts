import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { finished } from 'node:stream/promises';
import type { Clock } from '../../model/clock.ts';
import type { Source } from '../../model/source.ts';
import { WriteRequestDecoder, WriteRequestError } from '../write-request.ts';
import { ReadingQueue } from './reading-queue.ts';

export interface RemoteWriteOptions {
  readonly clock: Clock;
  readonly host?: string;
  readonly port?: number;
}

/** A source to which engines, Prometheus and agents push. */
export interface RemoteWriteSource extends Source {
  /** Where to push to. */
  readonly url: string;
  close(): Promise<void>;
}

/** So many samples wait for their reader at the most. */
const mostWaiting = 500_000;

/** A body may be so large as it comes, so large unpacked, and hold so much; whatever is let in fits an empty queue. */
const limits = { packedBytes: 8 * 2 ** 20, unpackedBytes: 32 * 2 ** 20, parts: mostWaiting - 1 };

/** An answer other than 204, with what to say to whoever pushed. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Listens for Prometheus remote write 1.0. Answers 204, or 400 for what cannot be read, 413 over a limit, 415 for another encoding or version;
 * a push that is refused is a failure reading too, since its samples are lost. Whoever pushes is never kept waiting for the reader, and what the
 * reader is too slow for is counted and told.
 */
export async function listenForRemoteWrite(options: RemoteWriteOptions): Promise<RemoteWriteSource> {
  const queue = new ReadingQueue(() => options.clock.now(), mostWaiting);
  const parts: Listening = { queue, decoder: new WriteRequestDecoder(limits), clock: options.clock };
  const server = createServer((request, response) => {
    void answer(request, response, parts);
  });
  const host = options.host ?? '127.0.0.1';
  const port = await listen(server, host, options.port ?? 0);
  return {
    name: 'remote write',
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/api/v1/write`,
    watch: (stop) => queue.readings(stop),
    close: () => close(server),
  };
}

/** What a push is answered with. */
interface Listening {
  readonly queue: ReadingQueue;
  readonly decoder: WriteRequestDecoder;
  readonly clock: Clock;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { queue, decoder, clock }: Listening,
): Promise<void> {
  try {
    refuseOtherRequest(request);
    refuseOtherBody(request);
    const samples = decoder.decode(await bodyOf(request));
    queue.push({ kind: 'samples', at: clock.now(), samples });
    response.writeHead(204).end();
  } catch (error) {
    const { status, message } = refusalOf(error);
    if (!noPush.has(status)) queue.push({ kind: 'failure', at: clock.now(), why: `a push was refused: ${message}` });
    // Whoever pushes reads the answer only once all of its body is taken; a connection that closes before that may lose it.
    await finished(request.resume()).catch(() => undefined);
    response.writeHead(status, { 'content-type': 'text/plain' }).end(`${message}\n`);
  }
}

/** The answers to what was no push of samples. */
const noPush: ReadonlySet<number> = new Set([404, 405]);

function refuseOtherRequest({ method, url }: IncomingMessage): void {
  if (url?.split('?')[0] !== '/api/v1/write') throw new Refusal(404, 'samples are taken at /api/v1/write');
  if (method !== 'POST') throw new Refusal(405, 'samples are taken by POST');
}

function refuseOtherBody({ headers }: IncomingMessage): void {
  if ((headers['content-encoding'] ?? 'snappy') !== 'snappy')
    throw new Refusal(415, 'expected content-encoding: snappy');
  const type = headers['content-type'] ?? 'application/x-protobuf';
  if (!/^application\/x-protobuf(?:$|;\s*proto=prometheus\.WriteRequest\s*$)/.test(type)) {
    throw new Refusal(415, 'expected content-type: application/x-protobuf (remote write 1.0)');
  }
  const version = headers['x-prometheus-remote-write-version'];
  if (version !== undefined && !/^(?:0|1)\./.test(String(version))) {
    throw new Refusal(415, 'expected remote write version 0.1.0');
  }
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Kept open when it is left in the middle: the answer goes out over the same socket.
  const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of body) {
    length += chunk.length;
    if (length > limits.packedBytes) throw new Refusal(413, `a body is at most ${limits.packedBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof WriteRequestError) return new Refusal(error.kind === 'too-large' ? 413 : 400, error.message);
  return new Refusal(400, 'the request broke off');
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      // A server that listens on a port has an address of this form.
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

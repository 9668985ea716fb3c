import { request, type IncomingHttpHeaders } from 'node:http';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenForRemoteWrite, type RemoteWriteSource } from '../../../src/collect/sources/remote-write.ts';
import type { SourceReading } from '../../../src/model/source.ts';
import { frozenClock } from '../clocks.ts';
import { second } from '../samples.ts';
import { sourceContract, type ConnectedSource } from '../source-contract.ts';
import { oneFloat, pushBody } from '../write-request-body.ts';

const clock = frozenClock(second(1));

/** The headers of Prometheus and of k6. */
const usual = {
  'content-encoding': 'snappy',
  'content-type': 'application/x-protobuf',
  'x-prometheus-remote-write-version': '0.1.0',
};

interface Answer {
  readonly status: number;
  readonly text: string;
}

interface Asked {
  readonly method?: string;
  readonly headers?: IncomingHttpHeaders;
}

async function ask(url: string, body: Uint8Array, { method = 'POST', headers = usual }: Asked = {}): Promise<Answer> {
  const asking = request(url, { method, headers, agent: false });
  asking.end(body);
  const [response] = (await once(asking, 'response')) as [AsyncIterable<Buffer> & { statusCode: number }];
  let text = '';
  for await (const chunk of response) text += chunk.toString();
  return { status: response.statusCode, text };
}

const good = pushBody([oneFloat('people', 1)]);

async function connectRemoteWrite(sourceClock: typeof clock): Promise<ConnectedSource> {
  const source = await listenForRemoteWrite({ clock: sourceClock });
  const port = Number(new URL(source.url).port);
  return {
    source,
    bring: async (what) => {
      await ask(source.url, what === 'nonsense' ? Buffer.from('nonsense') : pushBody([oneFloat(what.series, 1)]));
    },
    close: () => source.close(),
    released: async () => {
      const server = createServer().listen(port, '127.0.0.1');
      await once(server, 'listening');
      server.close();
      await once(server, 'close');
    },
    end: () => Promise.resolve(),
  };
}

describe('remote write', () => {
  sourceContract(connectRemoteWrite);

  let source: RemoteWriteSource;
  beforeEach(async () => {
    source = await listenForRemoteWrite({ clock });
  });
  afterEach(() => source.close());

  /** All that waits to be read. */
  async function waiting(): Promise<SourceReading[]> {
    const all: SourceReading[] = [];
    for await (const reading of source.watch(AbortSignal.abort())) all.push(reading);
    return all;
  }

  const path = (to: string): string => new URL(to, source.url).href;

  it.each<[name: string, headers: IncomingHttpHeaders]>([
    ['as Prometheus and k6 do', usual],
    ['without any header', {}],
    ['naming its message', { ...usual, 'content-type': 'application/x-protobuf;proto=prometheus.WriteRequest' }],
    ['as version 1', { ...usual, 'x-prometheus-remote-write-version': '1.0' }],
  ])('answers 204 to who pushes %s', async (_name, headers) => {
    expect(await ask(source.url, good, { headers })).toEqual({ status: 204, text: '' });
    expect(await waiting()).toMatchObject([{ kind: 'samples', at: second(1), samples: [{ series: 'people' }] }]);
  });

  it('answers 204 to a push of nothing', async () => {
    expect(await ask(source.url, pushBody([]))).toEqual({ status: 204, text: '' });
    expect(await waiting()).toEqual([{ kind: 'samples', at: second(1), samples: [] }]);
  });

  it.each<[status: number, name: string, to: string, asked: Asked, body: Uint8Array, says: string]>([
    [404, 'another path', '/', {}, good, 'at /api/v1/write'],
    [404, 'a path that goes on', '/api/v1/write/more', {}, good, 'at /api/v1/write'],
    [405, 'a read', '/api/v1/write', { method: 'GET' }, Buffer.of(), 'by POST'],
    [405, 'another way to write', '/api/v1/write', { method: 'PUT' }, good, 'by POST'],
  ])('answers %i to %s, which was no push', async (status, _name, to, asked, body, says) => {
    expect(await ask(path(to), body, asked)).toEqual({ status, text: expect.stringContaining(says) as string });
    expect(await waiting()).toEqual([]);
  });

  it.each<[status: number, name: string, headers: IncomingHttpHeaders, body: Uint8Array, says: string]>([
    [400, 'what is no snappy block', {}, Buffer.from('nonsense'), 'not a snappy block'],
    [400, 'an empty body', {}, Buffer.of(), 'not a snappy block'],
    [400, 'a series without a name', {}, pushBody([{ labels: [] }]), 'no name'],
    [413, 'a body that claims gigabytes', {}, Buffer.of(255, 255, 255, 255, 15, 0), 'claims to unpack to 4294967295'],
    [413, 'a body too long as it comes', {}, Buffer.alloc(8 * 2 ** 20 + 1), 'at most 8388608 bytes'],
    [415, 'another encoding', { 'content-encoding': 'gzip' }, good, 'content-encoding: snappy'],
    [415, 'another content', { 'content-type': 'application/json' }, good, 'content-type: application/x-protobuf'],
    [
      415,
      'the message of version 2',
      { 'content-type': 'application/x-protobuf;proto=io.prometheus.write.v2.Request' },
      good,
      'remote write 1.0',
    ],
    [415, 'version 2', { 'x-prometheus-remote-write-version': '2.0.0' }, good, 'version 0.1.0'],
  ])('answers %i to %s, and tells that it refused a push', async (status, _name, headers, body, says) => {
    const answer = await ask(source.url, body, { headers: { ...usual, ...headers } });
    expect(answer).toEqual({ status, text: expect.stringContaining(says) as string });
    const refused = `a push was refused: ${answer.text.trim()}`;
    expect(await waiting()).toEqual([{ kind: 'failure', at: second(1), why: refused }]);
    expect((await ask(source.url, good)).status).toBe(204);
  });

  it('answers 413 to a body too long of which the length was not told', async () => {
    const asking = request(source.url, { method: 'POST', headers: usual });
    for (let piece = 0; piece < 9; piece += 1) asking.write(Buffer.alloc(2 ** 20));
    asking.end();
    const [response] = (await once(asking, 'response')) as [{ statusCode: number }];
    expect(response.statusCode).toBe(413);
  });

  it('tells of a push that broke off, and takes the next', async () => {
    const socket = connect(Number(new URL(source.url).port), '127.0.0.1');
    const stop = new AbortController();
    const next = source.watch(stop.signal)[Symbol.asyncIterator]().next();
    socket.write('POST /api/v1/write HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nabc', () => socket.destroy());
    expect((await next).value).toMatchObject({ kind: 'failure', why: 'a push was refused: the request broke off' });
    expect((await ask(source.url, good)).status).toBe(204);
    stop.abort();
  });

  it('never keeps waiting who pushes, and counts and tells what a reader that does not read has missed', async () => {
    const each = 90_000;
    const floats = Array.from({ length: each }, (_, at) => ({ at, value: at }));
    const body = pushBody([{ labels: [['__name__', 'people']], floats }]);
    for (let push = 0; push < 8; push += 1) expect((await ask(source.url, body)).status).toBe(204);
    const readings = await waiting();
    expect(readings.map((reading) => (reading.kind === 'samples' ? reading.samples.length : reading.why))).toEqual([
      ...Array<number>(5).fill(each),
      `${3 * each} samples came faster than they were read, and were dropped`,
    ]);
    expect((await ask(source.url, good)).status).toBe(204);
    expect(await waiting()).toMatchObject([{ kind: 'samples', samples: [{ series: 'people', value: 1 }] }]);
  });

  it('rejects when the port is taken', async () => {
    const port = Number(new URL(source.url).port);
    await expect(listenForRemoteWrite({ clock, port })).rejects.toThrow('EADDRINUSE');
  });
});

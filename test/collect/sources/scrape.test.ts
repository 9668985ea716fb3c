import { execFileSync } from 'node:child_process';
import { getEventListeners, once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { RequestListener, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scrape } from '../../../src/collect/sources/scrape.ts';
import type { Clock } from '../../../src/model/clock.ts';
import type { Sample } from '../../../src/model/sample.ts';
import type { SourceReading } from '../../../src/model/source.ts';
import { between, duration } from '../../../src/model/time.ts';
import { frozenClock, LeapingClock } from '../clocks.ts';
import { second } from '../samples.ts';
import { sourceContract, type ConnectedSource } from '../source-contract.ts';
import { AnsweringServer } from './answering-server.ts';

const page =
  (text: string, status = 200): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4' }).end(text);
  };

const every = duration(1000);
const began = second(0);

/** In short: what each sample reads, or why there are none. */
const inShort = (reading: SourceReading): string | unknown[] =>
  reading.kind === 'failure'
    ? reading.why
    : reading.samples.map((sample) => [sample.series, 'value' in sample ? sample.value : null]);

/** How many signals were made of this one and are still in its memory. */
function dependentsOf(signal: AbortSignal): number {
  const key = Object.getOwnPropertySymbols(signal).find(({ description }) => description === 'kDependantSignals');
  const dependents = key === undefined ? undefined : (Reflect.get(signal, key) as ReadonlySet<unknown> | undefined);
  return dependents?.size ?? 0;
}

/** When a counter is known to have been born, in seconds into the run. */
const birth = (sample: Sample | undefined): number | null =>
  sample?.kind === 'counter' && sample.bornAt !== null ? between(began, sample.bornAt) / 1000 : null;

describe('scrape', () => {
  sourceContract(async (clock): Promise<ConnectedSource> => {
    const server = new AnsweringServer(page(''));
    await server.listen();
    return {
      source: scrape({ url: `${server.url}/metrics`, every, ca: null, clock }),
      bring: (what) => {
        server.answer = page(what === 'nonsense' ? '<html>' : `${what.series} 1\n`);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
      released: () => server.disconnected(),
      end: () => server.close(),
    };
  });

  let server: AnsweringServer;
  let clock: LeapingClock;
  let stop: AbortController;
  beforeEach(async () => {
    server = new AnsweringServer(page('people 1\n'));
    await server.listen();
    clock = new LeapingClock(began);
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await server.close();
  });

  const watch = (options: { url?: string; ca?: string | null; clock?: Clock } = {}): (() => Promise<SourceReading>) => {
    const source = scrape({ url: `${server.url}/metrics`, every, ca: null, clock, ...options });
    const readings = source.watch(stop.signal)[Symbol.asyncIterator]();
    return async () => ((await readings.next()) as IteratorYieldResult<SourceReading>).value;
  };

  it('reads the page at a steady beat, however long an answer takes', async () => {
    server.answer = (request, response) => {
      clock.pass(duration(300));
      page('people 1\n')(request, response);
    };
    const next = watch();
    const readings = [await next(), await next(), await next()];
    expect(readings.map(({ at }) => between(began, at))).toEqual([0, 1000, 2000]);
    expect(readings[2]).toMatchObject({ samples: [{ series: 'people', at: second(2) }] });
  });

  it('leaves nothing behind of a question on what stops it', async () => {
    const next = watch();
    for (let asked = 0; asked < 5; asked += 1) await next();
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
    expect(dependentsOf(stop.signal)).toBe(0);
  });

  it('leaves out the beats that pass while it waits for an answer', async () => {
    server.answer = (request, response) => {
      clock.pass(duration(2300));
      page('people 1\n')(request, response);
    };
    const next = watch();
    expect([await next(), await next(), await next()].map(({ at }) => between(began, at))).toEqual([0, 3000, 6000]);
  });

  const pageBytes = 16 * 2 ** 20;
  // Packed beforehand: the service packs in our own thread, and a page has to come in time.
  const bomb = gzipSync(Buffer.alloc(pageBytes + 2 ** 20, '# \n'));
  it.each<[name: string, answer: RequestListener, why: string | RegExp]>([
    ['an error', page('people 1\n', 500), 'the metrics page answered 500'],
    ['that there is no page', page('', 404), 'the metrics page answered 404'],
    [
      'nonsense',
      page('people 1\n<html>'),
      'the metrics page cannot be read: line 2, column 1: expected the name of a metric',
    ],
    ['bytes that are no text', page('\u0000\u0001'), /cannot be read: line 1, column 1/],
    [
      'more than there should be',
      page('people 1\n'.repeat(pageBytes / 9 + 1)),
      `the metrics page is longer than ${pageBytes} bytes`,
    ],
    [
      'without end',
      (_request, response) => {
        const more = (): void => {
          while (response.write('people 1\n'.repeat(10_000)));
          response.once('drain', more);
        };
        more();
      },
      `the metrics page is longer than ${pageBytes} bytes`,
    ],
    [
      'little that unpacks to much',
      (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
      },
      `the metrics page is longer than ${pageBytes} bytes`,
    ],
    [
      'half of what it promised',
      (_request, response) => {
        response.writeHead(200, { 'content-length': 100 });
        response.write('people 1\n', () => response.destroy());
      },
      /closed|terminated/,
    ],
    ['nothing, and hangs up', (request) => request.socket.destroy(), /closed|socket/],
  ])('tells why when the target answers %s, and goes on', async (_name, answer, why) => {
    server.answer = answer;
    const next = watch();
    expect(inShort(await next())).toEqual(typeof why === 'string' ? why : expect.stringMatching(why));
    server.answer = page('people 2\n');
    expect(inShort(await next())).toEqual([['people', 2]]);
  });

  it.each<[name: string, begin: (response: ServerResponse) => void]>([
    ['at all', () => undefined],
    ['to its end', (response) => response.write('people 1\n')],
  ])('tells when the target does not answer in time %s, and goes on', async (_name, begin) => {
    server.answer = (_request, response) => {
      begin(response);
    };
    const next = watch();
    expect(inShort(await next())).toBe('the metrics page did not answer in time');
    server.answer = page('people 2\n');
    expect(inShort(await next())).toEqual([['people', 2]]);
  });

  it('ends while it waits for an answer, without a reading', async () => {
    const patient = duration(600_000);
    const source = scrape({ url: `${server.url}/metrics`, every: patient, ca: null, clock });
    const readings = source.watch(stop.signal)[Symbol.asyncIterator]();
    server.answer = () => {
      stop.abort();
    };
    expect(await readings.next()).toEqual({ done: true, value: undefined });
    await server.disconnected();
  });

  it('ends while it waits for the next beat', async () => {
    const source = scrape({ url: `${server.url}/metrics`, every, ca: null, clock: frozenClock(began) });
    const readings = source.watch(stop.signal)[Symbol.asyncIterator]();
    await readings.next();
    const next = readings.next();
    stop.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    await server.disconnected();
  });

  it('goes on when the target has vanished and come back', async () => {
    const next = watch();
    await next();
    const { port } = server;
    await server.close();
    expect(inShort(await next())).toContain('ECONNREFUSED');
    expect(inShort(await next())).toContain('ECONNREFUSED');
    server = new AnsweringServer(page('people 5\n'));
    await server.listen(port);
    expect(inShort(await next())).toEqual([['people', 5]]);
  });

  it('knows of a counter that the page before did not have that it was born since', async () => {
    server.answer = page('old_total{a="1",b="2"} 7\n');
    const next = watch();
    const births = async (): Promise<(number | null)[]> => {
      const reading = await next();
      return reading.kind === 'samples' ? reading.samples.map(birth) : [];
    };
    expect(await births()).toEqual([null]);
    server.answer = page('old_total{b="2",a="1"} 8\nold_total{a="1"} 1\nnew_total 3\npeople 4\n');
    expect(await births()).toEqual([null, 0, 0, null]);
    server.answer = page('new_total 3\n');
    expect(await births()).toEqual([null]);
    server.answer = page('', 500);
    await next();
    server.answer = page('new_total 3\nold_total{a="1",b="2"} 1\n');
    // Since the last page that was read, not since the last that was asked for.
    expect(await births()).toEqual([null, 2]);
  });

  it('reads an authority it cannot have as a failure, and tries again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'scrape-'));
    const ca = join(folder, 'ca.pem');
    const next = watch({ ca });
    expect(inShort(await next())).toContain('ENOENT');
    await writeFile(ca, '');
    expect(inShort(await next())).toEqual([['people', 1]]);
    await rm(folder, { recursive: true });
  });
});

describe('scrape over https', () => {
  /** A private authority, and a certificate of it for this machine. */
  const certificates = [
    'openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test-authority -keyout ca.key -out ca.pem',
    'openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out request.pem',
    'openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -copy_extensions copy -out cert.pem',
  ];

  it('trusts the authority it was given, and no other', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'scrape-'));
    for (const command of certificates) {
      const [program = '', ...words] = command.split(' ');
      execFileSync(program, words, { cwd: folder, stdio: 'ignore' });
    }
    const file = (name: string): string => join(folder, name);
    const server = createSecureServer(
      { key: await readFile(file('key.pem')), cert: await readFile(file('cert.pem')) },
      page('people 1\n'),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
    const stop = new AbortController();
    const first = async (ca: string | null): Promise<string | unknown[]> => {
      const source = scrape({ url, every, ca, clock: frozenClock(began) });
      const { value } = (await source.watch(stop.signal)[Symbol.asyncIterator]().next()) as { value: SourceReading };
      return inShort(value);
    };
    expect(await first(file('ca.pem'))).toEqual([['people', 1]]);
    expect(await first(null)).toMatch(/certificate/);
    await writeFile(file('other.pem'), 'no certificate');
    expect(await first(file('other.pem'))).toMatch(/certificate/);
    stop.abort();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    await rm(folder, { recursive: true });
  });
});

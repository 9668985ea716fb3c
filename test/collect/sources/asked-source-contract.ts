import { getEventListeners, once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { RequestListener, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Asking } from '../../../src/collect/sources/asked-source.ts';
import type { Source, SourceReading } from '../../../src/model/source.ts';
import { between, duration } from '../../../src/model/time.ts';
import { certify } from '../../peers/private-authority.ts';
import { temporaryFolder } from '../../setup/temporary-folder.ts';
import { frozenClock, LeapingClock } from '../clocks.ts';
import { second } from '../samples.ts';
import { sourceContract, type ConnectedSource } from '../source-contract.ts';
import { AnsweringServer } from './answering-server.ts';

/** When the clock of a test begins. */
export const began = second(0);

/** How often a source asks in a test. */
export const every = duration(1000);

/** What a test of a source that asks has: the server that it asks, its clock, and what stops it. */
export interface Asked {
  server: AnsweringServer;
  readonly clock: LeapingClock;
  readonly stop: AbortController;
}

/** A server for each test of a group, which answers this until it is told otherwise. */
export function askedServer(answer: RequestListener): () => Asked {
  let asked: Asked | undefined;
  beforeEach(async () => {
    const server = new AnsweringServer(answer);
    await server.listen();
    asked = { server, clock: new LeapingClock(began), stop: new AbortController() };
  });
  afterEach(async () => {
    asked?.stop.abort();
    await asked?.server.close();
  });
  return () => {
    if (asked === undefined) throw new Error('the test has not begun');
    return asked;
  };
}

/** Gives one reading after the other. */
export function readingsOf(source: Source, { stop }: Asked): () => Promise<SourceReading> {
  const readings = source.watch(stop.signal)[Symbol.asyncIterator]();
  return async () => ((await readings.next()) as IteratorYieldResult<SourceReading>).value;
}

/** In short: the values, or why there are none. */
export const inShort = (reading: SourceReading): string | unknown[] =>
  reading.kind === 'failure' ? reading.why : reading.samples.map((sample) => ('value' in sample ? sample.value : null));

/** A reason that is so, or matches. */
export const matching = (why: string | RegExp): unknown => (typeof why === 'string' ? why : expect.stringMatching(why));

/** A kind of source that asks over HTTP. */
export interface AskedKind {
  /** Asks the server there for the series `people`. */
  readonly source: (asking: Asking & { readonly url: string }) => Source;
  /** An answer that brings this value of it. */
  readonly answer: (value: number) => RequestListener;
  /** What such an answer begins with. */
  readonly beginning: string;
  /** As a failure names who was asked, and what was answered. */
  readonly words: { readonly asked: string; readonly answer: string };
  /** An answer is at most so long. */
  readonly mostBytes: number;
}

/** How many signals were made of this one and are still in its memory. */
function dependentsOf(signal: AbortSignal): number {
  const key = Object.getOwnPropertySymbols(signal).find(({ description }) => description === 'kDependantSignals');
  const dependents = key === undefined ? undefined : (Reflect.get(signal, key) as ReadonlySet<unknown> | undefined);
  return dependents?.size ?? 0;
}

/** What every source that asks over HTTP at a steady beat promises, beside what every source does. */
export function askedSourceContract(kind: AskedKind): void {
  sourceContract(async (clock): Promise<ConnectedSource> => {
    const server = new AnsweringServer(kind.answer(1));
    await server.listen();
    return {
      source: kind.source({ url: server.url, every, ca: null, clock }),
      bring: (what) => {
        server.answer = what === 'nonsense' ? (_request, response) => response.end('<html>') : kind.answer(1);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
      released: () => server.disconnected(),
      end: () => server.close(),
    };
  });

  describe('as every source that asks', () => {
    const given = askedServer(kind.answer(1));
    const watch = (changed: Partial<Asking & { readonly url: string }> = {}): (() => Promise<SourceReading>) => {
      const { server, clock } = given();
      return readingsOf(kind.source({ url: server.url, every, ca: null, clock, ...changed }), given());
    };

    beatContract(kind, given, watch);
    failureContract(kind, given, watch);
    authorityContract(kind, given, watch);
  });
}

type Watch = (changed?: Partial<Asking & { readonly url: string }>) => () => Promise<SourceReading>;

function beatContract({ source, answer }: AskedKind, given: () => Asked, watch: Watch): void {
  it.each([
    { what: 'asks at a steady beat, however long an answer takes', takes: 300, at: [0, 1000, 2000] },
    { what: 'leaves out the beats that pass while it waits for an answer', takes: 2300, at: [0, 3000, 6000] },
  ])('$what', async ({ takes, at }) => {
    const { server, clock } = given();
    server.answer = (request, response) => {
      clock.pass(duration(takes));
      answer(1)(request, response);
    };
    const next = watch();
    const readings = [await next(), await next(), await next()];
    expect(readings.map((reading) => between(began, reading.at))).toEqual(at);
    expect(readings.at(-1)).toMatchObject({ samples: [{ series: 'people', at: began + (at.at(-1) ?? 0) }] });
  });

  it('leaves nothing behind of a question on what stops it', async () => {
    const { stop } = given();
    const next = watch();
    for (let asked = 0; asked < 5; asked += 1) await next();
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
    expect(dependentsOf(stop.signal)).toBe(0);
  });

  it('ends while it waits for an answer, without a reading', async () => {
    const { server, clock, stop } = given();
    const patient = source({ url: server.url, every: duration(600_000), ca: null, clock });
    const readings = patient.watch(stop.signal)[Symbol.asyncIterator]();
    server.answer = () => {
      stop.abort();
    };
    expect(await readings.next()).toEqual({ done: true, value: undefined });
    await server.disconnected();
  });

  it('ends while it waits for the next beat', async () => {
    const { server, stop } = given();
    const frozen = source({ url: server.url, every, ca: null, clock: frozenClock(began) });
    const readings = frozen.watch(stop.signal)[Symbol.asyncIterator]();
    await readings.next();
    const next = readings.next();
    stop.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    await server.disconnected();
  });
}

function failureContract({ answer, beginning, words, mostBytes }: AskedKind, given: () => Asked, watch: Watch): void {
  const tooLong = `${words.answer} is longer than ${mostBytes} bytes`;
  // Packed beforehand: the server packs in our own thread, and an answer has to come in time.
  const bomb = gzipSync(Buffer.alloc(mostBytes + 2 ** 20, ' '));
  it.each<[name: string, answer: RequestListener, why: string | RegExp]>([
    [
      'more than there should be',
      (_request, response) => {
        response.end(Buffer.alloc(mostBytes + 1, ' '));
      },
      tooLong,
    ],
    [
      'without end',
      (_request, response) => {
        const more = (): void => {
          while (response.write(Buffer.alloc(100_000, ' ')));
          response.once('drain', more);
        };
        more();
      },
      tooLong,
    ],
    [
      'little that unpacks to much',
      (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
      },
      tooLong,
    ],
    [
      'half of what it promised',
      (_request, response) => {
        response.writeHead(200, { 'content-length': 100 });
        response.write(beginning, () => response.destroy());
      },
      /closed|terminated/,
    ],
    ['nothing, and hangs up', (request) => request.socket.destroy(), /closed|socket/],
  ])('tells why when it is answered %s, and goes on', async (_name, first, why) => {
    const { server } = given();
    server.answer = first;
    const next = watch();
    expect(inShort(await next())).toEqual(matching(why));
    server.answer = answer(2);
    expect(inShort(await next())).toEqual([2]);
  });

  it.each<[name: string, begin: (response: ServerResponse) => void]>([
    ['at all', () => undefined],
    ['to its end', (response) => response.write(beginning)],
  ])('tells when it is not answered in time %s, and goes on', async (_name, begin) => {
    const { server } = given();
    server.answer = (_request, response) => {
      begin(response);
    };
    const next = watch();
    expect(inShort(await next())).toBe(`${words.asked} did not answer in time`);
    server.answer = answer(2);
    expect(inShort(await next())).toEqual([2]);
  });

  it('goes on when the server has vanished and come back', async () => {
    const asked = given();
    const next = watch();
    await next();
    const { port } = asked.server;
    await asked.server.close();
    expect(inShort(await next())).toContain('ECONNREFUSED');
    expect(inShort(await next())).toContain('ECONNREFUSED');
    asked.server = new AnsweringServer(answer(5));
    await asked.server.listen(port);
    expect(inShort(await next())).toEqual([5]);
  });

  it('tells that nobody answers at any address of a name', async () => {
    const { server } = given();
    const next = watch({ url: `http://localhost:${server.port}` });
    await server.close();
    expect(inShort(await next())).toContain('ECONNREFUSED');
  });
}

function authorityContract({ answer }: AskedKind, given: () => Asked, watch: Watch): void {
  it('reads an authority it cannot have as a failure, and tries again', async () => {
    const ca = join(temporaryFolder(), 'ca.pem');
    const next = watch({ ca });
    expect(inShort(await next())).toContain('ENOENT');
    writeFileSync(ca, '');
    expect(inShort(await next())).toEqual([1]);
  });

  it('trusts the authority it was given, and no other', async () => {
    const folder = temporaryFolder();
    const { ca, key, cert } = certify(folder);
    const none = join(folder, 'none.pem');
    writeFileSync(none, 'no certificate');
    const server = createSecureServer({ key, cert }, answer(1)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const first = async (trusted: string | null): Promise<unknown> => inShort(await watch({ url, ca: trusted })());
    expect(await first(ca)).toEqual([1]);
    for (const other of [null, none, certify(temporaryFolder()).ca]) expect(await first(other)).toMatch(/certificate/);
    given().stop.abort();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
}

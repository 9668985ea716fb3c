import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import snappy from 'snappyjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oneFloat, pushBody, writeRequest, type PushedSeries } from '../collect/write-request-body.ts';

const fuzzedForMs = 90_000;
const mostResident = 400 * 2 ** 20;

/** What one attacker does. */
type Attack =
  | { readonly does: 'push'; readonly body: Uint8Array; readonly headers: IncomingHttpHeaders }
  /** Announces more than it sends, and goes. */
  | { readonly does: 'leave'; readonly body: Uint8Array; readonly announced: number }
  /** Writes bytes to a socket that may be no HTTP at all, and waits for what comes. */
  | { readonly does: 'babble'; readonly bytes: Uint8Array };

const usual = { 'content-encoding': 'snappy', 'content-type': 'application/x-protobuf' };

const number = fc.oneof(fc.double(), fc.integer());
const time = fc.oneof(fc.nat({ max: 2 ** 31 }), fc.maxSafeInteger());
const label = fc.tuple(
  fc.oneof(fc.constantFrom('__name__', '__proto__', 'job', ''), fc.string()),
  fc.string({ maxLength: 200 }),
);
const histogram = fc.record({
  ...{ at: time, schema: fc.integer({ min: -60, max: 12 }), count: fc.nat(), sum: number },
  spans: fc.array(fc.tuple(fc.integer(), fc.nat({ max: 20 })), { maxLength: 4 }),
  deltas: fc.array(fc.integer(), { maxLength: 20 }),
});
const series: fc.Arbitrary<PushedSeries> = fc.record({
  labels: fc.oneof(
    { weight: 4, arbitrary: fc.constant([['__name__', 'fuzzed'] as const]) },
    { weight: 1, arbitrary: fc.array(label, { maxLength: 12 }) },
  ),
  floats: fc.array(fc.record({ at: time, value: number }), { maxLength: 5 }),
  histograms: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(histogram, { maxLength: 2 }) },
  ),
});
const plain = fc.array(series, { maxLength: 20 }).map((many) => writeRequest(many));

const bytes = (values: readonly number[]): Uint8Array => Uint8Array.from(values);
const edit = fc.record({ place: fc.nat(), takes: fc.nat({ max: 8 }), gives: fc.uint8Array({ maxLength: 8 }) });
const edited = (whole: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(whole, fc.array(edit, { minLength: 1, maxLength: 5 }))
    .map(([all, edits]) =>
      bytes(
        edits.reduce<readonly number[]>(
          (left, { place, takes, gives }) => left.toSpliced(place % (left.length + 1), takes, ...gives),
          [...all],
        ),
      ),
    );
const flipped = (whole: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(whole, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 7 })), { minLength: 1, maxLength: 20 }))
    .map(([all, flips]) => {
      const damaged = Uint8Array.from(all);
      for (const [place, bit] of flips) if (damaged.length > 0) damaged[place % damaged.length]! ^= 1 << bit;
      return damaged;
    });
const cut = (whole: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> =>
  fc.tuple(whole, fc.nat()).map(([all, length]) => all.subarray(0, length % (all.length + 1)));
const damaged = (whole: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> =>
  fc.oneof(edited(whole), flipped(whole), cut(whole));

const packed = plain.map((one) => snappy.compress(one));

/** A length in front of a block that is not its own. */
const claiming = fc
  .tuple(fc.oneof(fc.nat({ max: 2 ** 31 - 1 }), fc.constantFrom(0, 2 ** 25, 2 ** 25 + 1)), packed)
  .map(([claim, block]) => bytes([...varint(claim), ...block.subarray(1)]));

/** Small as it comes, and as large as is taken once it is unpacked. */
const swelling = fc
  .constantFrom(0, 10, 255)
  .map((byte) => snappy.compress(new Uint8Array(32 * 2 ** 20 - 1).fill(byte)));
const oversized = fc.constant(new Uint8Array(9 * 2 ** 20));

function varint(value: number): readonly number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

const body = fc.oneof(
  { weight: 4, arbitrary: packed },
  { weight: 8, arbitrary: damaged(packed) },
  { weight: 8, arbitrary: damaged(plain).map((one) => snappy.compress(one)) },
  { weight: 4, arbitrary: claiming },
  { weight: 4, arbitrary: fc.uint8Array({ maxLength: 2000 }) },
  { weight: 1, arbitrary: fc.oneof(swelling, oversized) },
);

const headers = fc.oneof(
  { weight: 4, arbitrary: fc.constant(usual) },
  {
    weight: 1,
    arbitrary: fc.record({
      'content-encoding': fc.constantFrom('snappy', 'gzip', '', 'SNAPPY'),
      'content-type': fc.constantFrom('application/x-protobuf', 'text/plain', 'application/x-protobuf;proto=x'),
      'x-prometheus-remote-write-version': fc.constantFrom('0.1.0', '2.0.0', '', 'one'),
    }),
  },
);

const attack: fc.Arbitrary<Attack> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ does: fc.constant('push' as const), body, headers }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('leave' as const), body, announced: fc.nat({ max: 2 ** 24 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('babble' as const), bytes: fc.uint8Array({ maxLength: 500 }) }),
  },
);

let listener: ChildProcess;
let url: URL;
const ends: unknown[] = [];

beforeAll(async () => {
  const program = join(import.meta.dirname, 'fuzzed-listener.ts');
  listener = spawn(process.execPath, ['--import', 'tsx', program], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  listener.once('exit', (...how) => ends.push(how));
  const [told] = (await once(listener, 'message')) as [{ url: string }];
  url = new URL(told.url);
});

afterAll(async () => {
  if (listener.exitCode !== null) return;
  const ended = once(listener, 'exit');
  listener.disconnect();
  await ended;
});

interface Taken {
  readonly taken: number;
  readonly refused: number;
  readonly resident: number;
}

async function asked(): Promise<Taken> {
  const answered = once(listener, 'message') as Promise<[Taken]>;
  listener.send('taken');
  return (await answered)[0];
}

async function push(content: Uint8Array, said: IncomingHttpHeaders): Promise<number> {
  const asking = request(url, { method: 'POST', headers: said, agent: false });
  asking.end(content);
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response.statusCode ?? 0;
}

/** What is written to a socket, which then is closed at once or once the other side has. What had been answered by then. */
function socketed(written: readonly (string | Uint8Array)[], leave: boolean): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(url.port), url.hostname);
    let answered = '';
    socket.on('data', (piece) => (answered += piece.toString('latin1')));
    // It is the other side's right to reset the connection of whoever talks nonsense.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(answered);
    });
    for (const piece of written) socket.write(piece);
    if (leave) socket.write('', () => socket.destroy());
    else socket.end();
  });
}

async function answerTo(one: Attack): Promise<number | null> {
  switch (one.does) {
    case 'push':
      return push(one.body, one.headers);
    case 'leave': {
      const length = one.body.length + 1 + one.announced;
      const head = `POST /api/v1/write HTTP/1.1\r\nhost: a\r\ncontent-length: ${length}\r\n\r\n`;
      return statusOf(await socketed([head, one.body], true));
    }
    case 'babble':
      return statusOf(await socketed([one.bytes], false));
  }
}

/** Null where the connection was closed without a word. */
const statusOf = (answered: string): number | null =>
  answered === '' ? null : Number(/^HTTP\/1\.1 (\d+) /.exec(answered)?.[1]);

const allowed = {
  push: [204, 400, 413, 415],
  leave: [null, 204, 400, 413, 415],
  babble: [null, 400],
} as const satisfies Record<Attack['does'], readonly (number | null)[]>;

describe('the remote write listener under attack', () => {
  it('answers as it should, stays alive and small, and takes what is well', async () => {
    const seen = new Set<number | null>();
    const attacks = fc.asyncProperty(fc.array(attack, { minLength: 1, maxLength: 20 }), async (together) => {
      const answers = await Promise.all(together.map(answerTo));
      together.forEach(({ does }, place) => {
        expect(allowed[does]).toContain(answers[place]);
        seen.add(answers[place] ?? null);
      });
    });
    const deadline = performance.now() + fuzzedForMs;
    while (performance.now() < deadline) await fc.assert(attacks, { numRuns: 20 });
    expect([...seen]).toEqual(expect.arrayContaining([204, 400, 413, 415]));
    expect(ends).toEqual([]);
    const before = await asked();
    expect(before.refused).toBeGreaterThan(0);
    expect(before.resident).toBeLessThan(mostResident);
    expect(await push(pushBody([oneFloat('people', 1), oneFloat('rooms', 2)]), usual)).toBe(204);
    expect((await asked()).taken - before.taken).toBe(2);
  });
});

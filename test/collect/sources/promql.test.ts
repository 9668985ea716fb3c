import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { RequestListener, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Collector } from '../../../src/collect/collector.ts';
import { promql, type PromqlOptions } from '../../../src/collect/sources/promql.ts';
import type { Clock } from '../../../src/model/clock.ts';
import { measureOf, promqlSeries } from '../../../src/model/signal.ts';
import type { SourceReading } from '../../../src/model/source.ts';
import { between, duration, instant, plus, type Millis } from '../../../src/model/time.ts';
import { frozenClock, LeapingClock } from '../clocks.ts';
import { second } from '../samples.ts';
import { sourceContract, type ConnectedSource } from '../source-contract.ts';
import { AnsweringServer } from './answering-server.ts';

const text =
  (body: string, status = 200): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  };

const json = (body: unknown, status = 200): RequestListener => text(JSON.stringify(body), status);

/** What a query came to. */
const result = (resultType: string, value: unknown, more: object = {}): RequestListener =>
  json({ status: 'success', data: { resultType, result: value }, ...more });

const at = 1435781451.781;

/** An instant vector with these values. */
const vector = (...values: string[]): RequestListener =>
  result(
    'vector',
    values.map((value, place) => ({ metric: { instance: `replica-${place}` }, value: [at, value] })),
  );

const refusal = (status: number, errorType: string, error: string): RequestListener =>
  json({ status: 'error', errorType, error }, status);

const every = duration(1000);
const began = second(0);
const series = promqlSeries('replica-lag');
const most = 2 ** 20;

/** In short: the values, or why there are none. */
const inShort = (reading: SourceReading): string | unknown[] =>
  reading.kind === 'failure' ? reading.why : reading.samples.map((sample) => ('value' in sample ? sample.value : null));

const matching = (why: string | RegExp): unknown => (typeof why === 'string' ? why : expect.stringMatching(why));

describe('promql', () => {
  const asked = { query: 'max(lag)', series, every, headers: {}, ca: null };

  sourceContract(async (clock): Promise<ConnectedSource> => {
    const server = new AnsweringServer(vector());
    await server.listen();
    return {
      source: promql({ ...asked, url: server.url, series: 'people', clock }),
      bring: (what) => {
        server.answer = what === 'nonsense' ? text('<html>') : vector('1');
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
    server = new AnsweringServer(vector('1'));
    await server.listen();
    clock = new LeapingClock(began);
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await server.close();
  });

  const watch = (options: Partial<PromqlOptions> = {}): (() => Promise<SourceReading>) => {
    const source = promql({ ...asked, url: server.url, clock, ...options });
    const readings = source.watch(stop.signal)[Symbol.asyncIterator]();
    return async () => ((await readings.next()) as IteratorYieldResult<SourceReading>).value;
  };

  it('brings one gauge without labels, under the series it was given, true at the time of the query', async () => {
    expect(await watch()()).toEqual({
      kind: 'samples',
      at: began,
      samples: [{ kind: 'gauge', series: 'promql.replica-lag', labels: {}, at: began, value: 1 }],
    });
  });

  it.each([
    ['http://…', '', '/api/v1/query'],
    ['http://…/', '/', '/api/v1/query'],
    ['http://…/prometheus/', '/prometheus/', '/prometheus/api/v1/query'],
  ])('asks %s for exactly its query, at the time of the clock', async (_title, path, pathname) => {
    const query = 'sum(rate(x{a="ä & b"}[1m])) + 1 > 0 or vector(0) # 100%';
    const requests: { readonly method: string | undefined; readonly url: URL }[] = [];
    server.answer = (request, response) => {
      requests.push({ method: request.method, url: new URL(request.url ?? '', 'http://server') });
      vector('1')(request, response);
    };
    await watch({ url: `${server.url}${path}`, query, clock: frozenClock(instant(1_435_781_451_781)) })();
    expect(requests.map(({ method, url }) => [method, url.pathname, ...url.searchParams])).toEqual([
      ['GET', pathname, ['query', query], ['time', '1435781451.781']],
    ]);
  });

  it('asks at a steady beat, however long an answer takes', async () => {
    server.answer = (request, response) => {
      clock.pass(duration(300));
      vector('1')(request, response);
    };
    const next = watch();
    const readings = [await next(), await next(), await next()];
    expect(readings.map((reading) => between(began, reading.at))).toEqual([0, 1000, 2000]);
  });

  it('leaves out the beats that pass while it waits for an answer', async () => {
    server.answer = (request, response) => {
      clock.pass(duration(2300));
      vector('1')(request, response);
    };
    const next = watch();
    const readings = [await next(), await next(), await next()];
    expect(readings.map((reading) => between(began, reading.at))).toEqual([0, 3000, 6000]);
  });

  it.each<[name: string, answer: RequestListener, values: readonly number[]]>([
    ['the only element of a vector', vector('12.5'), [12.5]],
    ['a value below zero', vector('-3'), [-3]],
    ['zero, which is a value', vector('0'), [0]],
    ['a very small value', vector('1.5e-07'), [1.5e-7]],
    ['a very large value', vector('100000000000000000000000'), [1e23]],
    ['a scalar', result('scalar', [at, '42']), [42]],
    ['no element', vector(), []],
    ['no number', vector('NaN'), []],
    ['a scalar that is no number', result('scalar', [at, 'NaN']), []],
    ['more than any number', vector('+Inf'), []],
    ['less than any number', vector('-Inf'), []],
    ['digits beyond every number', vector('9'.repeat(400)), []],
    [
      'a value with warnings',
      result('vector', [{ metric: {}, value: [at, '7'] }], { warnings: ['a replica is away'], infos: ['no counter'] }),
      [7],
    ],
    ['a value with keys of later versions', result('scalar', [at, '7'], { isPartial: false, trace: {} }), [7]],
  ])('takes %s as what was measured', async (_name, answer, values) => {
    server.answer = answer;
    expect(inShort(await watch()())).toEqual(values);
  });

  it.each<[name: string, answer: RequestListener, why: string | RegExp]>([
    ['several values', vector('1', '2', '3'), 'expected one value, got 3; aggregate it'],
    ['several values that are no number', vector('NaN', 'NaN'), 'expected one value, got 2; aggregate it'],
    [
      'a range',
      result('matrix', [{ metric: {}, values: [[at, '1']] }]),
      'expected one value, got a range of them; aggregate it over time',
    ],
    ['a text', result('string', [at, 'up']), 'expected one value, got a text'],
    [
      'a native histogram',
      result('vector', [{ metric: {}, histogram: [at, { count: '4', sum: '8', buckets: [] }] }]),
      'expected one value, got a histogram; take a quantile of it',
    ],
    [
      'that it cannot read the query',
      refusal(400, 'bad_data', 'invalid parameter "query": 1:5: parse error:\n  unclosed left parenthesis'),
      'Prometheus answered 400: invalid parameter "query": 1:5: parse error: unclosed left parenthesis',
    ],
    [
      'that it cannot compute the query',
      refusal(422, 'execution', 'many-to-many matching not allowed'),
      'Prometheus answered 422: many-to-many matching not allowed',
    ],
    [
      'that the query takes too long',
      refusal(503, 'timeout', 'query timed out in expression evaluation'),
      'Prometheus answered 503: query timed out in expression evaluation',
    ],
    ['an error that is told as a success', refusal(200, 'internal', 'disk'), 'Prometheus answered 200: disk'],
    [
      'an error without end',
      refusal(422, 'execution', 'no '.repeat(1000)),
      new RegExp(`^Prometheus answered 422: ${'no '.repeat(100)}…$`),
    ],
    ['that it is not ready', text('Service Unavailable', 503), 'Prometheus answered 503'],
    ['that nobody may ask', text('Unauthorized\n', 401), 'Prometheus answered 401'],
    ['that there is no such path', json({ message: 'not found' }, 404), 'Prometheus answered 404'],
    ['success, with an error status', json({ status: 'success', data: {} }, 500), 'Prometheus answered 500'],
    ...[
      '<html>',
      '',
      '\u0000\u0001',
      'null',
      '[]',
      '"success"',
      '{"status":"success"}',
      '{"status":"error"}',
      '{"status":"success","data":{"resultType":"vector"}}',
      '{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":["1"]}]}}',
      '{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,2]}]}}',
      '{"status":"success","data":{"resultType":"scalar","result":null}}',
      '{"status":"success","data":{"resultType":"streams","result":[]}}',
    ].map((body): [string, RequestListener, string] => [
      `what is no answer to a query, ${JSON.stringify(body)}`,
      text(body),
      'the answer is none that Prometheus gives to a query',
    ]),
    ...['', ' ', '1,5', '0x10', 'inf', '12 '].map((value): [string, RequestListener, string] => [
      `"${value}" for a number`,
      vector(value),
      `expected a number, got "${value.trim()}"`,
    ]),
    ['more than one value could be', vector('1'.repeat(most)), `the answer is longer than ${most} bytes`],
    [
      'little that unpacks to much',
      (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(64 * 2 ** 20, ' ')));
      },
      `the answer is longer than ${most} bytes`,
    ],
    [
      'half of what it promised',
      (_request, response) => {
        response.writeHead(200, { 'content-length': 100 });
        response.write('{"status":', () => response.destroy());
      },
      /closed|terminated/,
    ],
    ['nothing, and hangs up', (request) => request.socket.destroy(), /closed|socket/],
  ])('tells why when the server answers %s, and goes on', async (_name, answer, why) => {
    server.answer = answer;
    const next = watch();
    expect(inShort(await next())).toEqual(matching(why));
    server.answer = vector('2');
    expect(inShort(await next())).toEqual([2]);
  });

  it.each<[name: string, begin: (response: ServerResponse) => void]>([
    ['at all', () => undefined],
    ['to its end', (response) => response.write('{"status":"success",')],
  ])('tells when the server does not answer in time %s, and goes on', async (_name, begin) => {
    server.answer = (_request, response) => {
      begin(response);
    };
    const next = watch();
    expect(inShort(await next())).toBe('Prometheus did not answer in time');
    server.answer = vector('2');
    expect(inShort(await next())).toEqual([2]);
  });

  it.each([301, 302, 303, 307, 308])(
    'follows no redirect, %d: its headers stay where they were meant for',
    async (status) => {
      const told: (string | undefined)[] = [];
      const elsewhere = new AnsweringServer((request, response) => {
        told.push(request.headers.authorization);
        vector('666')(request, response);
      });
      await elsewhere.listen();
      server.answer = (request, response) => {
        told.push(request.headers.authorization);
        response.writeHead(status, { location: `${elsewhere.url}${request.url ?? ''}` }).end();
      };
      const reading = await watch({ headers: { authorization: 'Bearer open-sesame' } })();
      expect(inShort(reading)).toBe(`Prometheus answered ${status}, and no redirect is followed`);
      expect(told).toEqual(['Bearer open-sesame']);
      await elsewhere.close();
    },
  );

  it('does not tell a header that cannot be sent', async () => {
    const reading = await watch({ headers: { authorization: 'Bearer open\u0000sesame' } })();
    expect(inShort(reading)).toBe('a header for Prometheus holds what no header can');
  });

  it('ends while it waits for an answer, without a reading', async () => {
    const source = promql({ ...asked, url: server.url, every: duration(600_000), clock });
    const readings = source.watch(stop.signal)[Symbol.asyncIterator]();
    server.answer = () => {
      stop.abort();
    };
    expect(await readings.next()).toEqual({ done: true, value: undefined });
    await server.disconnected();
  });

  it('goes on when the server has vanished and come back', async () => {
    const next = watch();
    await next();
    const { port } = server;
    await server.close();
    expect(inShort(await next())).toContain('ECONNREFUSED');
    expect(inShort(await next())).toContain('ECONNREFUSED');
    server = new AnsweringServer(vector('5'));
    await server.listen(port);
    expect(inShort(await next())).toEqual([5]);
  });

  it('tells that nobody answers at any address of a name', async () => {
    const next = watch({ url: `http://localhost:${server.port}` });
    await server.close();
    expect(inShort(await next())).toContain('ECONNREFUSED');
  });

  it('is what the signal of its id is measured from, until its last value is 5 s old', async () => {
    const written = { promql: 'max(lag)', unit: 'seconds' } as const;
    const measure = measureOf('replica-lag', written);
    const collector = new Collector([{ id: 'replica-lag', unit: 'seconds', measure }], {
      retention: duration(60_000),
      maxSeries: 10,
    });
    const next = watch();
    for (const answer of [vector('3'), vector('4'), vector()]) {
      server.answer = answer;
      const reading = await next();
      if (reading.kind === 'samples') collector.take(reading.samples.filter((sample) => collector.uses(sample)));
    }
    const values = [0, 1, 5.9, 6].map((time) => collector.frame(second(time), true).signals[0]?.value);
    expect(values).toEqual([3, 4, 4, null]);
  });
});

describe('promql over https', () => {
  /** A private authority, and a certificate of it for this machine. */
  const certificates = [
    'openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test-authority -keyout ca.key -out ca.pem',
    'openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out request.pem',
    'openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -copy_extensions copy -out cert.pem',
  ];

  it('trusts the authority it was given, and no other', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'promql-'));
    for (const command of certificates) {
      const [program = '', ...words] = command.split(' ');
      execFileSync(program, words, { cwd: folder, stdio: 'ignore' });
    }
    const file = (name: string): string => join(folder, name);
    const server = createSecureServer(
      { key: await readFile(file('key.pem')), cert: await readFile(file('cert.pem')) },
      vector('1'),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const stop = new AbortController();
    const first = async (ca: string | null): Promise<string | unknown[]> => {
      const source = promql({ url, query: 'x', series, every, headers: {}, ca, clock: frozenClock(began) });
      const { value } = (await source.watch(stop.signal)[Symbol.asyncIterator]().next()) as { value: SourceReading };
      return inShort(value);
    };
    expect(await first(file('ca.pem'))).toEqual([1]);
    expect(await first(null)).toMatch(/certificate/);
    expect(await first(file('not-there.pem'))).toMatch(/ENOENT/);
    stop.abort();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    await rm(folder, { recursive: true });
  });
});

/** Ten seconds apart, three a second more each time: what the page says, with the times at which it was true. */
function pageUntil(end: Millis): string {
  const rising = Array.from({ length: 13 }, (_, place) => {
    const time = plus(end, duration((place - 12) * 10_000));
    return `arrivals_total ${1000 + 30 * place} ${time}\n`;
  });
  return [
    '# TYPE arrivals_total counter\n',
    ...rising,
    '# TYPE people gauge\n',
    `people{room="blue"} 4 ${end}\npeople{room="red"} 7 ${end}\n`,
  ].join('');
}

describe('promql with a real Prometheus', () => {
  const end = instant(Math.floor(Date.now() / 1000) * 1000);
  const events = new EventEmitter();
  let page: AnsweringServer;
  let folder: string;
  let prometheus: ChildProcess | undefined;
  let url: string;

  /** Stands at the end of the page's times; whoever waits, waits until Prometheus reads the page again, or has ended. */
  const scrapedClock: Clock = {
    now: () => end,
    wait: async () => {
      await once(events, 'scraped');
    },
  };

  beforeAll(async () => {
    page = new AnsweringServer((_request, response) => {
      events.emit('scraped');
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(pageUntil(end));
    });
    await page.listen();
    folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
    await writeFile(
      join(folder, 'prometheus.yml'),
      `global: { scrape_interval: 500ms, scrape_timeout: 500ms }
scrape_configs: [{ job_name: page, static_configs: [{ targets: ["127.0.0.1:${page.port}"] }] }]
`,
    );
    ({ prometheus, url } = await startPrometheus(folder));
    prometheus.once('exit', () => events.emit('error', new Error('prometheus has ended')));
    // At the beginning Prometheus is not ready, and has not read the page.
    await ask('sum(people)', (reading) => reading.kind === 'samples' && reading.samples.length > 0);
  });
  afterAll(async () => {
    events.on('error', () => undefined);
    if (prometheus?.exitCode === null) {
      prometheus.kill('SIGTERM');
      await once(prometheus, 'exit');
    }
    await page.close();
    await rm(folder, { recursive: true });
  });

  /** The first reading that is enough, of so many. */
  const ask = async (query: string, enough: (reading: SourceReading) => boolean): Promise<string | unknown[]> => {
    const source = promql({ url, query, series, every, headers: {}, ca: null, clock: scrapedClock });
    let beats = 0;
    for await (const reading of source.watch(new AbortController().signal)) {
      beats += 1;
      if (enough(reading) || beats === 60) return inShort(reading);
    }
    return [];
  };

  it('brings the value of a rate over what Prometheus has scraped', async () => {
    expect(await ask('rate(arrivals_total[1m])', () => true)).toEqual([expect.closeTo(3, 6)]);
  });

  it.each<[name: string, query: string, told: readonly number[] | string | RegExp]>([
    ['an aggregate', 'sum(people)', [11]],
    ['one element', 'people{room="red"}', [7]],
    ['a scalar', 'scalar(max(people)) / 2', [3.5]],
    ['nothing', 'people{room="green"}', []],
    ['no number', '0 / 0', []],
    ['more than any number', '1 / 0', []],
    ['several elements', 'people', 'expected one value, got 2; aggregate it'],
    ['a range', 'arrivals_total[1m]', 'expected one value, got a range of them; aggregate it over time'],
    ['a text', '"open"', 'expected one value, got a text'],
    ['a query that cannot be read', 'max(', /^Prometheus answered 400: .*parse error/],
    ['a query that cannot be computed', 'people + on() people', /^Prometheus answered 422: .*duplicate series/],
  ])('reads %s as Prometheus tells it', async (_name, query, told) => {
    const answer = await ask(query, () => true);
    expect(answer).toEqual(Array.isArray(told) ? told : matching(told as string | RegExp));
  });
});

/** Starts Prometheus on a free port, with its data in the folder; where it is not installed, that is an error. */
async function startPrometheus(folder: string): Promise<{ prometheus: ChildProcess; url: string }> {
  const words = ['--config.file=prometheus.yml', '--storage.tsdb.path=data', '--web.listen-address=127.0.0.1:0'];
  const prometheus = spawn('prometheus', words, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    prometheus.once('error', ({ message }) => {
      reject(new Error(`these tests need Prometheus (Debian: apt-get install prometheus): ${message}`));
    });
    prometheus.once('exit', () => {
      reject(new Error(`prometheus has ended: ${lines.slice(-3).join('\n')}`));
    });
    createInterface(prometheus.stderr).on('line', (line) => {
      lines.push(line);
      const port = /"Listening on" address=127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port !== undefined) resolve({ prometheus, url: `http://127.0.0.1:${port}` });
    });
  });
}

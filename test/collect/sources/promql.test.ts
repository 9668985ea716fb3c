import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Collector } from '../../../src/collect/collector.ts';
import { promql, type PromqlOptions } from '../../../src/collect/sources/promql.ts';
import type { Clock } from '../../../src/model/clock.ts';
import { measureOf, promqlSeries } from '../../../src/model/signal.ts';
import type { SourceReading } from '../../../src/model/source.ts';
import { duration, instant, plus, type Millis } from '../../../src/model/time.ts';
import { startPrometheus } from '../../peers/prometheus.ts';
import type { ServerProgram } from '../../peers/server-program.ts';
import { frozenClock } from '../clocks.ts';
import { second } from '../samples.ts';
import { AnsweringServer } from './answering-server.ts';
import {
  askedServer,
  askedSourceContract,
  began,
  every,
  inShort,
  matching,
  readingsOf,
} from './asked-source-contract.ts';

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

const series = promqlSeries('replica-lag');
const most = 2 ** 20;

describe('promql', () => {
  const asked = { query: 'max(lag)', series, every, headers: {}, ca: null };

  askedSourceContract({
    source: (asking) => promql({ ...asking, query: 'max(lag)', series: 'people', headers: {} }),
    answer: (value) => vector(String(value)),
    beginning: '{"status":"success",',
    words: { asked: 'Prometheus', answer: 'the answer' },
    mostBytes: most,
  });

  const given = askedServer(vector('1'));
  const watch = (options: Partial<PromqlOptions> = {}): (() => Promise<SourceReading>) => {
    const { server, clock } = given();
    return readingsOf(promql({ ...asked, url: server.url, clock, ...options }), given());
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
    const { server } = given();
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
    given().server.answer = answer;
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
  ])('tells why when the server answers %s, and goes on', async (_name, answer, why) => {
    const { server } = given();
    server.answer = answer;
    const next = watch();
    expect(inShort(await next())).toEqual(matching(why));
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
      given().server.answer = (request, response) => {
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

  it('is what the signal of its id is measured from, until its last value is 5 s old', async () => {
    const written = { promql: 'max(lag)', unit: 'seconds' } as const;
    const measure = measureOf('replica-lag', written);
    const collector = new Collector([{ id: 'replica-lag', unit: 'seconds', measure }], {
      retention: duration(60_000),
      maxSeries: 10,
    });
    const next = watch();
    for (const answer of [vector('3'), vector('4'), vector()]) {
      given().server.answer = answer;
      const reading = await next();
      if (reading.kind === 'samples') collector.take(reading.samples.filter((sample) => collector.uses(sample)));
    }
    const values = [0, 1, 5.9, 6].map((time) => collector.frame(second(time), true).signals[0]?.value);
    expect(values).toEqual([3, 4, 4, null]);
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
  let prometheus: ServerProgram | undefined;

  /** Stands at the end of the page's times; whoever waits, waits until Prometheus reads the page again. */
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
    prometheus = await startPrometheus(folder, { rules: [], scraped: [new URL(page.url)] });
    // At the beginning Prometheus has not read the page.
    await ask('sum(people)', (reading) => reading.kind === 'samples' && reading.samples.length > 0);
  });
  afterAll(async () => {
    await prometheus?.stop();
    await page.close();
    await rm(folder, { recursive: true });
  });

  /** The first reading that is enough, of so many. */
  const ask = async (query: string, enough: (reading: SourceReading) => boolean): Promise<string | unknown[]> => {
    const url = prometheus?.url ?? '';
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

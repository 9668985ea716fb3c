import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createRawServer, type AddressInfo, type Server as RawServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { bucketOf, merge, quantile } from '../../src/collect/exponential-buckets.ts';
import { autocannonEngine } from '../../src/engine/autocannon/engine.ts';
import type { EngineEvent } from '../../src/model/engine.ts';
import { loadSeries } from '../../src/model/load-series.ts';
import type { Plan, PlannedJourney, PlannedStep } from '../../src/model/plan.ts';
import type { ExponentialBuckets, Sample } from '../../src/model/sample.ts';
import type { RequestStep } from '../../src/model/step.ts';
import { duration, instant } from '../../src/model/time.ts';
import { journeyAt } from '../../src/scenario/draw.ts';
import { certify, type Certified } from '../peers/private-authority.ts';
import { temporaryFolder } from '../setup/temporary-folder.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A request as the service saw it. */
interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface Service {
  readonly url: string;
  readonly seen: Seen[];
  /** Connections opened so far, and those open now. */
  readonly connections: { opened: number; now: number };
  /** The most requests that were ever being answered at once. */
  readonly most: () => number;
}

type Answer = (request: Seen, response: ServerResponse) => void;

/** A real service on a free port of the loopback interface, which notes what it sees. */
async function serve(answer: Answer, make: (listener: RequestListener) => Server = createServer): Promise<Service> {
  const seen: Seen[] = [];
  let answering = 0;
  let most = 0;
  const server = make((request, response) => {
    answering += 1;
    most = Math.max(most, answering);
    response.once('close', () => (answering -= 1));
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, path: url, headers, body: Buffer.concat(pieces).toString() };
      seen.push(one);
      answer(one, response);
    });
  });
  const { port, connections } = await listening(server);
  const scheme = make === createServer ? 'http' : 'https';
  return { url: `${scheme}://127.0.0.1:${port}`, seen, connections, most: () => most };
}

async function listening(server: Server | RawServer): Promise<{ port: number; connections: Service['connections'] }> {
  const connections = { opened: 0, now: 0 };
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    connections.opened += 1;
    connections.now += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      connections.now -= 1;
      sockets.delete(socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { port: (server.address() as AddressInfo).port, connections };
}

const json = (response: ServerResponse, body: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const request = (step: Partial<RequestStep> & { readonly name: string }): RequestStep => ({
  kind: 'request',
  method: 'get',
  path: `/${step.name}`,
  payload: null,
  headers: {},
  expect: [],
  capture: {},
  timeout: duration(20_000),
  ...step,
});

const journey = (id: string, share: number, ...steps: readonly PlannedStep[]): PlannedJourney => ({ id, share, steps });

/** Twenty people within half a second. */
const fewPeople = [{ from: 40, to: 40, lasting: duration(500) }];

const planOf = (
  url: string,
  journeys: readonly PlannedJourney[],
  { most = 100, ...changes }: Partial<Plan> & { readonly most?: number } = {},
): Plan => ({
  scenario: 'proof',
  url,
  ca: null,
  pieces: fewPeople,
  behaviour: { kind: 'journeys', journeys },
  people: { kind: 'none' },
  variables: {},
  headers: {},
  atOnce: { ready: most, most },
  grace: duration(20_000),
  seed: 7,
  ...changes,
});

interface DriveOptions {
  readonly stop?: AbortSignal;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly onEvent?: (event: EngineEvent) => void;
}

/** Drives a plan to its end and gives all that the engine told. */
async function drive(plan: Plan, options: DriveOptions = {}): Promise<readonly EngineEvent[]> {
  const events: EngineEvent[] = [];
  const context = {
    scratch: tmpdir(),
    remoteWriteUrl: '',
    secrets: options.secrets ?? {},
    spawn: () => {
      throw new Error('autocannon runs in this process');
    },
    now: () => instant(Date.now()),
    stop: options.stop ?? new AbortController().signal,
  };
  for await (const event of autocannonEngine().drive(plan, context)) {
    events.push(event);
    options.onEvent?.(event);
  }
  return events;
}

const saidIn = (events: readonly EngineEvent[]): readonly string[] =>
  events.flatMap((event) => (event.kind === 'said' ? [event.line] : []));

const readings = (events: readonly EngineEvent[]): readonly (readonly Sample[])[] =>
  events.flatMap((event) => (event.kind === 'samples' ? [event.samples] : []));

/** The last reading of each counter, as `series label=value …` → value. */
function counts(events: readonly EngineEvent[]): Record<string, number> {
  const last = readings(events).at(-1) ?? [];
  return Object.fromEntries(
    last.flatMap((sample) => (sample.kind === 'counter' ? [[nameOf(sample), sample.value] as const] : [])),
  );
}

const nameOf = ({ series, labels }: Sample): string =>
  [series, ...Object.entries(labels).map(([label, value]) => `${label}=${value}`)].join(' ');

/** The last reading of a request's durations. */
function durations(events: readonly EngineEvent[], name: string): ExponentialBuckets {
  const last = readings(events).at(-1) ?? [];
  return merge(
    last.flatMap((sample) =>
      sample.kind === 'histogram' && sample.series === loadSeries.requestDuration && sample.labels['name'] === name
        ? [sample.buckets]
        : [],
    ),
  );
}

const endOf = (events: readonly EngineEvent[]): unknown => {
  const last = events.at(-1);
  return last?.kind === 'ended' ? last.end : last;
};

const completed = { kind: 'completed' };

describe('what the engine is', () => {
  it('is a closed model in the installed version, and translates nothing since it pushes nothing', () => {
    const engine = autocannonEngine();
    const { version } = JSON.parse(readFileSync('node_modules/autocannon/package.json', 'utf8')) as { version: string };
    expect(engine).toMatchObject({ name: 'autocannon', model: 'closed', version });
    const pushed = { kind: 'gauge', series: 'x', labels: {}, at: instant(1), value: 1 } as const;
    expect(engine.translate(pushed, instant(0))).toBeNull();
  });
});

describe('counting', () => {
  it('tells under the names of all engines what the service saw, twice a second, from zero at the start of the load', async () => {
    const service = await serve((_seen, response) => json(response, {}));
    const journeys = [
      journey('one', 0.5, request({ name: 'a' })),
      journey('two', 0.5, request({ name: 'b' }), request({ name: 'c' })),
    ];
    const events = await drive(
      planOf(service.url, journeys, { pieces: [{ from: 0, to: 40, lasting: duration(2000) }] }),
    );

    expect([events[0]?.kind, events.at(-1)?.kind, endOf(events)]).toEqual(['started', 'ended', completed]);
    const seen = (path: string): number => service.seen.filter((one) => one.path === path).length;
    expect(seen('/a') + seen('/b')).toBe(40);
    expect(counts(events)).toEqual({
      'load.arrivals.dropped': 0,
      'load.requests.failed': 0,
      'load.arrivals.started journey=one': seen('/a'),
      'load.arrivals.started journey=two': seen('/b'),
      'load.journeys.finished journey=one outcome=completed': seen('/a'),
      'load.journeys.finished journey=two outcome=completed': seen('/c'),
      'load.requests name=a': seen('/a'),
      'load.requests name=b': seen('/b'),
      'load.requests name=c': seen('/c'),
    });
    expect(['a', 'b', 'c'].map((name) => durations(events, name).count)).toEqual(['/a', '/b', '/c'].map(seen));
  });

  it('begins every series at the start of the load, and its readings only rise', async () => {
    const service = await serve((_seen, response) => json(response, {}));
    const events = await drive(
      planOf(service.url, [journey('one', 1, request({ name: 'a' }))], {
        pieces: [{ from: 20, to: 20, lasting: duration(2000) }],
      }),
    );
    const [started] = events;
    const all = readings(events);
    const times = all.map(([first]) => first?.at ?? 0);
    expect(all.length).toBeGreaterThanOrEqual(2);
    expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
    for (const sample of all.flat())
      expect(sample).toMatchObject({ bornAt: started?.kind === 'started' ? started.at : null });
    const begun = all.map((samples) =>
      samples.map((sample) => (sample.kind === 'counter' && sample.series === loadSeries.started ? sample.value : 0)),
    );
    const values = begun.map((each) => Math.max(0, ...each));
    expect(values).toEqual([...values].sort((one, other) => one - other));
    expect(values.at(-1)).toBe(40);
  });
});

describe('a journey', () => {
  it('uses what an answer taught: in paths, bodies and, once known, in the common header', async () => {
    const service = await serve(({ path, body }, response) => {
      const { who } = JSON.parse(body === '' ? '{}' : body) as { who?: string };
      json(response, path === '/login' ? { token: `token-of-${who ?? ''}` } : {}, path === '/login' ? 201 : 200);
    });
    const login = request({
      name: 'login',
      method: 'post',
      payload: { kind: 'json', json: { who: '{{person.name}}', password: '{{secret.password}}' } },
      capture: { token: '$.token' },
      expect: [201],
    });
    const plan = planOf(service.url, [journey('in', 1, login, request({ name: 'room', path: '/rooms/{{token}}' }))], {
      people: { kind: 'made', count: 20, fields: { name: 'p{{n}}' } },
      headers: { Authorization: 'Bearer {{token}}' },
    });
    const events = await drive(plan, { secrets: { password: 'hush' } });

    expect(endOf(events)).toEqual(completed);
    const logins = service.seen.filter(({ path }) => path === '/login');
    const rooms = service.seen.filter(({ path }) => path !== '/login');
    const everyone = Array.from({ length: 20 }, (_, place) => `p${place + 1}`).sort();
    expect(logins.map(({ body }) => (JSON.parse(body) as { who: string }).who).sort()).toEqual(everyone);
    expect(logins.every(({ body }) => body.includes('"password":"hush"'))).toBe(true);
    expect(logins.every(({ headers }) => headers.authorization === undefined)).toBe(true);
    expect(logins[0]?.headers['content-type']).toBe('application/json');
    expect(rooms.map(({ path }) => path).sort()).toEqual(everyone.map((name) => `/rooms/token-of-${name}`));
    for (const { path, headers } of rooms) expect(headers.authorization).toBe(`Bearer ${path.slice('/rooms/'.length)}`);
  });

  it('sends whole JSON whatever the service put into a captured value', async () => {
    const hostile = '"}, {"admin": true} \\ \n \u0000 {{uuid}} 早上好';
    const service = await serve((_seen, response) => json(response, { text: hostile }));
    const steps = [
      request({ name: 'get', capture: { text: '$.text' } }),
      request({ name: 'put', method: 'put', payload: { kind: 'json', json: { text: '{{text}}', n: 1 } } }),
    ];
    await drive(planOf(service.url, [journey('echo', 1, ...steps)]));
    const bodies = service.seen.flatMap(({ method, body }) => (method === 'PUT' ? [JSON.parse(body) as unknown] : []));
    expect(bodies).toEqual(Array.from({ length: 20 }, () => ({ text: hostile, n: 1 })));
  });

  it('carries the cookies it was given, each person their own', async () => {
    let given = 0;
    const service = await serve(({ path }, response) => {
      if (path === '/login') response.setHeader('set-cookie', [`session=${(given += 1)}; HttpOnly`, 'theme=dark']);
      json(response, {});
    });
    await drive(planOf(service.url, [journey('in', 1, request({ name: 'login' }), request({ name: 'room' }))]));
    const sent = service.seen.flatMap(({ path, headers }) => (path === '/room' ? [headers.cookie] : []));
    expect(new Set(sent)).toEqual(
      new Set(Array.from({ length: 20 }, (_, place) => `session=${place + 1}; theme=dark`)),
    );
    expect(sent).toHaveLength(20);
  });

  it.each([
    {
      what: 'an unexpected status',
      answer: (response: ServerResponse) => json(response, {}, 500),
      failed: { 'load.requests.failed name=a outcome=unexpected-status': 20 },
    },
    {
      what: 'a redirect',
      answer: (response: ServerResponse) => void response.writeHead(302, { location: '/b' }).end(),
      failed: { 'load.requests.failed name=a outcome=unexpected-status': 20 },
    },
    {
      what: 'an answer without what is wanted of it',
      answer: (response: ServerResponse) => json(response, {}),
      failed: {},
    },
    {
      what: 'an answer that is no JSON',
      answer: (response: ServerResponse) => void response.end('<html>'),
      failed: {},
    },
  ])('ends at $what: the person sends nothing more', async ({ answer, failed }) => {
    const service = await serve((_seen, response) => answer(response));
    const steps = [request({ name: 'a', capture: { token: '$.token' } }), request({ name: 'b' })];
    const events = await drive(planOf(service.url, [journey('one', 1, ...steps)]));
    expect(service.seen.map(({ path }) => path)).toEqual(Array.from({ length: 20 }, () => '/a'));
    expect(counts(events)).toEqual({
      'load.arrivals.dropped': 0,
      'load.requests.failed': 0,
      'load.arrivals.started journey=one': 20,
      'load.journeys.finished journey=one outcome=failed': 20,
      'load.requests name=a': 20,
      ...failed,
    });
  });

  it.each([
    { what: 'a variable that has no value', header: '{{nowhere}}', why: 'the variable nowhere has no value here' },
    {
      what: 'a captured line break in a header',
      header: '{{token}}',
      why: 'the header x would hold a control character',
    },
  ])('breaks at $what, is told once, and blames nobody else', async ({ header, why }) => {
    const service = await serve((_seen, response) => json(response, { token: 'a\r\nEvil: 1' }));
    const steps = [
      request({ name: 'a', capture: { token: '$.token' } }),
      request({ name: 'b', headers: { x: header } }),
    ];
    const events = await drive(planOf(service.url, [journey('one', 1, ...steps)]));
    expect(endOf(events)).toEqual(completed);
    expect(service.seen.every(({ path, headers }) => path === '/a' && headers['evil'] === undefined)).toBe(true);
    expect(counts(events)).toEqual({
      'load.arrivals.dropped': 0,
      'load.requests.failed': 0,
      'load.arrivals.started journey=one': 20,
      'load.exceptions journey=one': 20,
      'load.journeys.finished journey=one outcome=broken': 20,
      'load.requests name=a': 20,
    });
    expect(saidIn(events).filter((line) => line.includes('broke'))).toEqual([`the journey one broke: ${why}`]);
  });

  it('goes on over a new connection where the service closes each one after its answer', async () => {
    const service = await serve(({ path }, response) => {
      response.setHeader('connection', 'close');
      json(response, { from: path });
    });
    const steps = ['a', 'b', 'c'].map((name) => request({ name, capture: { [`from${name}`]: '$.from' } }));
    const events = await drive(planOf(service.url, [journey('one', 1, ...steps)]));
    const seen = (path: string): number => service.seen.filter((one) => one.path === path).length;
    expect([seen('/a'), seen('/b'), seen('/c'), service.connections.opened]).toEqual([20, 20, 20, 60]);
    expect(counts(events)['load.journeys.finished journey=one outcome=completed']).toBe(20);
  });

  it('takes an answer whose length is only told by its end', async () => {
    let answered = 0;
    const server = createRawServer((socket) => {
      socket.once('data', () => {
        answered += 1;
        socket.end('HTTP/1.0 200 OK\r\n\r\n{"token":"t"}');
      });
    });
    const { port } = await listening(server);
    const steps = ['a', 'b'].map((name) => request({ name, capture: { token: '$.token' } }));
    const events = await drive(planOf(`http://127.0.0.1:${port}`, [journey('one', 1, ...steps)]));
    expect(counts(events)).toMatchObject({
      'load.journeys.finished journey=one outcome=completed': 20,
      'load.requests name=a': 20,
      'load.requests name=b': 20,
    });
    expect(answered).toBe(40);
  });

  it('that has nothing to send is over at once', async () => {
    const think: PlannedStep = { kind: 'think', least: duration(10_000), most: duration(10_000) };
    const events = await drive(planOf('http://127.0.0.1:9', [journey('idle', 1, think)], { most: 1 }));
    expect(counts(events)['load.journeys.finished journey=idle outcome=completed']).toBe(20);
    expect(saidIn(events)).toEqual([expect.stringMatching(/^closed model: .*pauses are left out$/)]);
  });
});

describe('skipped journeys', () => {
  const websocket: PlannedStep = { kind: 'websocket', path: '/', name: 'ws', headers: {}, steps: [], heartbeat: null };

  it('do not happen, and leave the others their own share of the arrivals', async () => {
    const service = await serve((_seen, response) => json(response, {}));
    const journeys = [journey('chat', 0.7, websocket), journey('read', 0.3, request({ name: 'a' }))];
    const plan = planOf(service.url, journeys);
    const events = await drive(plan);
    expect(
      autocannonEngine()
        .skips(plan)
        .map((skipped) => skipped.journey),
    ).toEqual(['chat']);
    const fall = Array.from({ length: 20 }, (_, arrival) => journeyAt([0.7, 0.3], arrival));
    const own = fall.filter((place) => place === 1).length;
    expect(own).toBeGreaterThan(0);
    expect(service.seen).toHaveLength(own);
    expect(Object.keys(counts(events)).filter((name) => name.includes('chat'))).toEqual([]);
    expect(counts(events)['load.arrivals.started journey=read']).toBe(own);
  });

  it.each([
    {
      behaviour: { kind: 'journeys', journeys: [journey('chat', 1, websocket)] } as const,
      why: 'autocannon can make no journey of this scenario; chat needs a WebSocket; autocannon speaks HTTP/1.1 only',
    },
    {
      behaviour: { kind: 'script', script: '/x.k6.ts' } as const,
      why: 'autocannon can make no journey of this scenario; script is a k6 script; only k6 runs it',
    },
  ])('are said to be all there is: $why', async ({ behaviour, why }) => {
    const events = await drive(planOf('http://127.0.0.1:9', [], { behaviour }));
    expect(events).toMatchObject([{ kind: 'ended', end: { kind: 'failed', why } }]);
  });
});

describe('a service that does not answer', () => {
  const steps = [request({ name: 'a', timeout: duration(300) }), request({ name: 'b' })];
  const oneAnswerless = {
    'load.arrivals.dropped': 0,
    'load.requests.failed': 0,
    'load.arrivals.started journey=one': 20,
    'load.journeys.finished journey=one outcome=failed': 20,
    'load.requests name=a': 20,
    'load.requests.failed name=a outcome=no-answer': 20,
  };

  it.each([
    { how: 'keeps silent', answer: (): void => undefined },
    { how: 'breaks the connection', answer: (response: ServerResponse) => void response.socket?.resetAndDestroy() },
    { how: 'hangs up', answer: (response: ServerResponse) => void response.socket?.end() },
    {
      how: 'hangs up in the middle',
      answer: (response: ServerResponse): void => {
        response.writeHead(200, { 'content-length': '100' }).write('half');
        response.socket?.end();
      },
    },
  ])('and $how is asked once by each person, over one connection', async ({ answer }) => {
    const service = await serve((_seen, response) => answer(response));
    const events = await drive(planOf(service.url, [journey('one', 1, ...steps)]));
    expect(endOf(events)).toEqual(completed);
    expect(counts(events)).toEqual(oneAnswerless);
    expect([service.seen.length, service.connections.opened]).toEqual([20, 20]);
    expect(durations(events, 'a').count).toBe(20);
  });

  it('since nobody listens is no answer either, and no duration', async () => {
    const { port } = await listening(createRawServer());
    for (const close of open.splice(0)) close();
    const events = await drive(planOf(`http://127.0.0.1:${port}`, [journey('one', 1, ...steps)]));
    expect([endOf(events), counts(events), durations(events, 'a').count]).toEqual([completed, oneAnswerless, 0]);
  });

  it('in time counts with the time waited, beside those whom it answered', async () => {
    let asked = 0;
    const service = await serve((_seen, response) => {
      asked += 1;
      if (asked % 2 === 0) json(response, {});
    });
    const events = await drive(
      planOf(service.url, [journey('one', 1, request({ name: 'a', timeout: duration(400) }))]),
    );
    expect(counts(events)).toMatchObject({
      'load.requests name=a': 20,
      'load.requests.failed name=a outcome=no-answer': 10,
    });
    const times = durations(events, 'a');
    expect(times.count).toBe(20);
    expect(quantile(times, 0.25)).toBeLessThan(0.3);
    expect(quantile(times, 0.75)).toBeGreaterThan(0.35);
  });

  it('in time is one request’s matter: the next one has its own time', async () => {
    const service = await serve(({ path }, response) => {
      setTimeout(() => json(response, {}), path === '/b' ? 1200 : 0);
    });
    const pair = [request({ name: 'a', timeout: duration(600) }), request({ name: 'b' })];
    const events = await drive(planOf(service.url, [journey('one', 1, ...pair)]));
    expect(counts(events)['load.journeys.finished journey=one outcome=completed']).toBe(20);
  });

  it('before the time for journeys under way is up ends unfinished', async () => {
    const service = await serve(() => undefined);
    const plan = planOf(service.url, [journey('one', 1, request({ name: 'a' }))], { grace: duration(300) });
    const events = await drive(plan);
    expect(endOf(events)).toEqual(completed);
    expect(counts(events)).toEqual({
      'load.arrivals.dropped': 0,
      'load.requests.failed': 0,
      'load.arrivals.started journey=one': 20,
    });
  });
});

describe('durations', () => {
  it('are those of the service, to within a bucket', async () => {
    const delays: Readonly<Record<string, number>> = { '/quick': 60, '/slow': 240 };
    const took: Record<string, number[]> = { '/quick': [], '/slow': [] };
    const service = await serve(({ path }, response) => {
      const since = performance.now();
      setTimeout(() => {
        json(response, {});
        took[path]?.push((performance.now() - since) / 1000);
      }, delays[path]);
    });
    const steps = [request({ name: 'quick' }), request({ name: 'slow' })];
    const pieces = [{ from: 20, to: 20, lasting: duration(1000) }];
    const events = await drive(planOf(service.url, [journey('one', 1, ...steps)], { pieces }));
    for (const name of ['quick', 'slow']) {
      const own = [...(took[`/${name}`] ?? [])].sort((one, other) => one - other);
      const times = durations(events, name);
      expect([own.length, times.count]).toEqual([20, 20]);
      const apart = bucketOf(3, quantile(times, 0.5) ?? 0) - bucketOf(3, own[9] ?? 0);
      expect(Math.abs(apart), `${name}: ${quantile(times, 0.5) ?? 0} s beside ${own[9] ?? 0} s`).toBeLessThanOrEqual(1);
    }
  });
});

describe('closed model', () => {
  it('lets arrivals wait for a place when the service is slow: late, none dropped, never more at once', async () => {
    const service = await serve((_seen, response) => {
      setTimeout(() => json(response, {}), 200);
    });
    const plan = planOf(service.url, [journey('one', 1, request({ name: 'a' }))], { most: 4 });
    const events = await drive(plan);
    expect(counts(events)).toMatchObject({
      'load.arrivals.dropped': 0,
      'load.requests.failed': 0,
      'load.arrivals.started journey=one': 20,
      'load.journeys.finished journey=one outcome=completed': 20,
    });
    expect([service.seen.length, service.most()]).toEqual([20, 4]);
    expect(saidIn(events)).toEqual([expect.stringContaining('closed model: at most 4 people at once')]);
  });

  it('says how many never found a place', async () => {
    const service = await serve(() => undefined);
    const plan = planOf(service.url, [journey('one', 1, request({ name: 'a' }))], { most: 4, grace: duration(200) });
    const events = await drive(plan);
    expect(counts(events)['load.arrivals.started journey=one']).toBe(4);
    expect(saidIn(events)).toContain('closed model: 16 arrivals still waited for a place at the end, and never began');
  });
});

describe('stopping', () => {
  const timersRunning = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

  it('ends all connections at once, whoever waits for an answer, and nothing is asked any more', async () => {
    const service = await serve(() => undefined);
    const stop = new AbortController();
    let abortedAt = 0;
    const timersBefore = timersRunning();
    const plan = planOf(service.url, [journey('one', 1, request({ name: 'a' }))], {
      pieces: [{ from: 20, to: 20, lasting: duration(60_000) }],
    });
    const events = await drive(plan, {
      stop: stop.signal,
      onEvent: (event) => {
        if (event.kind !== 'samples' || stop.signal.aborted) return;
        abortedAt = Date.now();
        stop.abort();
      },
    });
    const ended = events.at(-1);
    expect(endOf(events)).toEqual({ kind: 'stopped' });
    // One for each person who waits would keep this process alive until they give up; one or two may be the test's own.
    expect(timersRunning()).toBeLessThanOrEqual(timersBefore + 2);
    expect((ended?.kind === 'ended' ? ended.at : Infinity) - abortedAt).toBeLessThan(900);
    const asked = service.seen.length;
    expect(asked).toBeGreaterThan(0);
    await expect.poll(() => service.connections.now).toBe(0);
    expect(service.seen.length).toBe(asked);
    expect(counts(events)['load.arrivals.started journey=one']).toBe(asked);
  });

  it('before the load began puts no load', async () => {
    const service = await serve((_seen, response) => json(response, {}));
    const plan = planOf(service.url, [journey('one', 1, request({ name: 'a' }))]);
    const events = await drive(plan, { stop: AbortSignal.abort() });
    expect(events).toMatchObject([{ kind: 'ended', end: { kind: 'stopped' } }]);
    expect(service.connections.opened).toBe(0);
  });

  it('happens too when nobody listens to the engine any more', async () => {
    const service = await serve(() => undefined);
    const plan = planOf(service.url, [journey('one', 1, request({ name: 'a' }))]);
    const reading = autocannonEngine().drive(plan, {
      scratch: tmpdir(),
      remoteWriteUrl: '',
      secrets: {},
      spawn: () => {
        throw new Error('autocannon runs in this process');
      },
      now: () => instant(Date.now()),
      stop: new AbortController().signal,
    });
    for await (const event of reading) if (event.kind === 'samples') break;
    expect(service.seen.length).toBeGreaterThan(0);
    await expect.poll(() => service.connections.now).toBe(0);
  });
});

describe('https', () => {
  /** A certificate for 127.0.0.1, and who vouches for it. */
  const certificate = (): Certified => certify(temporaryFolder());

  it('puts its load where the private authority vouches for the service', async () => {
    const { ca, key, cert } = certificate();
    const service = await serve(
      (_seen, response) => json(response, {}),
      (listener) => createSecureServer({ key, cert }, listener),
    );
    const events = await drive(
      planOf(service.url, [journey('one', 1, request({ name: 'a' }), request({ name: 'b' }))], { ca }),
    );
    expect([endOf(events), service.seen.length]).toEqual([completed, 40]);
  });

  it.each([
    { whose: 'nobody vouches for', other: false, host: '127.0.0.1' },
    { whose: 'another authority vouches for', other: true, host: '127.0.0.1' },
    { whose: 'is for another host', other: null, host: 'localhost' },
  ])('sends nothing to a service whose certificate $whose', async ({ other, host }) => {
    const { ca: own, key, cert } = certificate();
    const service = await serve(
      (_seen, response) => json(response, {}),
      (listener) => createSecureServer({ key, cert }, listener),
    );
    const ca = other === null ? own : other ? certificate().ca : null;
    const events = await drive(
      planOf(service.url.replace('127.0.0.1', host), [journey('one', 1, request({ name: 'a' }))], { ca }),
    );
    expect(events).toMatchObject([
      {
        kind: 'ended',
        end: { kind: 'failed', why: expect.stringMatching(/^the certificate of .* cannot be trusted: /) as string },
      },
    ]);
    expect(service.seen).toEqual([]);
  });
});

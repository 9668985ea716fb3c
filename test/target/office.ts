import { once } from 'node:events';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { WebSocket } from 'ws';
import { parseExposition } from '../../src/collect/exposition.ts';
import { instant } from '../../src/model/time.ts';
import {
  defaultCapacity,
  stageNames,
  type Capacity,
  type StageCapacity,
  type StageName,
} from '../../src/target/capacity.ts';
import { startTarget, type RunningTarget } from '../../src/target/start.ts';

// Workers are started from source here, and so need what loads them.
export const loader: readonly string[] = ['--import', import.meta.resolve('tsx')];
process.execArgv.push(...loader);

/** A service time that no test lives to see the end of: a slot that is taken stays taken. */
export const forEver = 3_600_000;

/** Room for everything, so that a test narrows only what it is about. */
export const capacityWith = (
  stages: Partial<Record<StageName, Partial<StageCapacity>>> = {},
  rest: Partial<Omit<Capacity, 'stages'>> = {},
): Capacity => {
  const quick: StageCapacity = { slots: 10, serviceMs: 1, queue: 1000 };
  return {
    ...defaultCapacity,
    workers: 1,
    metricsPage: quick,
    ...rest,
    stages: Object.fromEntries(stageNames.map((name) => [name, { ...quick, ...stages[name] }])) as Capacity['stages'],
  };
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

/** A person at a WebSocket. */
export interface Listener {
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  /** The next message; each is given once. */
  next(): Promise<unknown>;
}

/** A running target, and what people and its admin do with it. */
export interface Office extends RunningTarget {
  send(method: string, path: string, body?: unknown, token?: string): Promise<Answer>;
  logIn(user?: string, tenant?: string): Promise<string>;
  admin(method: string, path: string, body?: unknown): Promise<Answer>;
  /** One number of the metrics page. */
  metric(series: string, labels?: Readonly<Record<string, string>>): Promise<number | undefined>;
  /** Resolves once a reading is so, give or take a hundredth; asks again and again. */
  metricBecomes(series: string, wanted: number): Promise<void>;
  /** Rejects with the status of a refusal. */
  listen(path: string, token: string): Promise<Listener>;
  workers(): Promise<readonly { readonly id: number; readonly pid: number; readonly draining: boolean }[]>;
}

/** What whoever administers a target of a test must know. */
export const adminToken = 'the admin';
const open: Office[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((office) => office.close()));
});

/** Starts a target that ends with the test. */
export async function startOffice(capacity: Capacity): Promise<Office> {
  const office = await openOffice(capacity);
  open.push(office);
  return office;
}

/** One target for every test of a group: for what leaves no trace in it. */
export function sharedOffice(capacity: Capacity): () => Office {
  let office: Office | undefined;
  beforeAll(async () => {
    office = await openOffice(capacity);
  });
  afterAll(() => office?.close());
  return () => {
    if (office === undefined) throw new Error('the tests of the group have not begun');
    return office;
  };
}

const openOffice = async (capacity: Capacity): Promise<Office> =>
  officeAt(await startTarget({ host: '127.0.0.1', port: 0, capacity, adminToken }));

/** What is done with a target that runs. */
export function officeAt(target: RunningTarget): Office {
  const send: Office['send'] = async (method, path, body, token) => {
    const response = await fetch(`${target.url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return read(response);
  };
  const metric: Office['metric'] = async (series, labels = {}) => {
    const { text } = await send('GET', '/metrics');
    const found = parseExposition(text, instant(0)).find(
      (sample) => sample.series === series && Object.entries(labels).every(([name, is]) => sample.labels[name] === is),
    );
    return found?.kind === 'counter' || found?.kind === 'gauge' ? found.value : undefined;
  };
  const admin: Office['admin'] = (method, path, body) => send(method, `/admin${path}`, body, adminToken);
  return {
    ...target,
    send,
    metric,
    admin,
    logIn: async (user = 'someone', tenant = 'default') =>
      ((await send('POST', '/sessions', { user, tenant })).json as { token: string }).token,
    metricBecomes: async (series, wanted) => {
      while (Math.abs(((await metric(series)) ?? Infinity) - wanted) > 0.01);
    },
    listen: (path, token) => listen(`${target.url.replace('http', 'ws')}${path}`, token),
    workers: async () =>
      ((await admin('GET', '/workers')).json as { workers: Awaited<ReturnType<Office['workers']>> }).workers,
  };
}

async function read(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const text = await response.text();
  const isJson = headers.get('content-type')?.startsWith('application/json') === true;
  return { status, headers, text, json: isJson ? (JSON.parse(text) as unknown) : undefined };
}

async function listen(url: string, token: string): Promise<Listener> {
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } });
  const heard: unknown[] = [];
  const waiting: ((message: unknown) => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const message: unknown = JSON.parse(data.toString());
    const taker = waiting.shift();
    if (taker === undefined) heard.push(message);
    else taker(message);
  });
  const closed = new Promise<number>((resolve) => {
    socket.once('close', resolve);
  });
  await Promise.race([once(socket, 'open'), refusal(socket)]);
  const next = (): Promise<unknown> =>
    heard.length > 0
      ? Promise.resolve(heard.shift())
      : new Promise((resolve) => {
          waiting.push(resolve);
        });
  return { socket, closed, next };
}

async function refusal(socket: WebSocket): Promise<never> {
  const [, response] = (await once(socket, 'unexpected-response')) as [
    unknown,
    { statusCode: number; destroy(): void },
  ];
  response.destroy();
  throw new Error(String(response.statusCode));
}

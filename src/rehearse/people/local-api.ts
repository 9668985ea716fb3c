import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Incident } from '../../model/incident.ts';
import { severities } from '../../model/threshold.ts';
import { standingOf, type PersonStep, type StepMark } from '../../playbook/person-steps.ts';
import type { IncidentWord, PeopleSay, Reply, StepWord } from './people-desk.ts';

/** The interface of a run while it lasts. */
export interface LocalApi {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

/** What `GET /state` tells: the incidents of the run in the order of opening, and the steps that are shown, with how far they are. */
export interface LocalState {
  readonly incidents: readonly Pick<
    Incident,
    'id' | 'playbook' | 'phase' | 'severity' | 'cause' | 'onsetAt' | 'openedAt'
  >[];
  readonly steps: readonly (PersonStep & { readonly standing: ReturnType<typeof standingOf> })[];
}

/** An answer: a status and an object. */
interface Answer {
  readonly status: number;
  readonly body: object;
}

const error = (status: number, why: string): Answer => ({ status, body: { error: why } });

/** A word fits in far less. */
const mostBytes = 16 * 1024;

/** What a person says is short; a role is an id. */
const who = z.string().min(1).max(200).optional();
const bodies = {
  incident: z.strictObject({
    playbook: z.string().max(64),
    severity: z.enum(severities).optional(),
    cause: z.string().max(64).optional(),
    who,
  }),
  cause: z.strictObject({ cause: z.string().max(64), who }),
  severity: z.strictObject({ severity: z.enum(severities), who }),
  end: z.strictObject({ who }),
  mark: z.strictObject({ who }),
  skip: z.strictObject({ who, why: z.string().min(1).max(1000).optional() }),
};

/** The verbs with which a path says something of a step. */
export const stepVerbs = { acknowledge: 'acknowledged', done: 'done', skip: 'skipped' } as const;
const verbs: Readonly<Record<string, StepMark>> = stepVerbs;

/**
 * Listens on this machine alone, at a free port, for whoever has the token: what people see of a run, and what they say. Every answer is JSON; one that
 * refuses says why in `error`.
 */
export async function listenForPeople(people: PeopleSay, token: string): Promise<LocalApi> {
  const server = createServer((request, response) => {
    void answer(request, people, token, hostsOf(server)).then(
      (told) => {
        send(response, told);
      },
      () => {
        send(response, error(500, 'this could not be answered'));
      },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** A page of another site reaches this port under a name of its own: only these are ours. */
const hostsOf = (server: Server): readonly string[] =>
  ['127.0.0.1', 'localhost'].map((name) => `${name}:${portOf(server)}`);

function send(response: ServerResponse, { status, body }: Answer): void {
  const text = `${JSON.stringify(body)}\n`;
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      // What was left unread of a body must not be taken for the next request.
      ...(status === 413 ? { connection: 'close' } : {}),
    })
    .end(text);
}

async function answer(
  request: IncomingMessage,
  people: PeopleSay,
  token: string,
  hosts: readonly string[],
): Promise<Answer> {
  const { host, authorization = '' } = request.headers;
  if (host === undefined || !hosts.includes(host)) return error(403, `expected the host ${hosts.join(' or ')}`);
  if (!isSame(authorization, `Bearer ${token}`))
    return error(401, 'expected "authorization: Bearer <token>" with the token of this run');
  const path = pathOf(request.url ?? '');
  if (path === null) return error(400, 'the path cannot be read');
  if (request.method === 'GET') return path.join('/') === 'state' ? stateOf(people) : nothingHere(path);
  if (request.method !== 'POST') return error(405, 'expected GET or POST');
  const body = await bodyOf(request);
  return 'status' in body ? body : say(path, body.value, people);
}

/** In as long a time whatever the difference. */
const isSame = (given: string, wanted: string): boolean => {
  const [one, other] = [given, wanted].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
};

function pathOf(url: string): readonly string[] | null {
  try {
    const [path = ''] = url.split('?');
    return path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    return null;
  }
}

const nothingHere = (path: readonly string[]): Answer =>
  error(
    404,
    `there is nothing at /${path.join('/')}; there are GET /state, POST /incidents, POST /incidents/<id>/cause|severity|end and POST /incidents/<id>/steps/<step>/acknowledge|done|skip`,
  );

function stateOf({ incidents, steps }: PeopleSay): Answer {
  const state: LocalState = {
    incidents: incidents.map(({ id, playbook, phase, severity, cause, onsetAt, openedAt }) => ({
      ...{ id, playbook, phase, severity, cause, onsetAt, openedAt },
    })),
    steps: steps.map((step) => ({ ...step, standing: standingOf(step) })),
  };
  return { status: 200, body: state };
}

/** The body as JSON; an empty one is an empty object. */
async function bodyOf(request: IncomingMessage): Promise<Answer | { readonly value: unknown }> {
  const text = await textOf(request);
  if (text === null) return error(413, `a body holds at most ${mostBytes} bytes`);
  if (text.trim() === '') return { value: {} };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return error(400, 'the body is not JSON');
  }
}

/** Null when it is too long: the rest is left unread, so that the answer can still be sent. */
async function textOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length <= mostBytes) return;
      request.pause();
      resolve(null);
    });
    request.once('end', () => {
      resolve(Buffer.concat(chunks).toString('utf8'));
    });
    request.once('error', reject);
  });
}

async function say(path: readonly string[], body: unknown, people: PeopleSay): Promise<Answer> {
  try {
    const word = path[0] === 'incidents' ? wordOf(path.slice(1), body) : null;
    if (word === null) return nothingHere(path);
    return answerOf('mark' in word ? people.mark(word) : await people.declare(word));
  } catch (failure) {
    if (!(failure instanceof z.ZodError)) throw failure;
    const told = failure.issues.map(({ path: at, message }) =>
      at.length === 0 ? message : `${at.join('.')}: ${message}`,
    );
    return error(400, told.join('; '));
  }
}

/** What is said, by the path below `/incidents` and the body; null where there is nothing to say.
 * @throws z.ZodError when the body does not fit.
 */
function wordOf([incident, what, ...more]: readonly string[], body: unknown): IncidentWord | StepWord | null {
  if (incident === undefined) {
    const { who: by = null, playbook, severity = null, cause = null } = bodies.incident.parse(body);
    return { who: by, declaration: { declares: 'incident', playbook, severity, cause } };
  }
  if (what === 'steps') return stepWordOf(incident, more, body);
  if (more.length > 0) return null;
  switch (what) {
    case 'cause': {
      const { who: by = null, cause } = bodies.cause.parse(body);
      return { who: by, declaration: { declares: 'cause', incident, cause } };
    }
    case 'severity': {
      const { who: by = null, severity } = bodies.severity.parse(body);
      return { who: by, declaration: { declares: 'severity', incident, severity } };
    }
    case 'end':
      return { who: bodies.end.parse(body).who ?? null, declaration: { declares: 'end', incident } };
    default:
      return null;
  }
}

function stepWordOf(incident: string, [step, verb, ...more]: readonly string[], body: unknown): StepWord | null {
  const mark = verb !== undefined && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (step === undefined || mark === undefined || more.length > 0) return null;
  const { who: by = null, why = null } =
    mark === 'skipped' ? bodies.skip.parse(body) : { why: null, ...bodies.mark.parse(body) };
  return { incident, step, mark, who: by, why };
}

function answerOf(reply: Reply): Answer {
  switch (reply.reply) {
    case 'taken':
      return { status: 200, body: { taken: true } };
    case 'unknown':
      return error(404, reply.why);
    case 'refused':
      return error(409, reply.why);
  }
}

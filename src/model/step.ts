import { z } from 'zod';
import { headersSchema } from './header.ts';
import { durationSchema, parseDuration } from './quantity.ts';
import type { DurationMs } from './time.ts';

/** What a step sends: JSON, plain text, or nothing. Texts in it are templates. */
export type Payload = { readonly kind: 'json'; readonly json: Json } | { readonly kind: 'text'; readonly text: string };
export type Json = z.output<typeof jsonSchema>;

export const requestMethods = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type RequestMethod = (typeof requestMethods)[number];

/** One HTTP request. `expect` lists the statuses that count as success; empty means any 2xx. */
export interface RequestStep {
  readonly kind: 'request';
  readonly method: RequestMethod;
  readonly path: string;
  readonly name: string;
  readonly payload: Payload | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly expect: readonly number[];
  /** Variable name → path into the JSON answer, such as `$.token` or `$.rooms[0].id`. */
  readonly capture: Readonly<Record<string, string>>;
  readonly timeout: DurationMs;
}

/** A WebSocket held open while its own steps run; or while a heartbeat goes out so often for so long. */
export interface WebsocketStep {
  readonly kind: 'websocket';
  readonly path: string;
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly heartbeat: { readonly every: DurationMs; readonly lasting: DurationMs; readonly payload: Payload } | null;
}

/**
 * Waits for a message that contains `match`: on the open WebSocket, or where `poll` says how one asks for it, in the answers to that. Its delay
 * counts from the start of the last request before it.
 */
export interface ReceiveStep {
  readonly kind: 'receive';
  readonly match: string;
  readonly name: string;
  readonly within: DurationMs;
  readonly poll: Poll | null;
}

/** A request that is made again and again until an answer holds the message; the service may hold each answer back until there is something to tell. */
export interface Poll {
  readonly request: RequestStep;
  /** From the start of one request to the start of the next, at least. */
  readonly every: DurationMs;
}

/** Sends a message on the open WebSocket. */
export interface SendStep {
  readonly kind: 'send';
  readonly payload: Payload;
}

/** A pause, evenly between its bounds. */
export interface ThinkStep {
  readonly kind: 'think';
  readonly least: DurationMs;
  readonly most: DurationMs;
}

/** Steps that the target profile defines under a name. */
export interface FragmentStep {
  readonly kind: 'fragment';
  readonly fragment: string;
}

export type Step = RequestStep | WebsocketStep | ReceiveStep | SendStep | ThinkStep | FragmentStep;

const defaultTimeout = parseDuration('30s') ?? (0 as DurationMs);
/** No timer can be set beyond 24 days: it would go off at once. */
const longestTimeout = parseDuration('1h') ?? (0 as DurationMs);
/** Again and again without a pause would be no person's doing, and nothing else of the engine would get its turn. */
const leastPause = parseDuration('10ms') ?? (0 as DurationMs);
const pause = durationSchema.refine((every) => every >= leastPause, 'expected at least 10ms from one to the next');
/** Too short to be felt in a delay, and long enough that a service which answers at once is not asked without a pause. */
const shortestBeat = parseDuration('100ms') ?? (0 as DurationMs);
const jsonSchema = z.json();
const text = z.string().min(1);
const stepName = z.string().min(1).max(64);
const headers = headersSchema.default({});
/** No answer has another: a request that expects one would never be as expected. */
const status = z.int().min(100).max(599);

/** YAML: one HTTP request. */
export const requestStepSchema = z
  .strictObject({
    ...{
      get: text.optional(),
      post: text.optional(),
      put: text.optional(),
      patch: text.optional(),
      delete: text.optional(),
    },
    json: jsonSchema.optional(),
    text: z.string().optional(),
    headers,
    name: stepName.optional(),
    expect: z.strictObject({ status: z.union([status, z.array(status).min(1)]) }).optional(),
    capture: z.record(z.string(), z.string()).default({}),
    timeout: durationSchema
      .refine((time) => time > 0 && time <= longestTimeout, 'expected a length of time up to 1h')
      .default(defaultTimeout),
  })
  .transform((written, context): RequestStep => {
    const verbs = requestMethods.filter((verb) => written[verb] !== undefined);
    const [method] = verbs;
    const path = method === undefined ? undefined : written[method];
    if (method === undefined || path === undefined || verbs.length > 1) {
      context.addIssue({ code: 'custom', message: `expected one of ${requestMethods.join(', ')}` });
      return z.NEVER;
    }
    return {
      kind: 'request',
      method,
      path,
      name: written.name ?? `${method.toUpperCase()} ${path}`,
      payload: payloadOf(written),
      headers: written.headers,
      expect: written.expect === undefined ? [] : [written.expect.status].flat(),
      capture: written.capture,
      timeout: written.timeout,
    };
  });

function payloadOf(written: { json?: Json | undefined; text?: string | undefined }): Payload | null {
  if (written.json !== undefined) return { kind: 'json', json: written.json };
  return written.text === undefined ? null : { kind: 'text', text: written.text };
}

/** A written message is text as it stands, anything else JSON. */
const messageOf = (written: Json): Payload =>
  typeof written === 'string' ? { kind: 'text', text: written } : { kind: 'json', json: written };

const receiveStepSchema = z
  .strictObject({
    receive: z.strictObject({
      match: text,
      name: stepName,
      within: durationSchema,
      poll: requestStepSchema
        .optional()
        .describe(
          'a request as in a step, made again and again until an answer contains the match; else on the WebSocket',
        ),
      every: pause.optional().describe('from one poll to the next at least; 100ms if left out'),
    }),
  })
  .transform(({ receive }, context): ReceiveStep => {
    const { poll, every, ...message } = receive;
    if (poll === undefined && every !== undefined) {
      context.addIssue({
        code: 'custom',
        message: 'nothing is polled here; expected "poll" beside "every"',
        path: ['receive', 'every'],
      });
      return z.NEVER;
    }
    return {
      kind: 'receive',
      ...message,
      poll: poll === undefined ? null : { request: poll, every: every ?? shortestBeat },
    };
  });

const sendStepSchema = z
  .strictObject({ send: jsonSchema })
  .transform(({ send }): SendStep => ({ kind: 'send', payload: messageOf(send) }));

const thinkStepSchema = z
  .strictObject({
    think: z
      .string('expected a pause such as 2s or 2s..8s')
      .regex(/^\d+(\.\d+)?(ms|s|m)(\.\.\d+(\.\d+)?(ms|s|m))?$/, 'expected a pause such as 2s or 2s..8s'),
  })
  .transform(({ think }, context): ThinkStep => {
    const [least, most] = think.split('..').map(parseDuration);
    if (least !== undefined && least !== null && (most === undefined || (most !== null && most >= least))) {
      return { kind: 'think', least, most: most ?? least };
    }
    context.addIssue({ code: 'custom', message: 'the longest pause is shorter than the shortest', path: ['think'] });
    return z.NEVER;
  });

const websocketStepSchema = z
  .strictObject({
    websocket: text,
    name: stepName.optional(),
    headers,
    get steps() {
      return z.array(stepSchema).min(1).optional();
    },
    every: pause.optional(),
    for: durationSchema.optional(),
    send: jsonSchema.default({ type: 'heartbeat' }),
  })
  .transform((written, context): WebsocketStep => {
    const lasting = written.for;
    const every = written.every;
    const beats = every !== undefined && lasting !== undefined;
    if (beats === (written.steps !== undefined) || (!beats && (every ?? lasting) !== undefined)) {
      context.addIssue({
        code: 'custom',
        message: 'expected either "steps", or "every" and "for"',
        path: ['websocket'],
      });
      return z.NEVER;
    }
    return {
      kind: 'websocket',
      path: written.websocket,
      name: written.name ?? `WS ${written.websocket}`,
      headers: written.headers,
      steps: written.steps ?? [],
      heartbeat: beats ? { every, lasting, payload: messageOf(written.send) } : null,
    };
  });

/** The words that begin a step; a fragment cannot be called by one of them. */
export const stepWords = [...requestMethods, 'websocket', 'receive', 'send', 'think'] as const;

const stepExpected = `expected a step (${stepWords.join(', ')}), or a fragment such as "login: {}"`;

const fragmentName = z.string().refine((name) => !stepWords.some((word) => word === name), 'not a fragment');

/** `login: {}`: a single key that names a fragment of the target profile. */
const fragmentStepSchema = z
  .record(fragmentName, z.strictObject({}, stepExpected))
  .refine((written) => Object.keys(written).length === 1, 'expected one step')
  .transform((written): FragmentStep => ({ kind: 'fragment', fragment: Object.keys(written)[0] ?? '' }));

/** YAML: one step of a journey. */
export const stepSchema: z.ZodType<Step> = z.lazy(() =>
  z.union(
    [requestStepSchema, websocketStepSchema, receiveStepSchema, sendStepSchema, thinkStepSchema, fragmentStepSchema],
    stepExpected,
  ),
);

import type { RequestMethod, RequestStep } from '../../model/step.ts';
import type { DurationMs } from '../../model/time.ts';
import type { ArrivalValues } from '../../scenario/arrival-values.ts';
import { captureAll, readyCaptures } from '../../scenario/capture.ts';
import { isExpectedStatus } from '../../scenario/expected-status.ts';
import { fillHeaders, headerTemplates, type HeaderTemplates } from '../../scenario/headers.ts';
import { readyPayload } from '../../scenario/payload.ts';
import { compile, fill, type Values } from '../../scenario/template.ts';

/** A request as it goes out. Header names are in lower case; `path` is that of the request line. */
export interface HttpRequest {
  readonly method: Uppercase<RequestMethod>;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly timeout: DurationMs;
}

/** What all requests of a plan share. A common header goes with every request from the moment all its variables are known. */
export interface Surroundings {
  readonly url: string;
  readonly headers: HeaderTemplates;
}

/** A request step made ready once for all who take it. */
export interface ReadyRequest {
  readonly name: string;
  /** @throws Error when a variable has no value, or what was filled in cannot stand where it should. */
  readonly fill: (values: Values) => HttpRequest;
  readonly isExpected: (status: number) => boolean;
  /** Sets the variables that an answer's body gives; false when one that is wanted is not in it. */
  readonly capture: (body: string, values: ArrivalValues) => boolean;
}

export function readyRequest(step: RequestStep, around: Surroundings): ReadyRequest {
  const url = compile(around.url + step.path);
  const own = headerTemplates(step.headers);
  const body = step.payload === null ? null : readyPayload(step.payload);
  const captures = readyCaptures(step.capture);
  const fallbacks = fallbackHeaders(step);
  const method = step.method.toUpperCase() as Uppercase<RequestMethod>;
  return {
    name: step.name,
    fill: (values) => ({
      method,
      path: pathOf(fill(url, values)),
      headers: safeHeaders({ ...fallbacks, ...fillHeaders(around.headers, own, values) }),
      body: body?.(values) ?? null,
      timeout: step.timeout,
    }),
    isExpected: (status) => isExpectedStatus(status, step.expect),
    capture: (text, values) => captureAll(text, captures, values) === null,
  };
}

/** What goes with a request unless its headers say otherwise. autocannon tells the length of a body, but not that there is none. */
function fallbackHeaders({ payload, method }: RequestStep): Readonly<Record<string, string>> {
  if (payload?.kind === 'json') return { 'content-type': 'application/json' };
  return payload === null && ['post', 'put', 'patch'].includes(method) ? { 'content-length': '0' } : {};
}

/** autocannon writes headers as they are: a line break in a captured value would begin a header, or a request, of its own. */
function safeHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(headers)) {
    if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value))
      throw new Error(`the header ${name} would hold a control character`);
  }
  return headers;
}

/** Escapes what may not stand in a request line. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

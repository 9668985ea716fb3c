import type { Payload, RequestMethod, RequestStep } from '../../model/step.ts';
import type { DurationMs } from '../../model/time.ts';
import { capture, parseCapturePath } from '../../scenario/capture.ts';
import { compile, compileJson, fill, fillJson, known, type Template, type Values } from '../../scenario/template.ts';

/** A request as it goes out. Header names are in lower case; `path` is that of the request line. */
export interface HttpRequest {
  readonly method: Uppercase<RequestMethod>;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly timeout: DurationMs;
}

/** Headers, their values as templates. */
export type HeaderTemplates = readonly (readonly [name: string, value: Template])[];

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
  /** The variables that an answer's body gives; null when one that is wanted is not in it. */
  readonly capture: (body: string) => ReadonlyMap<string, string> | null;
}

export function readyRequest(step: RequestStep, around: Surroundings): ReadyRequest {
  const url = compile(around.url + step.path);
  const own = headerTemplates(step.headers);
  const body = step.payload === null ? null : readyPayload(step.payload);
  const captures = Object.entries(step.capture).map(([name, path]) => [name, parseCapturePath(path) ?? []] as const);
  const fallbacks = fallbackHeaders(step);
  const method = step.method.toUpperCase() as Uppercase<RequestMethod>;
  return {
    name: step.name,
    fill: (values) => ({
      method,
      path: pathOf(fill(url, values)),
      headers: { ...fallbacks, ...headersFor(around.headers, own, values) },
      body: body?.(values) ?? null,
      timeout: step.timeout,
    }),
    isExpected: (status) => (step.expect.length === 0 ? status >= 200 && status < 300 : step.expect.includes(status)),
    capture: (text) => captured(text, captures),
  };
}

export const headerTemplates = (headers: Readonly<Record<string, string>>): HeaderTemplates =>
  Object.entries(headers).map(([name, value]) => [name.toLowerCase(), compile(value)]);

/** What goes with a request unless its headers say otherwise. autocannon tells the length of a body, but not that there is none. */
function fallbackHeaders({ payload, method }: RequestStep): Readonly<Record<string, string>> {
  if (payload?.kind === 'json') return { 'content-type': 'application/json' };
  return payload === null && ['post', 'put', 'patch'].includes(method) ? { 'content-length': '0' } : {};
}

/** Those of the plan that can be filled, and the step's own over them. */
function headersFor(common: HeaderTemplates, own: HeaderTemplates, values: Values): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of common) if (known(value, values)) headers[name] = headerValue(name, fill(value, values));
  for (const [name, value] of own) headers[name] = headerValue(name, fill(value, values));
  return headers;
}

/** autocannon writes headers as they are: a line break in a captured value would begin a header, or a request, of its own. */
function headerValue(name: string, value: string): string {
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value))
    throw new Error(`the header ${name} would hold a control character`);
  return value;
}

/** Escapes what may not stand in a request line. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function readyPayload(payload: Payload): (values: Values) => string {
  if (payload.kind === 'json') {
    const template = compileJson(payload.json);
    return (values) => fillJson(template, values);
  }
  const template = compile(payload.text);
  return (values) => fill(template, values);
}

function captured(
  body: string,
  captures: readonly (readonly [string, readonly (string | number)[]])[],
): ReadonlyMap<string, string> | null {
  const values = new Map<string, string>();
  if (captures.length === 0) return values;
  const json = parsed(body);
  for (const [name, path] of captures) {
    const value = capture(json, path);
    if (value === null) return null;
    values.set(name, value);
  }
  return values;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

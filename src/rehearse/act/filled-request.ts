import type { Json } from '../../model/json.ts';
import type { RequestStep } from '../../model/step.ts';
import { compile } from '../../scenario/template.ts';

/** What the variables of an action stand for: what the step gives it, what was captured of its answer, and `secret.<name>`. */
export type ActionValues = ReadonlyMap<string, Json>;

/** A request with nothing left to fill in. */
export interface FilledRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/**
 * Fills a request's variables in. In its JSON a text that is one variable alone becomes that value as it is, a number a number; in a path each is escaped.
 * The path is put behind the base, and stays on its host; without a base it is an address of its own.
 * @throws Error that names a variable without a value, or says why the path leads elsewhere.
 */
export function filledRequest(request: RequestStep, base: string | null, values: ActionValues): FilledRequest {
  const { method, path, payload } = request;
  if (base !== null && !path.startsWith('/')) throw new Error(`a path begins with "/"; "${path}" could lead elsewhere`);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, text]) => [name, fillText(text, values, String)]),
  );
  const typed = payload?.kind === 'json' ? { 'content-type': 'application/json' } : {};
  return {
    method: method.toUpperCase(),
    url: new URL(`${base ?? ''}${fillText(path, values, escaped)}`).href,
    headers: { ...typed, ...headers },
    body:
      payload === null
        ? null
        : payload.kind === 'text'
          ? fillText(payload.text, values, String)
          : JSON.stringify(fillJson(payload.json, values)),
  };
}

/** A value keeps to its place in a path: two dots would lead out of it, and no escape keeps them from that. */
function escaped(value: string): string {
  if (value === '.' || value === '..') throw new Error(`"${value}" is nothing to put into a path`);
  return encodeURIComponent(value);
}

function fillJson(json: Json, values: ActionValues): Json {
  if (typeof json === 'string') {
    const { fixed, names } = compile(json);
    const [alone] = names;
    return alone !== undefined && names.length === 1 && fixed.every((text) => text === '')
      ? valueOf(alone, values)
      : fillText(json, values, String);
  }
  if (Array.isArray(json)) return (json as readonly Json[]).map((one) => fillJson(one, values));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, fillJson(value, values)]));
}

function fillText(text: string, values: ActionValues, write: (value: string) => string): string {
  const { fixed, names } = compile(text);
  return names.reduce((filled, name, place) => {
    const value = valueOf(name, values);
    return filled + write(typeof value === 'string' ? value : JSON.stringify(value)) + (fixed[place + 1] ?? '');
  }, fixed[0] ?? '');
}

function valueOf(name: string, values: ActionValues): Json {
  const value = values.get(name);
  if (value === undefined) throw new Error(`the action was given no "${name}"`);
  return value;
}

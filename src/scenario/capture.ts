/** The steps of a path into a JSON value: keys of objects and places in lists. */
export type CapturePath = readonly (string | number)[];

/** Reads `$`, `$.token` or `$.rooms[0].id`; null for anything else. */
export function parseCapturePath(text: string): CapturePath | null {
  if (!/^\$(?:\.[A-Za-z_][A-Za-z0-9_-]*|\[\d+\])*$/.test(text)) return null;
  return (text.match(/\.[A-Za-z_][A-Za-z0-9_-]*|\[\d+\]/g) ?? []).map((step) =>
    step.startsWith('.') ? step.slice(1) : Number(step.slice(1, -1)),
  );
}

/** What stands at a path, as text; null when nothing does, or something that is no single value. */
export function capture(json: unknown, path: CapturePath): string | null {
  let value = json;
  for (let place = 0; place < path.length; place += 1) value = inside(value, path[place] ?? 0);
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

const { hasOwn } = Object;
const { isArray } = Array;

/** One step further into a JSON value; undefined when nothing stands there. */
function inside(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null || !hasOwn(value, step)) return undefined;
  // A list has a length of its own, but it stands nowhere in the JSON.
  if (isArray(value) !== (typeof step === 'number')) return undefined;
  return (value as Record<string | number, unknown>)[step];
}

/** A variable, and where in a JSON answer it stands. */
interface Capture {
  readonly variable: string;
  readonly path: CapturePath;
}

export type Captures = readonly Capture[];

/** Of a checked plan: every path can be read. */
export const readyCaptures = (written: Readonly<Record<string, string>>): Captures =>
  Object.entries(written).map(([variable, path]) => ({ variable, path: parseCapturePath(path) ?? [] }));

/** Sets each variable to what an answer's body has for it; gives the first that it has nothing for, null when there is none such. */
export function captureAll(
  body: string,
  captures: Captures,
  values: { set(variable: string, value: string): unknown },
): string | null {
  if (captures.length === 0) return null;
  const json = parsed(body);
  const lacking = captures.find(({ variable, path }) => {
    const value = capture(json, path);
    if (value !== null) values.set(variable, value);
    return value === null;
  });
  return lacking?.variable ?? null;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

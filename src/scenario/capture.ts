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
  let value: unknown = json;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return null;
    // A list has a length of its own, but it stands nowhere in the JSON.
    if (Array.isArray(value) !== (typeof step === 'number')) return null;
    value = (value as Record<string | number, unknown>)[step];
  }
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** Variables, and where in a JSON answer each stands. */
export type Captures = readonly (readonly [variable: string, path: CapturePath])[];

/** Of a checked plan: every path can be read. */
export const readyCaptures = (written: Readonly<Record<string, string>>): Captures =>
  Object.entries(written).map(([variable, path]) => [variable, parseCapturePath(path) ?? []]);

/** What an answer's body gives for each variable; the first that it has nothing for, when it lacks one. */
export function captureAll(body: string, captures: Captures): ReadonlyMap<string, string> | { readonly lacks: string } {
  const values = new Map<string, string>();
  const json = captures.length === 0 ? null : parsed(body);
  for (const [variable, path] of captures) {
    const value = capture(json, path);
    if (value === null) return { lacks: variable };
    values.set(variable, value);
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

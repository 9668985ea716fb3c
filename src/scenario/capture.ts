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
    value = (value as Record<string | number, unknown>)[step];
  }
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

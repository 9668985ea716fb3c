import type { Labels } from '../model/sample.ts';

/** Labels while they are read. */
export type OpenLabels = Record<string, string>;

/** Sets a label of any name: plain assignment would lose one that is named `__proto__`. */
export function setLabel(labels: OpenLabels, name: string, value: string): void {
  if (name !== '__proto__') labels[name] = value;
  else Object.defineProperty(labels, name, { value, enumerable: true, configurable: true, writable: true });
}

/** Labels as one text, whatever the order in which they were written; different labels never give the same text. */
export function labelKey(labels: Labels): string {
  const names = Object.keys(labels);
  if (names.length > 1) names.sort();
  // Joined, a key is one string; pieced together it would be held as all its pieces.
  return names
    .map((name) => {
      const value = labels[name] ?? '';
      return `${name.length}:${value.length}:${name}${value}`;
    })
    .join('');
}

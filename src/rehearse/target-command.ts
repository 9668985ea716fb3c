/** How `surgebook` itself is called: program, then arguments. */
export type Self = readonly [string, ...string[]];

/** A profile's command as program and arguments: it is split at spaces, no shell reads it. `surgebook` as its first word is this program. */
export function commandOf(written: string, self: Self): Self {
  const [first = '', ...rest] = written.split(/\s+/).filter((word) => word !== '');
  return first === 'surgebook' ? [...self, ...rest] : [first, ...rest];
}

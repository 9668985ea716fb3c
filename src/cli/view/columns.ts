import stringWidth from 'string-width';

/** Rows as lines, each column as wide as its widest cell. Characters of East Asia take two places on a terminal, and are counted so. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows.reduce<readonly number[]>(
    (widest, row) => row.map((cell, place) => Math.max(widest[place] ?? 0, stringWidth(cell))),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, place) => cell + ' '.repeat((widths[place] ?? 0) - stringWidth(cell)))
      .join('  ')
      .trimEnd(),
  );
}

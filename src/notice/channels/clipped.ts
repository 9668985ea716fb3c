const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * The longest beginning of a text that takes so many UTF-16 code units at most, with an ellipsis where something was left out. Nothing is cut inside a
 * grapheme; where not even the first one has room the ellipsis is all. Only as much is read as can be kept: a text from outside may be megabytes long.
 */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  // A grapheme that ends where the piece that is read ends may go on after it: so one more code unit is read than could be kept.
  const read = text.slice(0, most + 1);
  let end = 0;
  for (const { index, segment } of segmenter.segment(read)) {
    if (index + segment.length > most - 1) break;
    end = index + segment.length;
  }
  return `${read.slice(0, end).trimEnd()}…`;
}

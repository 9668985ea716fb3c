const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** A grapheme of more code units than this was not written to be read. */
const longestGrapheme = 32;

/**
 * The beginning of a text, of so many graphemes at most, with an ellipsis where something was left out. Nothing is cut inside a grapheme: half an emoji,
 * or a letter without its accent, is another one.
 */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  let count = 0;
  // Only what can be kept is looked at: a text from outside may be megabytes long.
  for (const { segment } of segmenter.segment(text.slice(0, (most + 1) * longestGrapheme))) {
    if (count === most - 1 && kept.length + segment.length < text.length) return `${kept}…`;
    if (segment.length > longestGrapheme) return `${kept}…`;
    kept += segment;
    count += 1;
  }
  return kept.length < text.length ? `${kept}…` : kept;
}

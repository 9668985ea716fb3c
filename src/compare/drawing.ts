import type { Curve } from './comparison.ts';
import { escapeMarkup } from '../notice/escape-markup.ts';

/** Two curves in one drawing, and what its axes say. */
export interface Drawing {
  readonly a: Curve;
  readonly b: Curve;
  /** What a reader who does not see it is told; no markup. */
  readonly said: string;
  /** The highest value that is drawn, as text. */
  readonly most: (value: number) => string;
  /** The length of both, as text. */
  readonly length: string;
}

const width = 480;
const height = 160;
const margin = { left: 4, right: 4, top: 18, bottom: 18 };

/** A drawing of two curves from zero to their highest value, as SVG. The second is dashed too: colour alone tells nothing on paper, or to some. */
export function drawingOf({ a, b, said, most, length }: Drawing): string {
  const highest = Math.max(...[...a, ...b].map((value) => value ?? 0));
  const top = highest > 0 ? highest : 1;
  const bottom = height - margin.bottom;
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeMarkup(said)}">
<line class="axis" x1="${margin.left}" y1="${bottom}" x2="${width - margin.right}" y2="${bottom}"/>
<line class="axis faint" x1="${margin.left}" y1="${margin.top}" x2="${width - margin.right}" y2="${margin.top}"/>
<text x="${margin.left}" y="${margin.top - 5}">${escapeMarkup(most(top))}</text>
<text x="${margin.left}" y="${height - 4}">0</text>
<text x="${width - margin.right}" y="${height - 4}" text-anchor="end">${escapeMarkup(length)}</text>
<path class="a" d="${pathOf(a, top)}"/>
<path class="b" d="${pathOf(b, top)}"/>
</svg>`;
}

/** A line through the values; it breaks where there is none. A value alone between two gaps is a dot. */
function pathOf(curve: Curve, top: number): string {
  const step = (width - margin.left - margin.right) / Math.max(1, curve.length - 1);
  const room = height - margin.top - margin.bottom;
  let drawing = false;
  const parts: string[] = [];
  curve.forEach((value, second) => {
    if (value === null) {
      drawing = false;
      return;
    }
    const at = `${(margin.left + second * step).toFixed(1)} ${(margin.top + room * (1 - value / top)).toFixed(1)}`;
    parts.push(drawing ? `L${at}` : `M${at}h0`);
    drawing = true;
  });
  return parts.join('');
}

import { mostValues } from '../model/unit-test.ts';

/** A text that is not in the notation of series; `place` counts characters from 0. */
export class SeriesNotationError extends Error {
  override readonly name = 'SeriesNotationError';
  readonly place: number;

  constructor(message: string, place: number) {
    super(message);
    this.place = place;
  }
}

const number = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
const itemPattern = new RegExp(
  String.raw`^(?:(_|stale)|(${number}))(?:([+-](?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)?x(\d+))?$`,
  'i',
);

/**
 * Reads a series as promtool's unit tests write it, one item after the other: `3` one value, `0.2x9` that value and nine more, `1+2x3` is 1 3 5 7,
 * `10-1x2` is 10 9 8, `_` or `stale` is nothing measured, `_x4` four times nothing. `null` stands for nothing measured.
 * @throws SeriesNotationError
 */
export function parseSeries(text: string): readonly (number | null)[] {
  const values: (number | null)[] = [];
  for (const { 0: item, index } of text.matchAll(/\S+/g)) {
    const read = itemPattern.exec(item);
    if (read === null) {
      throw new SeriesNotationError(
        `"${item}" is no part of a series; expected one such as 3, 0.2x9, 1+2x3, _ or _x4`,
        index,
      );
    }
    const [, gap, first = '', step = '0', times] = read;
    const repeats = Number(times ?? 0);
    if (values.length + repeats >= mostValues) {
      throw new SeriesNotationError(`a series has at most ${mostValues} values`, index);
    }
    if (gap !== undefined) for (let left = Math.max(1, repeats); left > 0; left -= 1) values.push(null);
    else for (let nth = 0; nth <= repeats; nth += 1) values.push(Number(first) + nth * Number(step));
  }
  return values;
}

import { capture, readyCaptures } from '../../../scenario/capture.ts';
import type { Known } from './known.ts';
import type { Values } from './person.ts';

/** Takes what is to be captured from an answer's body; gives the first variable that it has nothing for, null when there is none such. */
export type Take = (body: unknown, values: Values) => string | null;

/** Makes a step's captures ready; null when it has none, and its answers' bodies need not be looked at: k6 makes a body's text anew at every look. */
export function readyTake(written: Readonly<Record<string, string>>, known: Known): Take | null {
  const captures = readyCaptures(written).map(({ variable, path }) => ({
    variable,
    path,
    place: known.placeOf(variable),
  }));
  if (captures.length === 0) return null;
  return (body, values) => {
    const json = parsed(body);
    for (let nth = 0; nth < captures.length; nth += 1) {
      const wanted = captures[nth];
      if (wanted === undefined) continue;
      const value = capture(json, wanted.path);
      if (value === null) return wanted.variable;
      values[wanted.place] = value;
    }
    return null;
  };
}

function parsed(body: unknown): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : '');
  } catch {
    return null;
  }
}

import type { Place } from '../model/problem.ts';

/** GitHub's workflow command that marks a place, or the whole run where there is none; its own separators in a text are escaped. */
export function annotationOf(level: 'error' | 'warning', message: string, place: Place | null = null): string {
  const property = (text: string): string => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
  const at =
    place === null
      ? ''
      : ` file=${property(place.file)},line=${place.line},col=${place.column},endColumn=${place.column + place.width}`;
  return `::${level}${at}::${data(message)}`;
}

const data = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');

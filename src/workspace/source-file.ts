import type { Place, Problem } from '../model/problem.ts';

/** A text file as it stands, from which problems quote. */
export interface SourceFile {
  /** As it is shown to people: relative to where they are. */
  readonly file: string;
  readonly text: string;
}

/** A stretch of a file, in characters from its start. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A problem at a stretch of a file, with the line quoted. */
export function problemAt(source: SourceFile, message: string, { start, end }: Stretch): Problem {
  const before = source.text.slice(0, start);
  const line = before.split('\n').length;
  const column = start - (before.lastIndexOf('\n') + 1) + 1;
  return problemAtLine(source, message, { line, column, width: Math.max(1, end - start) });
}

/** A problem at a line and column of a file, which count from 1. */
export function problemAtLine(source: SourceFile, message: string, place: Omit<Place, 'file'>): Problem {
  const excerpt = (source.text.split('\n')[place.line - 1] ?? '').replace(/\r$/, '');
  const room = Math.max(1, excerpt.length - place.column + 1);
  return {
    message,
    place: { file: source.file, ...place, width: Math.min(place.width, room) },
    excerpt: excerpt.length > mostQuoted ? null : excerpt,
  };
}

/** A longer line is not quoted: nobody reads it, and a terminal breaks it. */
const mostQuoted = 200;

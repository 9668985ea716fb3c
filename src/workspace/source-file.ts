import type { Place, Problem } from '../model/problem.ts';

/** A text file as it stands, from which problems quote. */
export interface SourceFile {
  /** As it is shown to people: relative to where they are. */
  readonly file: string;
  readonly text: string;
}

/** A stretch of a file, as programs count: UTF-16 units from its start. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A place in a file, as programs count: the line and the UTF-16 unit in it, both from 1. */
export type UnitPlace = Omit<Place, 'file'>;

/** A problem at a stretch of a file, with the line quoted. */
export function problemAt(source: SourceFile, message: string, { start, end }: Stretch): Problem {
  const starts = lineStarts(source);
  const line = starts.findLastIndex((lineStart) => lineStart <= start) + 1;
  const column = start - (starts[line - 1] ?? 0) + 1;
  return problemAtLine(source, message, { line, column, width: Math.max(1, end - start) });
}

/** A problem at a line of a file. People count characters: what takes two units, such as an emoji, is one column. */
export function problemAtLine(source: SourceFile, message: string, { line, column, width }: UnitPlace): Problem {
  const excerpt = lineOf(source, line);
  const before = Array.from(excerpt.slice(0, column - 1)).length;
  const wrong = Array.from(excerpt.slice(column - 1, column - 1 + width)).length;
  return {
    message,
    place: { file: source.file, line, column: before + 1, width: Math.max(1, wrong) },
    excerpt: excerpt.length > mostQuoted ? null : excerpt,
  };
}

/** A longer line is not quoted: nobody reads it, and a terminal breaks it. */
const mostQuoted = 200;

const startsOf = new WeakMap<SourceFile, readonly number[]>();

/** Where each line starts; found once for a file, however much is wrong with it. */
function lineStarts(source: SourceFile): readonly number[] {
  const known = startsOf.get(source);
  if (known !== undefined) return known;
  const starts = [0, ...Array.from(source.text.matchAll(/\n/g), ({ index }) => index + 1)];
  startsOf.set(source, starts);
  return starts;
}

function lineOf(source: SourceFile, line: number): string {
  const starts = lineStarts(source);
  return source.text.slice(starts[line - 1] ?? source.text.length, starts[line]).replace(/\r?\n?$/, '');
}

import { parse } from 'csv-parse/sync';
import type { People } from '../model/plan.ts';
import { InputError, type Problem } from '../model/problem.ts';
import type { TargetProfile } from '../model/target-profile.ts';
import { refuseProblems } from './collect-problems.ts';
import { besideFile, readSource, type Found } from './folders.ts';
import { problemAtLine, type SourceFile } from './source-file.ts';

/** Room for ten million people. */
const mostBytes = 1 << 28;

/** Who the people of a target are: its test accounts.
 * @throws InputError
 */
export async function readPeople(profile: TargetProfile, found: Found, root: string): Promise<People> {
  const { people } = profile;
  if (people === undefined) return { kind: 'none' };
  if ('count' in people) {
    refuseProblems(patternProblems(people.fields, found));
    return { kind: 'made', count: people.count, fields: people.fields };
  }
  const path = await besideFile(found, ['people', 'file'], people.file);
  return { kind: 'listed', people: readRows(await readSource(path, root, mostBytes)) };
}

/** Patterns know one thing alone; anything else would be sent as it stands. */
function patternProblems(fields: Readonly<Record<string, string>>, { yaml }: Found): readonly Problem[] {
  return Object.entries(fields).flatMap(([column, pattern]) => [
    ...(columnPattern.test(column)
      ? []
      : [yaml.keyProblem(['people', 'fields'], column, `the field "${column}" ${notNameable}`)]),
    ...(pattern.replaceAll('{{n}}', '').includes('{{')
      ? [yaml.problem(['people', 'fields', column], 'only {{n}}, which counts the people from 1, is known here')]
      : []),
  ]);
}

const columnPattern = /^[a-zA-Z][a-zA-Z0-9_-]*$/;
const notNameable = 'cannot be named in a template; expected letters, digits, - and _';

function readRows(source: SourceFile): readonly Readonly<Record<string, string>>[] {
  const refuse = (message: string, line: number): never => {
    throw new InputError([problemAtLine(source, message, { line, column: 1, width: 1 })]);
  };
  const columns = (names: string[]): string[] => {
    const odd = names.find((name) => !columnPattern.test(name));
    if (odd !== undefined) refuse(`the column "${odd}" ${notNameable}`, 1);
    const twice = names.find((name, place) => names.indexOf(name) !== place);
    if (twice !== undefined) refuse(`the column "${twice}" is there twice`, 1);
    return names;
  };
  const rows = parseRows(source.text, columns, refuse);
  if (rows.length > 0) return rows;
  return refuse('there are no people in it: expected a line of column names, then one line a person', 1);
}

function parseRows(
  text: string,
  columns: (names: string[]) => string[],
  refuse: (message: string, line: number) => never,
): readonly Readonly<Record<string, string>>[] {
  try {
    return parse(text, { columns, trim: true, skip_empty_lines: true });
  } catch (error) {
    if (error instanceof InputError) throw error;
    const line = error instanceof Error && 'lines' in error ? Number(error.lines) : 1;
    return refuse(`not CSV: ${error instanceof Error ? error.message : String(error)}`, line);
  }
}

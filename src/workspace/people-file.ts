import { parse } from 'csv-parse/sync';
import type { People } from '../model/plan.ts';
import { InputError } from '../model/problem.ts';
import type { TargetProfile } from '../model/target-profile.ts';
import { besideFile, readSource, type Found } from './folders.ts';
import { problemAtLine, type SourceFile } from './source-file.ts';

/** Who the people of a target are: its test accounts.
 * @throws InputError
 */
export async function readPeople(profile: TargetProfile, found: Found, root: string): Promise<People> {
  const { people } = profile;
  if (people === undefined) return { kind: 'none' };
  if ('count' in people) return { kind: 'made', count: people.count, fields: people.fields };
  const path = await besideFile(found, ['people', 'file'], people.file);
  return { kind: 'listed', people: readRows(await readSource(path, root)) };
}

/** The columns that templates may name as `person.<column>`. */
export function columnsOf(people: People): readonly string[] {
  switch (people.kind) {
    case 'none':
      return [];
    case 'made':
      return Object.keys(people.fields);
    case 'listed':
      return Object.keys(people.people[0] ?? {});
  }
}

function readRows(source: SourceFile): readonly Readonly<Record<string, string>>[] {
  const refuse = (message: string, line: number): never => {
    throw new InputError([problemAtLine(source, message, { line, column: 1, width: 1 })]);
  };
  let rows: readonly Readonly<Record<string, string>>[];
  try {
    rows = parse(source.text, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? Number(error.lines) : 1;
    return refuse(`not CSV: ${error instanceof Error ? error.message : String(error)}`, line);
  }
  const [first] = rows;
  if (first === undefined)
    return refuse('there are no people in it: expected a line of column names, then one line a person', 1);
  const odd = Object.keys(first).find((column) => !/^[a-zA-Z][a-zA-Z0-9_-]*$/.test(column));
  if (odd !== undefined)
    refuse(`the column "${odd}" cannot be named in a template; expected letters, digits, - and _`, 1);
  return rows;
}

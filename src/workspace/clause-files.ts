import { join } from 'node:path';
import { locales, type Locale } from '../model/locale.ts';
import { InputError, problem } from '../model/problem.ts';
import { clauseFieldNames } from '../notice/clause-fields.ts';
import { documentTemplate, documentFaults, type DocumentTemplate } from '../notice/document-template.ts';
import { parseTemplate } from '../notice/parse-template.ts';
import { gather, refuseProblems } from './collect-problems.ts';
import { namesIn, readSource, type Folders } from './folders.ts';
import { problemAtLine } from './source-file.ts';
import { templateWording } from './wording-problems.ts';

/** The agreements that there are model clauses for. */
export const clauseNames = ['user-agreement', 'service-level'] as const;
export type ClauseName = (typeof clauseNames)[number];

/** Model clauses of one agreement in one language. */
export interface Clause {
  readonly name: ClauseName;
  readonly locale: Locale;
  readonly template: DocumentTemplate;
}

/** Reads `clauses/<agreement>.<locale>.hbs`, of the workspace and of the library behind it.
 * @throws InputError
 */
export async function readClauses(folders: Folders): Promise<readonly Clause[]> {
  const files = await namesIn(folders, 'clauses');
  // What is there in one language must be there in all.
  const there = clauseNames.filter((name) => locales.some((locale) => files.has(`${name}.${locale}.hbs`)));
  const wanted = there.flatMap((name) => locales.map((locale) => ({ name, locale })));
  const { results, problems } = await gather(wanted, async ({ name, locale }) => {
    const path = files.get(`${name}.${locale}.hbs`);
    if (path === undefined) {
      throw new InputError([problem(`there is no ${join('clauses', `${name}.${locale}.hbs`)}`)]);
    }
    const source = await readSource(path, folders.root);
    const template = parseTemplate(source.text);
    refuseProblems([
      ...documentFaults(template, clauseFieldNames).map(({ message, ...place }) =>
        problemAtLine(source, message, place),
      ),
      ...templateWording(source, locale),
    ]);
    return { name, locale, template: documentTemplate(template) };
  });
  refuseProblems(problems);
  return results;
}

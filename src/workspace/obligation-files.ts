import { basename, join } from 'node:path';
import { locales, type Locale } from '../model/locale.ts';
import { didYouMean } from '../model/nearest.ts';
import { obligationSchema, reportNames, type Obligation } from '../model/obligation.ts';
import { InputError, problem, type Problem } from '../model/problem.ts';
import { documentTemplate, documentFaults } from '../notice/document-template.ts';
import { parseTemplate } from '../notice/parse-template.ts';
import { reportFields, type DocumentTemplates } from '../playbook/report-document.ts';
import { gather, refuseProblems } from './collect-problems.ts';
import { namesIn, readSource, readYaml, type Folders } from './folders.ts';
import type { PlaybookLibrary } from './playbook-library.ts';
import { conform } from './schema-problems.ts';
import { problemAtLine } from './source-file.ts';

/** The duties that incidents may bring, and the reports that some of them call for. */
export interface ObligationBook {
  readonly obligations: readonly Obligation[];
  /** Null where no duty calls for a report. */
  readonly documents: Readonly<Record<Locale, DocumentTemplates>> | null;
}

/** Reads `obligations/<id>.yaml` and `obligations/documents/<report>.<locale>.hbs`, of the workspace and of the library behind it.
 * @throws InputError
 */
export async function readObligations(folders: Folders): Promise<ObligationBook> {
  const files = [...(await namesIn(folders, 'obligations'))].filter(([name]) => name.endsWith('.yaml'));
  const { results, problems } = await gather(files, async ([name, path]) => {
    const { yaml } = await readYaml(path, folders.root);
    const obligation = conform(yaml, obligationSchema);
    const expected = basename(name, '.yaml');
    if (obligation.id !== expected) {
      throw new InputError([yaml.problem(['id'], `the id is "${obligation.id}"; expected "${expected}", as the file`)]);
    }
    return obligation;
  });
  refuseProblems(problems);
  const reported = results.some(({ reports }) => reports);
  return { obligations: results, documents: reported ? await readDocuments(folders) : null };
}

async function readDocuments(folders: Folders): Promise<Readonly<Record<Locale, DocumentTemplates>>> {
  const files = await namesIn(folders, join('obligations', 'documents'));
  const { results, problems } = await gather(locales, async (locale) => {
    const read = await gather(reportNames, async (report) => {
      const name = `${report}.${locale}.hbs`;
      const path = files.get(name);
      if (path === undefined) throw new InputError([problem(`there is no obligations/documents/${name}`)]);
      const source = await readSource(path, folders.root);
      const template = parseTemplate(source.text);
      refuseProblems(
        documentFaults(template, reportFields).map(({ message, ...place }) => problemAtLine(source, message, place)),
      );
      return [report, documentTemplate(template)] as const;
    });
    refuseProblems(read.problems);
    return [locale, Object.fromEntries(read.results) as DocumentTemplates] as const;
  });
  refuseProblems(problems);
  // Every report was read in every language, or there were problems.
  return Object.fromEntries(results) as Record<Locale, DocumentTemplates>;
}

/** Playbooks that name duties which nobody has written down. */
export function obligationProblems({ shelf }: PlaybookLibrary, { obligations }: ObligationBook): readonly Problem[] {
  const known = obligations.map(({ id }) => id);
  return [...shelf.values()].flatMap(({ playbook, found }) =>
    playbook.obligations.flatMap((id, place) =>
      known.includes(id)
        ? []
        : [found.yaml.problem(['obligations', place], `there is no obligation "${id}"${didYouMean(id, known)}`)],
    ),
  );
}

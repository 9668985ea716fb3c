import { basename, dirname, join } from 'node:path';
import { locales, type Locale } from '../model/locale.ts';
import type { Playbook } from '../model/playbook.ts';
import { InputError, type Problem } from '../model/problem.ts';
import { templateFaults, type TemplateFault } from '../notice/template-faults.ts';
import { compileNotice, type NoticeTemplate } from '../notice/template.ts';
import { gather, refuseProblems } from './collect-problems.ts';
import { isFile, namesIn, readSource, type Folders, type Found } from './folders.ts';
import { problemAtLine, type SourceFile } from './source-file.ts';

/** The phrases that notices of one language share, by name. */
type Phrases = ReadonlyMap<string, SourceFile>;

/** The shared phrases of every language: `playbooks/_partials/<name>.<locale>.hbs`. */
export type PhraseBook = Readonly<Record<Locale, Phrases>>;

/** @throws InputError */
export async function readPhraseBook(folders: Folders): Promise<PhraseBook> {
  const files = await namesIn(folders, join('playbooks', '_partials'));
  const phrasesOf = async (locale: Locale): Promise<Phrases> => {
    const ending = `.${locale}.hbs`;
    const named = [...files].filter(([name]) => name.endsWith(ending));
    const read = named.map(async ([name, path]): Promise<[string, SourceFile]> => {
      return [basename(name, ending), await readSource(path, folders.root)];
    });
    return new Map(await Promise.all(read));
  };
  const [china, taiwan, english] = await Promise.all([phrasesOf('zh-CN'), phrasesOf('zh-TW'), phrasesOf('en')]);
  return { 'zh-CN': china, 'zh-TW': taiwan, en: english };
}

/**
 * The notices of a playbook in every language, beside its file.
 * @throws InputError for a language that is missing, and for everything wrong with a template.
 */
export async function readNotices(
  playbook: Playbook,
  found: Found,
  phrases: PhraseBook,
  root: string,
): Promise<Readonly<Record<Locale, NoticeTemplate>>> {
  const { results, problems } = await gather(locales, async (locale) => {
    const template = await readNotice(playbook, found, locale, phrases[locale], root);
    return [locale, template] as const;
  });
  refuseProblems(problems);
  // Every locale was read, or there were problems.
  return Object.fromEntries(results) as Record<Locale, NoticeTemplate>;
}

async function readNotice(
  playbook: Playbook,
  found: Found,
  locale: Locale,
  phrases: Phrases,
  root: string,
): Promise<NoticeTemplate> {
  const name = `notice.${locale}.hbs`;
  const path = join(dirname(found.path), name);
  if (!(await isFile(path))) {
    throw new InputError([
      found.yaml.problem(['notices'], `there is no ${name}: readers of ${locale} would hear nothing`),
    ]);
  }
  const source = await readSource(path, root);
  const partials = Object.fromEntries([...phrases].map(([phrase, { text }]) => [phrase, text]));
  const faults = templateFaults(source.text, partials, playbook.notices.audiences);
  refuseProblems(faults.map((fault) => templateProblem(fault, source, phrases)));
  return compileNotice(source.text, partials);
}

function templateProblem({ partial, message, ...place }: TemplateFault, source: SourceFile, phrases: Phrases): Problem {
  return problemAtLine((partial === null ? undefined : phrases.get(partial)) ?? source, message, place);
}

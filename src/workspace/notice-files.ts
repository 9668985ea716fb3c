import { basename, join } from 'node:path';
import { locales, type Locale } from '../model/locale.ts';
import type { Playbook } from '../model/playbook.ts';
import { didYouMean } from '../model/nearest.ts';
import { InputError, problem, type Problem } from '../model/problem.ts';
import { parseTemplate } from '../notice/parse-template.ts';
import { templateFaults, type TemplateFault } from '../notice/template-faults.ts';
import { phraseOf, phrasesOf, type Phrases } from '../notice/phrases.ts';
import { noticeTemplate, type NoticeTemplate } from '../notice/template.ts';
import { gather, refuseProblems } from './collect-problems.ts';
import { isFile, layeredFile, namesIn, readSource, type Folders, type Found } from './folders.ts';
import { templateWording } from './wording-problems.ts';
import { problemAtLine, type SourceFile } from './source-file.ts';

/** The phrases that notices of one language share, and the files they stand in, by name. */
interface PhraseFiles {
  readonly sources: ReadonlyMap<string, SourceFile>;
  readonly phrases: Phrases;
}

/** The shared phrases of every language: `playbooks/_partials/<name>.<locale>.hbs`. */
export type PhraseBook = Readonly<Record<Locale, PhraseFiles>>;

/** @throws InputError */
export async function readPhraseBook(folders: Folders): Promise<PhraseBook> {
  const files = await namesIn(folders, join('playbooks', '_partials'));
  const readPhrases = async (locale: Locale): Promise<PhraseFiles> => {
    const ending = `.${locale}.hbs`;
    const named = [...files].filter(([name]) => name.endsWith(ending));
    const read = named.map(async ([name, path]): Promise<[string, SourceFile]> => {
      return [basename(name, ending), await readSource(path, folders.root)];
    });
    const sources = new Map(await Promise.all(read));
    const texts = [...sources].map(([name, { text }]): [string, string] => [name, text]);
    return { sources, phrases: phrasesOf(Object.fromEntries(texts)) };
  };
  const [china, taiwan, english] = await Promise.all([readPhrases('zh-CN'), readPhrases('zh-TW'), readPhrases('en')]);
  return { 'zh-CN': china, 'zh-TW': taiwan, en: english };
}

/** What is wrong with the words of shared phrases. */
export const phraseWording = (book: PhraseBook): readonly Problem[] =>
  locales.flatMap((locale) => [...book[locale].sources.values()].flatMap((source) => templateWording(source, locale)));

/**
 * The notices of the playbook in a folder, in every language.
 * @throws InputError for a language that is missing, and for everything wrong with a template.
 */
export async function readNotices(
  folder: string,
  playbook: Playbook,
  found: Found,
  book: PhraseBook,
  folders: Folders,
): Promise<Readonly<Record<Locale, NoticeTemplate>>> {
  const { results, problems } = await gather(locales, async (locale) => {
    const name = `notice.${locale}.hbs`;
    const path = join('playbooks', folder, name);
    const file = await layeredFile(folders, path);
    if (file === null) {
      const message = `there is no ${name}: readers of ${locale} would hear nothing`;
      throw new InputError([found.yaml.problem(['notices'], message)]);
    }
    const source = await readSource(file, folders.root);
    const known = await withShipped(book[locale], file, join(folders.shipped, path), folders);
    return [locale, readNotice(source, known, playbook, locale)] as const;
  });
  refuseProblems(problems);
  // Every locale was read, or there were problems.
  return Object.fromEntries(results) as Record<Locale, NoticeTemplate>;
}

/** Files that would be notices if their language were one: nobody would read them. */
export async function strayNotices(folder: string, { root }: Folders): Promise<readonly Problem[]> {
  const path = join('playbooks', folder);
  const names = await namesIn({ root, shipped: root }, path);
  return [...names.keys()].flatMap((name) => {
    const named = /^notice\.(.+)\.hbs$/.exec(name)?.[1];
    if (named === undefined || locales.some((locale) => locale === named)) return [];
    return [problem(`${join(path, name)}: there is no language "${named}"${didYouMean(named, locales)}`)];
  });
}

/** A workspace's notice may go on with the library's: `{{> shipped}}` after its own parts leaves all others as they are. */
async function withShipped(known: PhraseFiles, file: string, shipped: string, { root }: Folders): Promise<PhraseFiles> {
  if (file === shipped || !(await isFile(shipped))) return known;
  const source = await readSource(shipped, root);
  return {
    sources: new Map([...known.sources, ['shipped', source]]),
    phrases: { ...known.phrases, shipped: phraseOf(source.text) },
  };
}

/** @throws InputError */
function readNotice(source: SourceFile, known: PhraseFiles, playbook: Playbook, locale: Locale): NoticeTemplate {
  const template = parseTemplate(source.text);
  const faults = templateFaults(template, known.phrases, playbook);
  refuseProblems([
    ...faults.map((fault) => templateProblem(fault, source, known.sources)),
    ...templateWording(source, locale),
  ]);
  return noticeTemplate(template, known.phrases);
}

function templateProblem(
  { partial, message, ...place }: TemplateFault,
  source: SourceFile,
  phrases: PhraseFiles['sources'],
): Problem {
  return problemAtLine((partial === null ? undefined : phrases.get(partial)) ?? source, message, place);
}

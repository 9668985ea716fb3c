import { basename, join } from 'node:path';
import { locales, type Locale } from '../model/locale.ts';
import type { Playbook } from '../model/playbook.ts';
import { didYouMean } from '../model/nearest.ts';
import { InputError, problem, type Problem } from '../model/problem.ts';
import { templateFaults, type TemplateFault } from '../notice/template-faults.ts';
import { compileNotice, type NoticeTemplate } from '../notice/template.ts';
import { gather, refuseProblems } from './collect-problems.ts';
import { isFile, layeredFile, namesIn, readSource, type Folders, type Found } from './folders.ts';
import { templateWording } from './wording-problems.ts';
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

/** What is wrong with the words of shared phrases. */
export const phraseWording = (book: PhraseBook): readonly Problem[] =>
  locales.flatMap((locale) => [...book[locale].values()].flatMap((source) => templateWording(source, locale)));

/**
 * The notices of the playbook in a folder, in every language.
 * @throws InputError for a language that is missing, and for everything wrong with a template.
 */
export async function readNotices(
  folder: string,
  playbook: Playbook,
  found: Found,
  phrases: PhraseBook,
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
    const known = await withShipped(phrases[locale], file, join(folders.shipped, path), folders);
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
async function withShipped(phrases: Phrases, file: string, shipped: string, { root }: Folders): Promise<Phrases> {
  if (file === shipped || !(await isFile(shipped))) return phrases;
  return new Map([...phrases, ['shipped', await readSource(shipped, root)]]);
}

/** @throws InputError */
function readNotice(source: SourceFile, phrases: Phrases, playbook: Playbook, locale: Locale): NoticeTemplate {
  const partials = Object.fromEntries([...phrases].map(([phrase, { text }]) => [phrase, text]));
  const faults = templateFaults(source.text, partials, playbook);
  refuseProblems([
    ...faults.map((fault) => templateProblem(fault, source, phrases)),
    ...templateWording(source, locale),
  ]);
  return compileNotice(source.text, partials);
}

function templateProblem({ partial, message, ...place }: TemplateFault, source: SourceFile, phrases: Phrases): Problem {
  return problemAtLine((partial === null ? undefined : phrases.get(partial)) ?? source, message, place);
}

import { locales, type Locale } from '../model/locale.ts';
import type { Problem } from '../model/problem.ts';
import { personalDataIn } from '../notice/personal-data.ts';
import { foreignWords } from '../notice/place-words.ts';
import { problemAt, type SourceFile } from './source-file.ts';
import type { YamlFile } from './yaml-file.ts';

/** Something in a text that its readers must not find there. */
interface Wording {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** Words of another place, and personal data: a text for many names nobody. */
function wordingFaults(text: string, locale: Locale): readonly Wording[] {
  return [
    ...foreignWords(text, locale).map(({ word, instead, index }) => ({
      message: `"${word}" is not written so in ${locale}; readers there know ${instead}`,
      ...{ start: index, end: index + word.length },
    })),
    ...personalDataIn(text).map(({ kind, start, end }) => ({
      message: `a text for many must name nobody: this looks like personal data (${kind})`,
      ...{ start, end },
    })),
  ];
}

/** What is wrong with the words of a template; its comments are for whoever writes it. */
export const templateWording = (source: SourceFile, locale: Locale): readonly Problem[] =>
  wordingFaults(withoutComments(source.text), locale).map(({ message, ...stretch }) =>
    problemAt(source, message, stretch),
  );

/** Comments become blanks, so that all else stays where it is. */
const withoutComments = (text: string): string =>
  text.replace(/\{\{!--[\s\S]*?--\}\}/g, (comment) => comment.replace(/[^\n]/g, ' '));

/** What is wrong with the words of a YAML file: every text that stands under the name of a language. */
export const yamlWording = (file: YamlFile): readonly Problem[] =>
  [...localTexts(file.value, [])].flatMap(({ text, locale, path }) =>
    wordingFaults(text, locale).map(({ message }) => file.problem(path, message)),
  );

function* localTexts(
  value: unknown,
  path: readonly PropertyKey[],
): Generator<{ readonly text: string; readonly locale: Locale; readonly path: readonly PropertyKey[] }> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    const locale = locales.find((one) => one === key);
    if (locale !== undefined && typeof inner === 'string') yield { text: inner, locale, path: at };
    else yield* localTexts(inner, at);
  }
}

import Handlebars from 'handlebars';
import { compileOptions } from './compile-options.ts';
import { parseTemplate, type ParsedTemplate } from './parse-template.ts';

/** A phrase that notices share, read and compiled once, however many use it. */
export interface Phrase {
  readonly text: string;
  parsed(): ParsedTemplate;
  readonly template: Handlebars.TemplateDelegate;
}

/** The phrases that notices of one language share, by name. */
export type Phrases = Readonly<Record<string, Phrase>>;

/** A phrase with this text. Nothing is done with it before the first use, not even parsed. */
export function phraseOf(text: string): Phrase {
  let parsed: ParsedTemplate | null = null;
  return {
    text,
    parsed: () => (parsed ??= parseTemplate(text)),
    template: Handlebars.compile(text, compileOptions),
  };
}

/** Phrases with these texts, by name. */
export const phrasesOf = (texts: Readonly<Record<string, string>>): Phrases =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, phraseOf(text)]));

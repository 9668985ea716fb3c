import { parseTemplate, type ParsedTemplate } from './parse-template.ts';

/** A phrase that notices share, read once, however many use it. */
export interface Phrase {
  readonly text: string;
  parsed(): ParsedTemplate;
}

/** The phrases that notices of one language share, by name. */
export type Phrases = Readonly<Record<string, Phrase>>;

/** A phrase with this text. It is not parsed before its first use. */
export function phraseOf(text: string): Phrase {
  let parsed: ParsedTemplate | null = null;
  return { text, parsed: () => (parsed ??= parseTemplate(text)) };
}

/** Phrases with these texts, by name. */
export const phrasesOf = (texts: Readonly<Record<string, string>>): Phrases =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, phraseOf(text)]));

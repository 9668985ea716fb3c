import { statementsOf, writtenName, type ParsedTemplate } from './parse-template.ts';
import type { Phrases } from './phrases.ts';
import { phraseNamed, templateText, type TemplateText } from './template-text.ts';

/** A `part` block as it is written: `{{#part "summary" phase="identified monitoring" audience="users" told="first"}}`. */
export interface PartBlock {
  readonly name: string;
  readonly phase: Limit;
  readonly audience: Limit;
  readonly told: Limit;
}

/** The words to which a part is limited; null where it is not. */
export type Limit = readonly string[] | null;

/** The same with what it says. */
export interface WordedPart extends PartBlock {
  readonly text: TemplateText;
}

/**
 * The parts of a template, and of the phrases that it uses outside of them, in the order in which they are read.
 * @throws Error where it cannot be read, and for anything that computes: `templateFaults` tells of both.
 */
export function wordedParts(template: ParsedTemplate, phrases: Phrases): readonly WordedPart[] {
  return statementsOf(template).flatMap((statement): readonly WordedPart[] => {
    if (statement.type === 'PartialStatement') {
      return wordedParts(phraseNamed(statement as hbs.AST.PartialStatement, phrases), phrases);
    }
    // Text outside of a part is read by nobody.
    if (statement.type !== 'BlockStatement') return [];
    const block = statement as hbs.AST.BlockStatement;
    if (writtenName(block.path) !== 'part') throw new Error(`only "#part" is known, not "#${writtenName(block.path)}"`);
    return [{ ...partBlock(block), text: templateText(block.program.body, phrases) }];
  });
}

/** A part as it is written; what is no text there reads as an empty one. */
export function partBlock({ params, hash }: hbs.AST.BlockStatement): PartBlock {
  const limits = limitsOf(hash);
  const limit = (key: string): Limit => limits.get(key) ?? null;
  return { name: literal(params[0]), phase: limit('phase'), audience: limit('audience'), told: limit('told') };
}

/** Whether a limit lets this word through. */
export const admits = (limit: Limit, word: string): boolean => limit === null || limit.includes(word);

/** What a part is limited to, by key. Of a key that is written twice the first counts. */
export function limitsOf(hash: hbs.AST.Hash | undefined): ReadonlyMap<string, readonly string[]> {
  const limits = new Map<string, readonly string[]>();
  for (const { key, value } of pairsOf(hash)) if (!limits.has(key)) limits.set(key, literal(value).split(/\s+/));
  return limits;
}

/** The types promise a hash; what is written without one has none. */
export const pairsOf = (hash: hbs.AST.Hash | undefined): readonly hbs.AST.HashPair[] => hash?.pairs ?? [];

const literal = (node: hbs.AST.Expression | undefined): string =>
  node?.type === 'StringLiteral' ? (node as hbs.AST.StringLiteral).value : '';

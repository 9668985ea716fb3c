import { didYouMean } from '../model/nearest.ts';
import { writtenName, type ParsedTemplate } from './parse-template.ts';
import { filled, templateText, type TemplateText } from './template-text.ts';

/** A document in one language, in Markdown: checked beforehand (`documentFaults`), filled here. */
export interface DocumentTemplate {
  /** Values come escaped. */
  fill(fields: Readonly<Record<string, string>>): string;
}

/** Strict: a misspelt field is an error, never a blank in front of an authority or a customer. */
export function documentTemplate(template: ParsedTemplate): DocumentTemplate {
  let text: TemplateText | null = null;
  return { fill: (fields) => filled((text ??= templateText(template, {})), fields) };
}

/** One thing wrong with a document's template. Lines and columns count from 1. */
export interface DocumentFault {
  readonly line: number;
  readonly column: number;
  readonly width: number;
  readonly message: string;
}

/** The types promise a hash; what is written without one has none. */
type Placed = Omit<hbs.AST.MustacheStatement, 'hash'> & { readonly hash?: hbs.AST.Hash };

/** Everything wrong with a document's template: what does not parse, anything that computes, and fields that it does not have. */
export function documentFaults(template: ParsedTemplate, fields: readonly string[]): readonly DocumentFault[] {
  if ('message' in template) return [{ width: 1, ...template }];
  return template.flatMap((statement): readonly DocumentFault[] => {
    if (statement.type === 'ContentStatement' || statement.type === 'CommentStatement') return [];
    const { start, end } = statement.loc;
    const width = start.line === end.line ? Math.max(1, end.column - start.column) : 1;
    const at = { line: start.line, column: start.column + 1, width };
    if (statement.type !== 'MustacheStatement') return [{ ...at, message: placesFields }];
    const { path, params, hash } = statement as Placed;
    const name = writtenName(path);
    if (params.length > 0 || hash !== undefined) return [{ ...at, message: `"${name} …": ${placesFields}` }];
    return fields.includes(name) ? [] : [{ ...at, message: `there is no field "${name}"${didYouMean(name, fields)}` }];
  });
}

const placesFields = 'a document places fields and computes nothing';

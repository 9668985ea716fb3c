import { statementsOf, writtenName, type ParsedTemplate } from './parse-template.ts';
import type { Phrases } from './phrases.ts';

/** What a template says: texts as they stand, fields by the path that leads to them, and phrases that are indented. */
export type TemplateText = readonly (string | readonly string[] | IndentedPhrase)[];

/** A phrase on a line of its own, behind spaces. */
interface IndentedPhrase {
  readonly indent: string;
  readonly text: TemplateText;
}

/**
 * What a template says, and the phrases that it uses, one behind the other.
 * @throws Error where it cannot be read, and for anything that computes: `templateFaults` and `documentFaults` tell of both.
 */
export function templateText(template: ParsedTemplate, phrases: Phrases): TemplateText {
  return statementsOf(template).flatMap((statement): TemplateText => {
    switch (statement.type) {
      case 'CommentStatement':
        return [];
      case 'ContentStatement':
        return [(statement as hbs.AST.ContentStatement).value];
      case 'MustacheStatement':
        return [fieldPath(statement as hbs.AST.MustacheStatement)];
      case 'PartialStatement':
        return phraseText(statement as hbs.AST.PartialStatement, phrases);
      default:
        throw new Error(`a template computes nothing: ${statement.type}`);
    }
  });
}

/** The parser tells no indent where there is none, which its types do not say. */
function phraseText(partial: hbs.AST.PartialStatement, phrases: Phrases): TemplateText {
  const text = templateText(phraseNamed(partial, phrases), phrases);
  const { indent } = partial as { readonly indent?: string };
  return indent === undefined || indent === '' ? text : [{ indent, text }];
}

/** The phrase that stands there.
 * @throws Error when there is none of this name.
 */
export function phraseNamed({ name }: hbs.AST.PartialStatement, phrases: Phrases): ParsedTemplate {
  const wanted = writtenName(name);
  const phrase = Object.hasOwn(phrases, wanted) ? phrases[wanted] : undefined;
  if (phrase === undefined) throw new Error(`there is no shared phrase "${wanted}"`);
  return phrase.parsed();
}

/** A name in quotes is a name too. */
const fieldPath = ({ path }: hbs.AST.MustacheStatement): readonly string[] =>
  path.type === 'PathExpression' ? (path as hbs.AST.PathExpression).parts : [writtenName(path)];

/**
 * The text with the values of its fields in their places.
 * @throws Error for a field that is not there: never a blank in front of a customer.
 */
export const filled = (text: TemplateText, fields: object): string =>
  text
    .map((one) => {
      if (typeof one === 'string') return one;
      return 'indent' in one ? indented(filled(one.text, fields), one.indent) : valueAt(one, fields);
    })
    .join('');

/** Handlebars indents every line, and nothing where nothing is said. Of the lines behind the first, notices lose it again. */
const indented = (said: string, indent: string): string => (said === '' ? '' : indent + said);

/** What a template can name is what is there, and nothing that objects inherit. */
function valueAt(path: readonly string[], fields: object): string {
  const value = path.reduce<unknown>(
    (around, name) =>
      typeof around === 'object' && around !== null && Object.hasOwn(around, name)
        ? (around as Readonly<Record<string, unknown>>)[name]
        : undefined,
    fields,
  );
  if (typeof value !== 'string') throw new Error(`there is no field "${path.join('.')}"`);
  return value;
}

import Handlebars from 'handlebars';

/** Where a template cannot be read, and why. Lines and columns count from 1. */
export interface SyntaxFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What a template says, statement by statement, or where it cannot be read. */
export type ParsedTemplate = readonly hbs.AST.Statement[] | SyntaxFault;

export function parseTemplate(source: string): ParsedTemplate {
  const deep = tooDeep(source);
  if (deep !== null) return deep;
  try {
    return Handlebars.parse(source).body;
  } catch (error) {
    return faultIn(source, error instanceof Error ? error.message : String(error));
  }
}

/** What a template says, statement by statement.
 * @throws Error where it cannot be read.
 */
export function statementsOf(template: ParsedTemplate): readonly hbs.AST.Statement[] {
  if ('message' in template) throw new Error(template.message);
  return template;
}

/** A name as it is written; what is no name, such as a number, is shown as it is. */
export const writtenName = (node: object): string => ('original' in node ? String(node.original) : '');

/** Deeper than any notice: its blocks do not nest at all. Handlebars calls itself once a level, and must not run out of stack. */
const mostDeep = 30;

function tooDeep(source: string): SyntaxFault | null {
  let [blocks, brackets] = [0, 0];
  for (const { 0: mark, index } of source.matchAll(/\{\{+~?(?:[#^/]|\s*else)|\}\}|[()]/g)) {
    if (mark === '}}') brackets = 0;
    else if (mark === '(') brackets += 1;
    else if (mark === ')') brackets -= 1;
    else blocks += mark.endsWith('/') ? -1 : 1;
    if (blocks <= mostDeep && brackets <= mostDeep) continue;
    const before = source.slice(0, index);
    const column = index - before.lastIndexOf('\n');
    return { line: before.split('\n').length, column, message: 'nested too deeply: parts stand beside each other' };
  }
  return null;
}

/** Handlebars ends what it says with the place, or begins it with the line and shows what stands around the place. */
function faultIn(source: string, said: string): SyntaxFault {
  const [first = '', excerpt = '', pointer = ''] = said.split('\n');
  const told = /^(.*) - (\d+):(\d+)$/.exec(first);
  if (told !== null) {
    return {
      line: Number(told[2]),
      column: Number(told[3]) + 1,
      message: `the template cannot be read: ${told[1] ?? ''}`,
    };
  }
  const caret = Math.max(0, pointer.indexOf('^'));
  const around = {
    before: excerpt.slice(0, caret).replace(/^\.\.\./, ''),
    after: excerpt.slice(caret).replace(/\.\.\.$/, ''),
  };
  const line = Number(/line (\d+)/.exec(first)?.[1] ?? 1);
  const message = said.endsWith("got 'EOF'")
    ? 'the template ends before everything in it is closed'
    : 'the template cannot be read from here on';
  return { ...placeOf(source, line, around), message };
}

/** The place on a line (or, where a text of several lines was read at once, before it) that has these characters around it, line breaks left out. */
function placeOf(
  source: string,
  told: number,
  around: { readonly before: string; readonly after: string },
): { readonly line: number; readonly column: number } {
  const lines = source.split('\n');
  for (let line = Math.min(told, lines.length); line > 0; line -= 1) {
    const text = lines[line - 1] ?? '';
    const earlier = lines.slice(0, line - 1).join('');
    const later = lines.slice(line).join('');
    for (let place = 0; place <= text.length; place += 1) {
      const fits =
        (earlier + text.slice(0, place)).endsWith(around.before) &&
        (text.slice(place) + later).startsWith(around.after);
      if (fits) return { line, column: place + 1 };
    }
  }
  return { line: told, column: 1 };
}

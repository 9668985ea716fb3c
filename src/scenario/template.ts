import type { Json } from '../model/step.ts';

/** What a template's variables stand for, by their whole name: `room`, `person.name`, `secret.token`. */
export interface Values {
  /** The value of a variable; undefined while it has none. */
  get(name: string): string | undefined;
}

/** A text split once into what stands fixed and the names of variables between: `fixed[0] name[0] fixed[1] …`. */
export interface Template {
  readonly fixed: readonly string[];
  readonly names: readonly string[];
}

/** A text whose `{{` cannot be read; `place` counts characters from 0. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly place: number;

  constructor(message: string, place: number) {
    super(message);
    this.place = place;
  }
}

const namePattern = /^[a-zA-Z][a-zA-Z0-9_-]*(?:\.[a-zA-Z][a-zA-Z0-9_-]*)?$/;

/**
 * Splits a text at its variables, `{{ name }}` or `{{person.name}}`.
 * @throws TemplateError for a `{{` that is not closed or holds no name.
 */
export function compile(text: string): Template {
  const fixed: string[] = [];
  const names: string[] = [];
  let place = 0;
  for (;;) {
    const opened = text.indexOf('{{', place);
    if (opened < 0) break;
    const closed = text.indexOf('}}', opened);
    if (closed < 0) throw new TemplateError('"{{" is not closed by "}}"', opened);
    const name = text.slice(opened + 2, closed).trim();
    if (!namePattern.test(name)) throw new TemplateError(`"{{${name}}}" holds no name of a variable`, opened);
    fixed.push(text.slice(place, opened));
    names.push(name);
    place = closed + 2;
  }
  fixed.push(text.slice(place));
  return { fixed, names };
}

/** The variables a text uses, in order. */
export const variablesIn = (text: string): readonly string[] => compile(text).names;

/** Fills a template. A variable that has no value is an error: a checked plan has none. */
export function fill(template: Template, values: Values): string {
  const { fixed, names } = template;
  let text = fixed[0] ?? '';
  for (let place = 0; place < names.length; place += 1) {
    const name = names[place] ?? '';
    text += (values.get(name) ?? unknown(name)) + (fixed[place + 1] ?? '');
  }
  return text;
}

/** Fills a template; null while a variable of it has no value. */
export function fillKnown({ fixed, names }: Template, values: Values): string | null {
  let text = fixed[0] ?? '';
  for (let place = 0; place < names.length; place += 1) {
    const value = values.get(names[place] ?? '');
    if (value === undefined) return null;
    text += value + (fixed[place + 1] ?? '');
  }
  return text;
}

/** A JSON value as a template of its serialised form, keys as they stand; what is filled in is escaped by `fillJson`. */
export function compileJson(json: Json): Template {
  if (typeof json === 'string') {
    const { fixed, names } = compile(json);
    return surrounded('"', { fixed: fixed.map((text) => JSON.stringify(text).slice(1, -1)), names }, '"');
  }
  if (Array.isArray(json)) return surrounded('[', listed(json.map(compileJson)), ']');
  if (typeof json !== 'object' || json === null) return plain(JSON.stringify(json));
  const members = Object.entries(json).map(([key, value]) =>
    surrounded(`${JSON.stringify(key)}:`, compileJson(value), ''),
  );
  return surrounded('{', listed(members), '}');
}

const plain = (text: string): Template => ({ fixed: [text], names: [] });

const joined = (first: Template, second: Template): Template => ({
  fixed: [...first.fixed.slice(0, -1), (first.fixed.at(-1) ?? '') + (second.fixed[0] ?? ''), ...second.fixed.slice(1)],
  names: [...first.names, ...second.names],
});

const surrounded = (before: string, template: Template, after: string): Template =>
  joined(joined(plain(before), template), plain(after));

const listed = (templates: readonly Template[]): Template =>
  templates.reduce((list, next, place) => joined(place === 0 ? list : joined(list, plain(',')), next), plain(''));

/** Fills a serialised JSON value: each variable stands inside a JSON text, and stays inside it whatever it holds. */
export function fillJson({ fixed, names }: Template, values: Values): string {
  let text = fixed[0] ?? '';
  for (let place = 0; place < names.length; place += 1) {
    const name = names[place] ?? '';
    const value = values.get(name) ?? unknown(name);
    text += JSON.stringify(value).slice(1, -1) + (fixed[place + 1] ?? '');
  }
  return text;
}

function unknown(name: string): never {
  throw new Error(`the variable ${name} has no value here`);
}

import Handlebars from 'handlebars';

/** As Handlebars would fill it: strict, and nothing escaped. */
const options: CompileOptions = {
  ...{ strict: true, noEscape: true, knownHelpersOnly: true, knownHelpers: { part: true } },
};

/** Texts of templates by their names. */
export type Texts = Readonly<Record<string, string>>;

/** A `part` block that Handlebars comes to: its name, what it is limited to, and what it says, which is not made before it is asked for. */
export interface FoundPart {
  readonly name: string;
  readonly limits: Readonly<Record<string, string | undefined>>;
  readonly said: () => string;
}

/** Only what is there can be named, and nothing that objects inherit. */
const bare = (fields: object): object =>
  Object.setPrototypeOf(
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, typeof value === 'object' ? bare(value as object) : value]),
    ),
    null,
  ) as object;

/** Fills a template: gives its text, and hands on each part that it comes to, in order. */
export type Filling = (fields: object, take: (part: FoundPart) => void) => string;

/** Handlebars itself, with a template and its partials. */
export function byHandlebars(source: string, partials: Texts): Filling {
  const template = Handlebars.compile<object>(source, options);
  const compiled = Object.entries(partials).map(([name, text]) => [name, Handlebars.compile(text, options)] as const);
  return (fields, take) => {
    function part(this: unknown, name: string, { hash, fn }: Handlebars.HelperOptions): string {
      take({ name, limits: hash as FoundPart['limits'], said: () => fn(this) });
      return '';
    }
    return template(bare(fields), { helpers: { part }, partials: Object.fromEntries(compiled) });
  };
}

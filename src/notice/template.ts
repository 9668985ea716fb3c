import Handlebars from 'handlebars';
import type { PhaseName } from '../model/incident.ts';
import { noticeParts, type Audience, type NoticePart, type NoticeParts } from '../model/notice.ts';
import { compileOptions } from './compile-options.ts';
import type { NoticeFields } from './fields.ts';
import { oneLine } from './one-line.ts';
import type { Phrases } from './phrases.ts';

/** Whom a notice is for, and when. */
export interface NoticeOccasion {
  readonly phase: PhaseName;
  readonly audience: Audience;
  /** Whether its readers have been told something in this phase before: there may be nothing new to say. */
  readonly again: boolean;
}

/** A notice's text in one language, for every audience and phase: checked beforehand (`templateFaults`), filled here. */
export interface NoticeTemplate {
  /** The parts for one occasion. A part that would claim what is not known (a cause, a recovery) is left out. */
  fill(fields: NoticeFields, occasion: NoticeOccasion): NoticeParts;
}

/** What the `part` blocks of one filling are gathered in. */
interface Gathering {
  readonly occasion: NoticeOccasion;
  readonly fields: NoticeFields;
  readonly parts: Map<string, string>;
}

/** Makes a template of a `notice.<locale>.hbs` and the shared phrases of its language. */
export function compileNotice(source: string, phrases: Phrases): NoticeTemplate {
  const template = Handlebars.compile<NoticeFields>(source, compileOptions);
  const runtime = {
    helpers: { part: takePart },
    partials: Object.fromEntries(Object.entries(phrases).map(([name, phrase]) => [name, phrase.template])),
  };
  return {
    fill: (fields, occasion) => {
      const gathering: Gathering = { occasion, fields, parts: new Map() };
      template(withoutPrototypes(fields), { ...runtime, data: { gathering } });
      return partsOf(gathering);
    },
  };
}

/** What a template can name is what is there, and nothing that objects inherit: that would be a blank. */
function withoutPrototypes(fields: NoticeFields): NoticeFields {
  const { recovery } = fields;
  return withoutPrototype(recovery === undefined ? fields : { ...fields, recovery: withoutPrototype(recovery) });
}

const withoutPrototype = <T extends object>(value: T): T => Object.setPrototypeOf({ ...value }, null) as T;

/** `{{#part "summary" phase="identified monitoring" audience="users" told="first"}}`: of the blocks of one name the first that fits is taken. */
function takePart(this: unknown, name: string, options: Handlebars.HelperOptions): string {
  const { occasion, fields, parts } = (options.data as { gathering: Gathering }).gathering;
  const hash = options.hash as Readonly<Record<string, string | undefined>>;
  const fits =
    admits(hash['phase'], occasion.phase) &&
    admits(hash['audience'], occasion.audience) &&
    admits(hash['told'], occasion.again ? 'again' : 'first');
  if (fits && !parts.has(name) && isKnown(name, fields)) parts.set(name, tidy(options.fn(this)));
  return '';
}

/** Whether a list of words, which admits everything when left out, names this one. */
export const admits = (list: string | undefined, word: string): boolean =>
  list === undefined || list.split(/\s+/).includes(word);

/** A notice claims only what is known. */
function isKnown(part: string, fields: NoticeFields): boolean {
  if (part === 'cause') return fields.cause !== undefined;
  if (part === 'recovery') return fields.recovery !== undefined;
  return part !== 'next-update' || fields['next-update'] !== undefined;
}

const tidy = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

function partsOf({ parts, occasion }: Gathering): NoticeParts {
  const subject = parts.get('subject');
  const summary = parts.get('summary');
  if (subject === undefined || summary === undefined) {
    throw new Error(`the template has no subject or no summary for ${occasion.audience}, ${occasion.phase}`);
  }
  const named = noticeParts.flatMap((name): [NoticePart, string][] => {
    const text = parts.get(name);
    return text === undefined || text === '' ? [] : [[name, text]];
  });
  return { ...Object.fromEntries(named), subject: oneLine(subject), summary };
}

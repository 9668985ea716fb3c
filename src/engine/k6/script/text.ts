import type { Payload } from '../../../model/step.ts';
import { compile, compileJson, type Template } from '../../../scenario/template.ts';
import type { Known } from './known.ts';
import type { Values } from './person.ts';

// Texts are functions here. k6 finds a property of an object in a map, which each virtual user has for itself, but a function's variable by its place: a text
// is put together far quicker than a template is gone through.

/** The text of a template, by what one person knows. */
export type Text = (values: Values) => string;

/** The same, or undefined while a variable of it has no value. */
export type KnownText = (values: Values) => string | undefined;

/** Makes a text ready. A variable that has no value is an error: a checked plan has none. */
export const readyText = (text: string, known: Known): Text => filled(compile(text), known, null);

/** Makes ready what a step sends. In JSON, whatever a variable holds stays inside its text. */
export const readyPayload = (payload: Payload, known: Known): Text =>
  payload.kind === 'json' ? filled(compileJson(payload.json), known, insideJson) : readyText(payload.text, known);

const { stringify } = JSON;
const insideJson = (value: string): string => stringify(value).slice(1, -1);

/** Makes a text ready that some may not know yet. */
export function readyKnownText(text: string, known: Known): KnownText {
  const template = compile(text);
  const places = template.names.map((name) => known.placeOf(name));
  const fill = readyText(text, known);
  const [only] = places;
  if (only === undefined) return fill;
  if (places.length > 1)
    return (values) => (places.every((place) => values[place] !== undefined) ? fill(values) : undefined);
  const [before = '', after = ''] = template.fixed;
  return (values) => {
    const value = values[only];
    return value === undefined ? undefined : before + value + after;
  };
}

/** A template as a function: of its first variable with the fixed texts around it, and one of what follows, where there is more. */
function filled({ fixed, names }: Template, known: Known, escape: ((value: string) => string) | null): Text {
  const [before = '', after = '', ...later] = fixed;
  const [name, ...others] = names;
  if (name === undefined) return () => before;
  const place = known.placeOf(name);
  const first: Text =
    escape === null
      ? (values) => before + (values[place] ?? unknown(name)) + after
      : (values) => before + escape(values[place] ?? unknown(name)) + after;
  if (others.length === 0) return first;
  const rest = filled({ fixed: ['', ...later], names: others }, known, escape);
  return (values) => first(values) + rest(values);
}

function unknown(name: string): never {
  throw new Error(`the variable ${name} has no value here`);
}

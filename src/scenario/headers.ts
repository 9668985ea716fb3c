import { compile, fill, known, type Template, type Values } from './template.ts';

/** Headers, their values as templates. Names are in lower case: two spellings of one name would both be sent. */
export type HeaderTemplates = readonly (readonly [name: string, value: Template])[];

export const headerTemplates = (headers: Readonly<Record<string, string>>): HeaderTemplates =>
  Object.entries(headers).map(([name, value]) => [name.toLowerCase(), compile(value)]);

/** The headers of one request: of the common ones those whose variables are all known by now, and the step's own over them. */
export function fillHeaders(common: HeaderTemplates, own: HeaderTemplates, values: Values): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of common) if (known(value, values)) headers[name] = fill(value, values);
  for (const [name, value] of own) headers[name] = fill(value, values);
  return headers;
}

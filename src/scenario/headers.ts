import { compile, fill, fillKnown, type Template, type Values } from './template.ts';

/** A header, its value as a template. Its name is in lower case: two spellings of one name would both be sent. */
interface HeaderTemplate {
  readonly name: string;
  readonly value: Template;
}

export type HeaderTemplates = readonly HeaderTemplate[];

export const headerTemplates = (headers: Readonly<Record<string, string>>): HeaderTemplates =>
  Object.entries(headers).map(([name, value]) => ({ name: name.toLowerCase(), value: compile(value) }));

/** The headers of one request: of the common ones those whose variables are all known by now, and the step's own over them. */
export function fillHeaders(common: HeaderTemplates, own: HeaderTemplates, values: Values): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let place = 0; place < common.length; place += 1) {
    const header = common[place];
    const text = header === undefined ? null : fillKnown(header.value, values);
    if (header !== undefined && text !== null) headers[header.name] = text;
  }
  for (let place = 0; place < own.length; place += 1) {
    const header = own[place];
    if (header !== undefined) headers[header.name] = fill(header.value, values);
  }
  return headers;
}

import { redact } from './personal-data.ts';
import { fieldNames, shown, type NoticeFields } from './fields.ts';

/** What somebody says in place of what is known of an incident, by field: `cause`, `recovery.from`. */
export type FieldValues = Readonly<Record<string, string>>;

/** Nothing is said in place of what is known. */
export const asKnown: FieldValues = {};

/** Fields that are said together or not at all: a recovery without its basis would be a promise. */
const together = ['recovery.from', 'recovery.to', 'recovery.basis'] as const;

/** What is wrong with values that somebody gives; null when nothing is. */
export function valuesFault(values: FieldValues): string | null {
  const unknown = Object.keys(values).find((name) => !fieldNames.includes(name));
  if (unknown !== undefined) return `there is no field "${unknown}"`;
  const given = together.filter((name) => values[name] !== undefined);
  if (given.length > 0 && given.length < together.length) {
    return `an expected recovery is a range with its basis: ${together.join(', ')} are given together`;
  }
  return null;
}

/** What somebody says is made inert, and tells of nobody in person. */
const said = (value: string): string => shown(redact(value, []));

/** The fields with these values in their place. */
export function withValues(fields: NoticeFields, values: FieldValues): NoticeFields {
  const { 'recovery.from': from, 'recovery.to': to, 'recovery.basis': basis, ...plain } = values;
  const given = Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, said(value)]));
  const range =
    from === undefined || to === undefined || basis === undefined
      ? {}
      : { recovery: { from: said(from), to: said(to), basis: said(basis) } };
  return { ...fields, ...given, ...range };
}

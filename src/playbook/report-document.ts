import type { Incident } from '../model/incident.ts';
import { reportNames, type Obligation, type ReportName } from '../model/obligation.ts';
import type { DocumentTemplate } from '../notice/document-template.ts';
import { fieldNames, noticeFields, type FieldsInput } from '../notice/fields.ts';
import { localTime } from '../notice/local-time.ts';
import { words } from '../notice/words.ts';
import { escape, table } from '../notice/markdown.ts';
import { dutyClocks } from './obligation-clocks.ts';

/** The reports of one language. */
export type DocumentTemplates = Readonly<Record<ReportName, DocumentTemplate>>;

/** Every field a report may name: those of notices, and the duties that bind with their clocks. What is not known yet is said to be so. */
export const reportFields = [...fieldNames.filter((name) => !name.startsWith('recovery.')), 'duties', 'timeline'];

/** What a report is filled from. */
export interface DocumentInput extends FieldsInput {
  readonly binding: readonly Obligation[];
  readonly timeline: readonly { readonly at: FieldsInput['now']; readonly text: string }[];
}

/** Which report an update calls for: the first, the final one, or a supplement between them. */
export const reportFor = ({ phase, update }: Incident): ReportName =>
  phase === 'resolved' ? reportNames[2] : update === 1 ? reportNames[0] : reportNames[1];

/** The fields of a report in its readers' language and time zone, in Markdown. */
export function documentFields(input: DocumentInput): Readonly<Record<string, string>> {
  const { locale, settings, timeline } = input;
  const { unknown } = words[locale];
  const known = Object.entries({ cause: unknown, resolved: unknown, 'next-update': unknown, ...noticeFields(input) });
  const zone = settings['time-zones'][locale];
  const happened = timeline.map(({ at, text }) => `- ${escape(localTime(at, locale, zone))} ${escape(text)}`);
  return {
    ...Object.fromEntries(known.flatMap(([name, value]) => (typeof value === 'string' ? [[name, escape(value)]] : []))),
    duties: dutiesTable(input),
    timeline: happened.length === 0 ? unknown : happened.join('\n'),
  };
}

/** The duties that bind, whom each is owed to and by when, in the readers' time zone. */
function dutiesTable({ incident, binding, settings, locale }: DocumentInput): string {
  const { duties, unknown } = words[locale];
  const time = (at: FieldsInput['now']): string => localTime(at, locale, settings['time-zones'][locale]);
  const rows = dutyClocks(incident, binding, settings).map(({ obligation, to, kind, due }) => [
    obligation.title[locale],
    to?.[locale] ?? duties.kept,
    due === null ? unknown : kind === 'by' ? time(due) : duties.until(time(due)),
    `${obligation.source.name[locale]} ${obligation.source.version[locale]}`,
  ]);
  return table([duties.head, ...rows]);
}

import type { Locale } from '../model/locale.ts';
import { moduleName } from '../model/module-name.ts';
import { partyFor } from '../model/responsibility.ts';
import type { Settings } from '../model/settings.ts';
import { lengthOfTime } from './local-time.ts';
import { escape, table } from './markdown.ts';
import { percent, shown } from './fields.ts';
import { words } from './words.ts';

/** Every field a model clause may name. */
export const clauseFieldNames: readonly string[] = [
  ...['service', 'operator', 'provider', 'mode', 'modules', 'service-desk', 'privacy-contact'],
  ...['availability', 'respond-within', 'recover-within', 'credit'],
];

/** What a model clause is filled with: who runs what and what is promised, as the settings have it, in Markdown. */
export function clauseFields(
  settings: Settings,
  modules: readonly string[],
  locale: Locale,
): Readonly<Record<string, string>> {
  const { operator, provider, service, contacts, sla } = settings;
  const { clauses, unsettled } = words[locale];
  const text = (value: string): string => escape(shown(value));
  const rows = [...new Set([...modules, ...Object.keys(settings.modules)])]
    .sort()
    .map((module) => [
      shown(moduleName(module, settings)?.[locale] ?? module),
      partyFor(module, settings)?.[locale] ?? unsettled,
    ]);
  return {
    service: text(service[locale]),
    operator: text(operator.name[locale]),
    provider: text(provider[locale]),
    mode: clauses.mode[operator.mode],
    modules: table([clauses.head, ...rows]),
    'service-desk': text(contacts['service-desk'][locale]),
    'privacy-contact': text(contacts.privacy[locale]),
    availability: percent(sla.availability),
    'respond-within': lengthOfTime(sla.respond, locale),
    'recover-within': lengthOfTime(sla.recover, locale),
    credit: percent(sla.credit),
  };
}

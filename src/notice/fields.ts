import type { Incident } from '../model/incident.ts';
import type { Locale } from '../model/locale.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Settings } from '../model/settings.ts';
import type { Threshold } from '../model/threshold.ts';
import { partyFor, vendorFor } from '../model/responsibility.ts';
import { between, type DurationMs, type Millis } from '../model/time.ts';
import { clip } from './clip.ts';
import { evidenceText } from './evidence.ts';
import { lengthOfTime, localRange, localTime } from './local-time.ts';
import { oneLine } from './one-line.ts';
import { expectedRecovery } from './recovery.ts';
import { words } from './words.ts';

/**
 * What a notice's template may say, ready-made in its readers' language and time zone; templates only place it. What is not known is
 * not there: strict templates make its use an error, not a blank.
 */
export interface NoticeFields {
  readonly service: string;
  readonly title: string;
  readonly phase: string;
  readonly severity: string;
  readonly incident: string;
  readonly update: string;
  readonly started: string;
  readonly now: string;
  readonly lasted: string;
  readonly evidence: string;
  /** Who answers for what is in trouble, who operates the platform, and who provides it. */
  readonly party: string;
  readonly operator: string;
  readonly provider: string;
  /** Whom readers are sent to. */
  readonly 'service-desk': string;
  readonly 'security-contact': string;
  readonly 'privacy-contact': string;
  /** The vendor of what is in trouble, and what its contract promises; said in words where the register has none. */
  readonly vendor: string;
  readonly 'vendor-contact': string;
  readonly 'vendor-respond-within': string;
  readonly 'vendor-recover-within': string;
  /** What customers under contract were promised. */
  readonly availability: string;
  readonly 'respond-within': string;
  readonly 'recover-within': string;
  readonly credit: string;
  readonly 'next-update'?: string;
  readonly cause?: string;
  readonly recovery?: { readonly from: string; readonly to: string; readonly basis: string };
  readonly resolved?: string;
}

/** Every field a template may name, as it is written there. */
export const fieldNames: readonly string[] = [
  ...['service', 'title', 'phase', 'severity', 'incident', 'update', 'started', 'now', 'lasted', 'evidence'],
  ...['party', 'operator', 'provider', 'service-desk', 'security-contact', 'privacy-contact'],
  ...['vendor', 'vendor-contact', 'vendor-respond-within', 'vendor-recover-within'],
  ...['availability', 'respond-within', 'recover-within', 'credit'],
  ...['next-update', 'cause', 'recovery.from', 'recovery.to', 'recovery.basis', 'resolved'],
];

/** What is known of an incident at one moment, and for whom. */
export interface FieldsInput {
  readonly incident: Incident;
  readonly playbook: Playbook;
  readonly thresholds: readonly Threshold[];
  readonly settings: Settings;
  readonly locale: Locale;
  readonly now: Millis;
}

/** So much of a value is shown: what comes from outside may be of any length, and a notice is to be read. */
const mostShown = 400;

/** A value that is inert: one line, no control characters, bounded. What a channel would take for markup is escaped where it is laid out. */
export const shown = (text: string): string => clip(oneLine(text.slice(0, 20 * mostShown)), mostShown);

export function noticeFields(input: FieldsInput): NoticeFields {
  const { incident, playbook, settings, locale, now } = input;
  const zone = settings['time-zones'][locale];
  const time = (at: Millis): string => localTime(at, locale, zone);
  const cause = incident.cause === null ? undefined : playbook.causes[incident.cause]?.say[locale];
  const recovery = expectedRecovery(incident, input.thresholds, now);
  const until = incident.phase === 'resolved' ? incident.resolvedAt : now;
  return {
    service: shown(settings.service[locale]),
    title: shown(playbook.title[locale]),
    phase: words[locale].phase[incident.phase],
    severity: words[locale].severity[incident.severity],
    incident: shown(incident.id),
    update: String(incident.update),
    started: time(incident.onsetAt),
    now: time(now),
    lasted: lengthOfTime(between(incident.onsetAt, until), locale),
    evidence: shown(evidenceText(incident.breaches, input.thresholds, locale)),
    ...responsibleFields(playbook, settings, locale),
    ...vendorFields(playbook, settings, locale),
    ...(cause === undefined ? {} : { cause: shown(cause) }),
    ...(recovery === null
      ? {}
      : {
          recovery: { ...localRange(recovery, locale, zone), basis: words[locale].clearHoldBasis },
        }),
    ...(incident.phase === 'resolved'
      ? { resolved: time(incident.resolvedAt) }
      : { 'next-update': time(incident.nextUpdateAt) }),
  };
}

export const percent = (share: number): string => `${Number((share * 100).toFixed(3))}%`;

/** Who is responsible and what was promised, as the settings have it. */
function responsibleFields({ module }: Playbook, settings: Settings, locale: Locale) {
  const { operator, provider, contacts, sla } = settings;
  return {
    party: shown(partyFor(module, settings)?.[locale] ?? words[locale].unsettled),
    operator: shown(operator.name[locale]),
    provider: shown(provider[locale]),
    'service-desk': shown(contacts['service-desk'][locale]),
    'security-contact': shown(contacts.security[locale]),
    'privacy-contact': shown(contacts.privacy[locale]),
    availability: percent(sla.availability),
    'respond-within': lengthOfTime(sla.respond, locale),
    'recover-within': lengthOfTime(sla.recover, locale),
    credit: percent(sla.credit),
  };
}

/** Whom the register has for what is in trouble. */
function vendorFields({ module }: Playbook, settings: Settings, locale: Locale) {
  const vendor = vendorFor(module, settings);
  const said = words[locale].vendor;
  const within = (promised: DurationMs | undefined): string =>
    promised === undefined ? said.within : lengthOfTime(promised, locale);
  return {
    vendor: shown(vendor?.name[locale] ?? said.name),
    'vendor-contact': shown(vendor?.contacts.duty ?? said.contact),
    'vendor-respond-within': within(vendor?.sla.respond),
    'vendor-recover-within': within(vendor?.sla.recover),
  };
}

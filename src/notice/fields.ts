import type { Incident } from '../model/incident.ts';
import type { Locale } from '../model/locale.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Settings } from '../model/settings.ts';
import type { Threshold } from '../model/threshold.ts';
import { between, type Millis } from '../model/time.ts';
import { evidenceText } from './evidence.ts';
import { lengthOfTime, localTime } from './local-time.ts';
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
  readonly 'next-update'?: string;
  readonly cause?: string;
  readonly recovery?: { readonly from: string; readonly to: string; readonly basis: string };
  readonly resolved?: string;
}

/** Every field a template may name, as it is written there. */
export const fieldNames = [
  ...['service', 'title', 'phase', 'severity', 'incident', 'update', 'started', 'now', 'lasted', 'evidence'],
  ...['next-update', 'cause', 'recovery.from', 'recovery.to', 'recovery.basis', 'resolved'],
] as const;

/** What is known of an incident at one moment, and for whom. */
export interface FieldsInput {
  readonly incident: Incident;
  readonly playbook: Playbook;
  readonly thresholds: readonly Threshold[];
  readonly settings: Settings;
  readonly locale: Locale;
  readonly now: Millis;
}

export function noticeFields(input: FieldsInput): NoticeFields {
  const { incident, playbook, settings, locale, now } = input;
  const time = (at: Millis): string => localTime(at, locale, settings['time-zones'][locale]);
  const cause = incident.cause === null ? undefined : playbook.causes[incident.cause]?.say[locale];
  const recovery = expectedRecovery(incident, playbook, now);
  const until = incident.phase === 'resolved' ? incident.resolvedAt : now;
  return {
    service: oneLine(settings.service[locale]),
    title: oneLine(playbook.title[locale]),
    phase: words[locale].phase[incident.phase],
    severity: words[locale].severity[incident.severity],
    incident: incident.id,
    update: String(incident.update),
    started: time(incident.onsetAt),
    now: time(now),
    lasted: lengthOfTime(between(incident.onsetAt, until), locale),
    evidence: evidenceText(incident.breaches, input.thresholds, locale),
    ...(cause === undefined ? {} : { cause: oneLine(cause) }),
    ...(recovery === null
      ? {}
      : {
          recovery: { from: time(recovery.from), to: time(recovery.to), basis: words[locale].clearHoldBasis },
        }),
    ...(incident.phase === 'resolved'
      ? { resolved: time(incident.resolvedAt) }
      : { 'next-update': time(incident.nextUpdateAt) }),
  };
}

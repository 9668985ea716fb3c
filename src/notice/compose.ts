import type { Incident } from '../model/incident.ts';
import { locales, type Locale } from '../model/locale.ts';
import type { Audience, ChannelName, Notice, Revision } from '../model/notice.ts';
import { audiencesIn, type Playbook } from '../model/playbook.ts';
import type { Settings } from '../model/settings.ts';
import type { Threshold } from '../model/threshold.ts';
import type { Millis } from '../model/time.ts';
import type { Composition } from './channels/layout.ts';
import { layouts } from './channels/registry.ts';
import { drillBanner } from './drill.ts';
import { withValues, type FieldValues } from './field-values.ts';
import { noticeFields, type NoticeFields } from './fields.ts';
import { oneLine } from './one-line.ts';
import { revised } from './revision.ts';
import type { NoticeTemplate } from './template.ts';
import { words } from './words.ts';

/** What the notices of one update are made of. */
export interface ComposeInput {
  readonly incident: Incident;
  readonly playbook: Playbook;
  /** Those that the incident's breaches may name. */
  readonly thresholds: readonly Threshold[];
  readonly templates: Readonly<Record<Locale, NoticeTemplate>>;
  readonly settings: Settings;
  readonly channels: readonly ChannelName[];
  readonly now: Millis;
  /** Whether readers have been told something in this phase before. */
  readonly again: boolean;
  /** What somebody says in place of what is known, by field. */
  readonly set: FieldValues;
  /** What of an earlier update this one puts right; null for an ordinary one. */
  readonly revision: Revision | null;
  readonly drill: boolean;
}

/** Every notice of one update: each audience that the playbook speaks to in this phase, in every language, for each of the channels. */
export function composeNotices(input: ComposeInput): readonly Notice[] {
  const { playbook, incident, channels } = input;
  const audiences = audiencesIn(playbook, incident.phase);
  return locales.flatMap((locale) => {
    const fields = withValues(noticeFields({ ...input, locale }), input.set);
    return audiences.flatMap((audience) => {
      const composition = composed(input, fields, locale, audience);
      return channels.map((channel) => noticeOf(composition, channel));
    });
  });
}

/** A composition as one channel has it. */
export function noticeOf(composition: Composition, channel: ChannelName): Notice {
  const { locale, about } = composition;
  const { incident, phase, update, audience, drill } = about;
  return { incident, phase, update, audience, locale, channel, ...layouts[channel].lay(composition), drill };
}

/** What one audience's notices of one language are laid out from. */
export const compositionOf = (input: ComposeInput, locale: Locale, audience: Audience): Composition =>
  composed(input, withValues(noticeFields({ ...input, locale }), input.set), locale, audience);

/** The same from fields that are known already: of this input, in this language. */
export function composed(
  { incident, templates, settings, drill, again, revision, now }: ComposeInput,
  fields: NoticeFields,
  locale: Locale,
  audience: Audience,
): Composition {
  const { id, phase, severity, update } = incident;
  const parts = templates[locale].fill(fields, { phase, audience, again });
  return {
    parts: revision === null ? parts : revised(parts, revision, locale, fields.service),
    locale,
    banner: drill ? drillBanner[locale] : '',
    signature: oneLine(settings.signature[locale]),
    link: settings['status-page'] ?? null,
    stamp: words[locale].stamp(fields.update, fields.now),
    smsTemplate: settings.sms.templates[incident.playbook]?.[phase]?.[locale] ?? null,
    about: { incident: id, phase, severity, update, audience, drill, at: now },
  };
}

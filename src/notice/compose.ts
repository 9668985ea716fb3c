import type { Incident } from '../model/incident.ts';
import { locales, type Locale } from '../model/locale.ts';
import { channelNames, type Audience, type Notice } from '../model/notice.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Settings } from '../model/settings.ts';
import type { Threshold } from '../model/threshold.ts';
import type { Millis } from '../model/time.ts';
import type { Composition } from './channels/layout.ts';
import { layouts } from './channels/registry.ts';
import { drillBanner } from './drill.ts';
import { noticeFields, type NoticeFields } from './fields.ts';
import { oneLine } from './one-line.ts';
import type { NoticeTemplate } from './template.ts';

/** What the notices of one update are made of. */
export interface ComposeInput {
  readonly incident: Incident;
  readonly playbook: Playbook;
  /** Those that the incident's breaches may name. */
  readonly thresholds: readonly Threshold[];
  readonly templates: Readonly<Record<Locale, NoticeTemplate>>;
  readonly settings: Settings;
  readonly now: Millis;
  readonly drill: boolean;
}

/** Every notice of one update: each audience of the playbook, in every language, for every channel. */
export function composeNotices(input: ComposeInput): readonly Notice[] {
  const { playbook, incident, drill } = input;
  return locales.flatMap((locale) => {
    const fields = noticeFields({ ...input, locale });
    return playbook.notices.audiences.flatMap((audience) => {
      const composition = composed(input, fields, locale, audience);
      return channelNames.map((channel): Notice => {
        const { subject, body } = layouts[channel].lay(composition);
        const { id, phase, update } = incident;
        return { incident: id, phase, update, audience, locale, channel, subject, body, drill };
      });
    });
  });
}

/** What one audience's notices of one language are laid out from. */
export const compositionOf = (input: ComposeInput, locale: Locale, audience: Audience): Composition =>
  composed(input, noticeFields({ ...input, locale }), locale, audience);

function composed(
  { incident, templates, settings, drill }: ComposeInput,
  fields: NoticeFields,
  locale: Locale,
  audience: Audience,
): Composition {
  return {
    parts: templates[locale].fill(fields, { phase: incident.phase, audience }),
    locale,
    banner: drill ? drillBanner[locale] : '',
    signature: oneLine(settings.signature[locale]),
    link: settings['status-page'] ?? null,
  };
}

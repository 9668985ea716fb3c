import type { PhaseName } from '../../src/model/incident.ts';
import type { Locale } from '../../src/model/locale.ts';
import { channelNames, type Notice } from '../../src/model/notice.ts';
import type { Playbook } from '../../src/model/playbook.ts';
import { settingsSchema, type Settings } from '../../src/model/settings.ts';
import { asKnown } from '../../src/notice/field-values.ts';
import { composeNotices, type ComposeInput } from '../../src/notice/compose.ts';
import type { NoticeTemplate } from '../../src/notice/template.ts';
import { library, thresholds } from './library.ts';
import { begins, madeUpIncident } from './made-up-incident.ts';

/** A shipped playbook and its notices. */
export interface Shipped {
  readonly playbook: Playbook;
  readonly templates: Readonly<Record<Locale, NoticeTemplate>>;
}

/** Every shipped playbook. */
export const shipped: readonly Shipped[] = library.playbooks.map((playbook) => {
  const templates = library.notices.get(playbook.id);
  if (templates === undefined) throw new Error(`${playbook.id} has no notices`);
  return { playbook, templates };
});

export { thresholds };

/** Settings as someone might have written them. */
export const settingsOf = (written: object = {}): Settings => settingsSchema.parse({ version: 1, ...written });

export const plainSettings = settingsOf();

/** The notices of a shipped playbook when a phase of its made-up incident begins. */
export function noticesOf(
  { playbook, templates }: Shipped,
  phase: PhaseName,
  changed: Partial<ComposeInput> = {},
): readonly Notice[] {
  return composeNotices({
    ...{ playbook, templates, thresholds, settings: plainSettings, drill: false },
    ...{ channels: channelNames, again: false, set: asKnown, revision: null },
    ...{ incident: madeUpIncident(playbook, phase), now: begins[phase] },
    ...changed,
  });
}

import { join } from 'node:path';
import type { PhaseName } from '../../src/model/incident.ts';
import type { Locale } from '../../src/model/locale.ts';
import type { Notice } from '../../src/model/notice.ts';
import { thresholdsOf, type Playbook } from '../../src/model/playbook.ts';
import { settingsSchema, type Settings } from '../../src/model/settings.ts';
import { composeNotices, type ComposeInput } from '../../src/notice/compose.ts';
import type { NoticeTemplate } from '../../src/notice/template.ts';
import { openWorkspace } from '../../src/workspace/workspace.ts';
import { begins, madeUpIncident } from './made-up-incident.ts';

const repository = join(import.meta.dirname, '..', '..');
const nowhere = join(import.meta.dirname, 'no-workspace');

/** A shipped playbook and its notices. */
export interface Shipped {
  readonly playbook: Playbook;
  readonly templates: Readonly<Record<Locale, NoticeTemplate>>;
}

const read = await openWorkspace({ root: nowhere, shipped: repository }).rehearsal('smoke', {});

/** Every shipped playbook. */
export const shipped: readonly Shipped[] = read.playbooks.map((playbook) => {
  const templates = read.notices.get(playbook.id);
  if (templates === undefined) throw new Error(`${playbook.id} has no notices`);
  return { playbook, templates };
});

export const thresholds = read.playbooks.flatMap(thresholdsOf);

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
    ...{ incident: madeUpIncident(playbook, phase), now: begins[phase] },
    ...changed,
  });
}

import type { Locale } from '../model/locale.ts';
import type { Playbook } from '../model/playbook.ts';
import type { NoticeTemplate } from '../notice/template.ts';
import type { Found } from './folders.ts';

/** A playbook, its notices, and the file it came from. */
export interface ShelvedPlaybook {
  readonly playbook: Playbook;
  readonly notices: Readonly<Record<Locale, NoticeTemplate>>;
  readonly found: Found;
}

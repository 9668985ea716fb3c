import type { Locale } from '../../model/locale.ts';
import type { NoticeParts } from '../../model/notice.ts';

/** What a channel lays out: a notice's parts, and what is added to every notice. */
export interface Composition {
  readonly parts: NoticeParts;
  readonly locale: Locale;
  /** Stands in front of whatever is read first; empty outside drills. */
  readonly banner: string;
  /** Who speaks, where the channel does not show it by itself. */
  readonly signature: string;
  /** Where the full notice stands. */
  readonly link: string | null;
}

/** How one channel lays a notice out. */
export interface Layout {
  lay(composition: Composition): { readonly subject: string; readonly body: string };
}

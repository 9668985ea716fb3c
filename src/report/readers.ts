import type { Locale } from '../model/locale.ts';

/** For whom a page is written. */
export interface Readers {
  readonly locale: Locale;
  readonly timeZone: string;
}

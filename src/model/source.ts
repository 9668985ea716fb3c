import type { Sample } from './sample.ts';
import type { Millis } from './time.ts';

/** What a source brings: samples, or the reason why it brought none this time. */
export type SourceReading =
  | { readonly kind: 'samples'; readonly at: Millis; readonly samples: readonly Sample[] }
  | { readonly kind: 'failure'; readonly at: Millis; readonly why: string };

/** Where samples come from. A failure is a reading; it ends only when `stop` is aborted. */
export interface Source {
  readonly name: string;
  watch(stop: AbortSignal): AsyncIterable<SourceReading>;
}

import type { IncidentId } from '../../model/id.ts';
import type { PhaseName } from '../../model/incident.ts';
import type { Locale } from '../../model/locale.ts';
import type { Json } from '../../model/json.ts';
import type { Audience, NoticeParts } from '../../model/notice.ts';
import type { Severity } from '../../model/threshold.ts';
import type { Millis } from '../../model/time.ts';

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
  /** The number of the update and its time, in words: for channels with room, where readers compare what they were told. */
  readonly stamp: string;
  /** The template that a provider of short messages has approved for this; null where none is needed. Mainland providers send nothing else. */
  readonly smsTemplate: string | null;
  readonly about: About;
}

/** What services that keep incidents of their own, and machines, are told beside the words. */
export interface About {
  readonly incident: IncidentId;
  readonly phase: PhaseName;
  readonly severity: Severity;
  readonly update: number;
  readonly audience: Audience;
  readonly drill: boolean;
  readonly at: Millis;
}

/** A notice as a channel has it. */
export interface Laid {
  /** Empty where the channel has none. */
  readonly subject: string;
  readonly body: string;
  /** What the channel's service is sent; null where that is the subject and the body themselves. */
  readonly request: Json;
}

/** How one channel lays a notice out. */
export interface Layout {
  /** How much the channel bears, for people: `3 segments`, `2,048 bytes`. */
  readonly limit: string;
  /** Within the limit for any composition, however long: parts are left out whole in the order of their worth, and never cut inside a grapheme. */
  lay(composition: Composition): Laid;
  /** Whether a notice has room for its beginning, the expected recovery if there is one, and the time of the next update. */
  fits(composition: Composition): boolean;
}
